{{
    unpivot_items(
        ref('supplement_4s'),
        '4s',
        columns=['balance', 'exports', 'imports_customs', 'imports_cif']
    )
}}
