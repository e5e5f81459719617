{{
    unpivot_items(
        ref('exhibit_14'),
        '14',
        columns=['balance', 'exports', 'imports']
    )
}}
