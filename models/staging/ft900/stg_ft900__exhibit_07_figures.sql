{{
    unpivot_items(
        ref('exhibit_07'), '07', columns=['value'], parent='category'
    )
}}
