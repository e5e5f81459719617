{{
    unpivot_items(
        ref('supplement_4as'),
        '4as',
        columns=['balance', 'exports', 'imports_customs', 'imports_cif']
    )
}}
