{{
    unpivot_items(
        ref('bea_trade_by_country'),
        'bea_trade_by_country',
        columns=['balance', 'exports', 'imports'],
        block='block'
    )
}}
