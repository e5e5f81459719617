{{
    unpivot_items(
        ref('census_goods_by_country_sa'),
        'census_goods_by_country_sa',
        columns=['exports', 'imports']
    )
}}
