{{
    unpivot_items(
        ref('exhibit_20b'),
        '20b',
        columns=['balance', 'exports', 'imports']
    )
}}
