{{
    unpivot_items(
        ref('supplement_2as'),
        '2as',
        columns=['manufactured', 'nonmanufactured', 'total']
    )
}}
