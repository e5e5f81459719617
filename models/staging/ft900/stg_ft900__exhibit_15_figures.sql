{{
    unpivot_items(
        ref('exhibit_15'),
        '15',
        columns=['exports', 'imports']
    )
}}
