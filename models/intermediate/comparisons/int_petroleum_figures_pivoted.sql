-- What exhibits 9, 11 and 17 print of a period, side by side. The real figures of a
-- release are of one chain year.
with series as (
    select
        *,
        case category_id when 'crude_oil' then 'crude' else category_id end as product
    from {{ ref('int_series_listed') }}
    where
        area_id = 'world'
        and basis = 'census'
        and {{ is_usual_series() }}
        and category_id in (
            'petroleum', 'nonpetroleum', 'energy_petroleum', 'crude_oil'
        )
        and seasonal_adjustment = case
            when category_id in ('petroleum', 'nonpetroleum') then 'sa' else 'nsa'
        end
),

figures as (
    select
        printed.release_month,
        printed.period_kind,
        printed.period_start,
        printed.period_end,
        printed.value,
        series.flow,
        series.product,
        series.measure,
        series.price_basis
    from {{ ref('int_figures_printed') }} as printed
    inner join series
        on printed.series_id = series.series_id
    where printed.is_preferred
),

final as (
    select
        release_month,
        period_kind,
        period_start,
        period_end,
        max(price_basis) filter (where price_basis <> 'current') as real_price_basis,
        {%- for product in ['petroleum', 'nonpetroleum'] %}
        {%- for flow in ['exports', 'imports', 'balance'] %}
        max(value) filter (
            where product = '{{ product }}'
            and flow = '{{ flow }}'
            and price_basis = 'current'
        ) as {{ product }}_{{ flow }}_sa_musd,
        max(value) filter (
            where product = '{{ product }}'
            and flow = '{{ flow }}'
            and price_basis <> 'current'
        ) as real_{{ product }}_{{ flow }}_sa_musd,
        {%- endfor %}
        {%- endfor %}
        {%- for product, flow, measure, unit in [
            ('energy_petroleum', 'exports', 'value', 'musd'),
            ('energy_petroleum', 'exports', 'quantity', 'thousand_barrels'),
            ('energy_petroleum', 'imports', 'value', 'musd'),
            ('energy_petroleum', 'imports', 'quantity', 'thousand_barrels'),
            ('crude', 'exports', 'value', 'musd'),
            ('crude', 'exports', 'quantity', 'thousand_barrels'),
            ('crude', 'exports', 'quantity_per_day', 'thousand_barrels_per_day'),
            ('crude', 'exports', 'unit_price', 'usd_per_barrel'),
            ('crude', 'imports', 'value', 'musd'),
            ('crude', 'imports', 'quantity', 'thousand_barrels'),
            ('crude', 'imports', 'quantity_per_day', 'thousand_barrels_per_day'),
            ('crude', 'imports', 'unit_price', 'usd_per_barrel'),
        ] %}
        max(value) filter (
            where product = '{{ product }}'
            and flow = '{{ flow }}'
            and measure = '{{ measure }}'
        ) as {{ product }}_{{ flow }}_nsa_{{ unit }},
        {%- endfor %}
        count(*) as figure_count
    from figures
    group by release_month, period_kind, period_start, period_end
)

select * from final
