{{
    unpivot_items(
        ref('exhibit_19'),
        '19',
        columns=['balance', 'exports', 'imports']
    )
}}
