{{
    unpivot_items(
        ref('supplement_2s'),
        '2s',
        columns=['manufactured', 'nonmanufactured', 'reexports', 'total']
    )
}}
