{{
    unpivot_items(
        ref('exhibit_20'),
        '20',
        columns=['balance', 'exports', 'imports']
    )
}}
