{{
    unpivot_items(
        ref('exhibit_17a'),
        '17a',
        columns=['quantity', 'customs_value', 'cif_value']
    )
}}
