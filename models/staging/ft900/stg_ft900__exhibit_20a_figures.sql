{{
    unpivot_items(
        ref('exhibit_20a'),
        '20a',
        columns=['balance', 'exports', 'imports']
    )
}}
