{{
    unpivot_items(
        ref('exhibit_08'), '08', columns=['value'], parent='category'
    )
}}
