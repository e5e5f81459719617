{{
    unpivot_items(
        ref('exhibit_14a'),
        '14a',
        columns=['balance', 'exports', 'imports']
    )
}}
