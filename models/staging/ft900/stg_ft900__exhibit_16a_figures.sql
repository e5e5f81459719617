{{
    unpivot_items(
        ref('exhibit_16a'),
        '16a',
        columns=['balance', 'exports', 'imports'],
        block='block'
    )
}}
