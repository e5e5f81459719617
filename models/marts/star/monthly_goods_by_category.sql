{{ newest_categories('goods_by_end_use') }}
