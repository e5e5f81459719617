-- What: every chained figure of a month in exhibits 10 and 11 and in the history has
-- its row, beside the nominal figure that the same release prints; prices and the parts
-- of the change follow from the two; and there is no other row.
-- When it matters: what prices did to trade is read from this mart alone.
-- If it fails: look at the joins of fct_real_trade, and at the row of the seed.
{%- set categories = [
    'foods_feeds_beverages', 'industrial_supplies', 'capital_goods', 'automotive',
    'consumer_goods', 'other_goods',
] %}
with real_figures as (
    {%- for seed in ['exhibit_10', 'census_real_goods'] %}
    {%- for column, category in [('census', 'goods'), ('residual', 'end_use_residual')]
        + zip(categories, categories) | list %}
    select
        release_month,
        period_start as month,
        flow,
        '{{ category }}' as category_id,
        price_basis,
        {{ column }} as real_musd
    from {{ ref(seed) }}
    where row_kind = 'month'
    union all
    {%- endfor %}
    {%- endfor %}
    {%- for flow in ['exports', 'imports'] %}
    {%- for column, category in [
        ('census', 'goods'), ('petroleum', 'petroleum'),
        ('nonpetroleum', 'nonpetroleum'), ('residual', 'petroleum_residual'),
    ] %}
    select
        release_month,
        period_start as month,
        '{{ flow }}' as flow,
        '{{ category }}' as category_id,
        price_basis,
        {{ flow }}_{{ column }} as real_musd
    from {{ ref('exhibit_11') }}
    where row_kind = 'month'
    {{ "union all" if not (flow == 'imports' and loop.last) }}
    {%- endfor %}
    {%- endfor %}
),

-- Exhibits of a release that print one figure agree: another test sees to it.
reals as (
    select
        release_month,
        month,
        flow,
        category_id,
        price_basis,
        max(real_musd) as real_musd
    from real_figures
    where real_musd is not null
    group by release_month, month, flow, category_id, price_basis
),

-- Of the figures of a release the one with the most digits.
nominals as (
    select
        figures.release_month,
        figures.period_start as month,
        series.flow,
        series.category_id,
        figures.value as nominal_musd
    from {{ ref('int_figures_printed') }} as figures
    inner join {{ ref('dim_series') }} as series
        on figures.series_id = series.series_id
    where
        figures.is_preferred
        and figures.period_kind = 'month'
        and series.area_id = 'world'
        and series.basis = 'census'
        and series.valuation in ('fas', 'customs')
        and series.export_kind in ('total', 'not_applicable')
        and series.price_basis = 'current'
        and series.seasonal_adjustment = 'sa'
        and series.measure = 'value'
),

printed as (
    select
        reals.*,
        nominals.nominal_musd,
        100 * cast(nominals.nominal_musd as double precision)
        / nullif(reals.real_musd, 0) as price_index
    from reals
    left join nominals
        on
            reals.release_month = nominals.release_month
            and reals.month = nominals.month
            and reals.flow = nominals.flow
            and reals.category_id = nominals.category_id
),

compared as (
    select
        printed.*,
        printed.nominal_musd - months_before.nominal_musd as nominal_change,
        printed.real_musd - months_before.real_musd as real_change,
        printed.price_index - months_before.price_index as price_change,
        100 * (printed.nominal_musd - months_before.nominal_musd)
        / nullif(months_before.nominal_musd, 0) as nominal_pct,
        100 * (printed.real_musd - months_before.real_musd)
        / nullif(months_before.real_musd, 0) as real_pct,
        months_before.real_musd as real_before,
        months_before.price_index as price_before,
        sign(printed.real_musd) * sign(months_before.real_musd) as real_signs
    from printed
    left join printed as months_before
        on
            printed.release_month = months_before.release_month
            and printed.month
            = cast({{ dbt.dateadd('month', 1, 'months_before.month') }} as date)
            and printed.flow = months_before.flow
            and printed.category_id = months_before.category_id
            and printed.price_basis = months_before.price_basis
),

trade as (
    select * from {{ ref('fct_real_trade') }}
)

select
    coalesce(compared.release_month, trade.release_month) as release_month,
    coalesce(compared.month, trade.month) as month,
    coalesce(compared.flow, trade.flow) as flow,
    coalesce(compared.category_id, trade.category_id) as category_id,
    compared.real_musd,
    trade.real_musd as actual_real_musd,
    compared.nominal_change,
    trade.nominal_month_change_musd
from compared
full outer join trade
    on
        compared.release_month = trade.release_month
        and compared.month = trade.month
        and compared.flow = trade.flow
        and compared.category_id = trade.category_id
        and compared.price_basis = trade.price_basis
where
    compared.month is null
    or trade.month is null
    or trade.is_chain_residual <> (right(trade.category_id, 9) = '_residual')
    or compared.real_musd is distinct from trade.real_musd
    or compared.nominal_musd is distinct from trade.nominal_musd
    or compared.nominal_change is distinct from trade.nominal_month_change_musd
    or compared.real_change is distinct from trade.real_month_change_musd
    or abs(compared.nominal_pct - trade.nominal_month_change_pct) > 0.000001
    or (trade.nominal_month_change_pct is null) <> (compared.nominal_pct is null)
    or abs(compared.real_pct - trade.real_month_change_pct) > 0.000001
    or (trade.real_month_change_pct is null)
    <> (coalesce(compared.real_signs, 0) <> 1)
    or abs(compared.price_index - trade.implicit_price_index) > 0.000001
    or (trade.implicit_price_index is null) <> (compared.price_index is null)
    or abs(
        100 * compared.price_change / compared.price_before
        - trade.price_month_change_pct
    ) > 0.000001
    or (trade.price_month_change_pct is null) <> (compared.price_change is null)
    -- The parts, to the sixth decimal, and that nothing is left of the change.
    or abs(
        compared.real_change * compared.price_before / 100 - trade.volume_effect_musd
    ) > 0.000002
    or (trade.volume_effect_musd is null) <> (compared.nominal_change is null)
    or abs(
        compared.price_change * compared.real_before / 100 - trade.price_effect_musd
    ) > 0.000002
    or (trade.price_effect_musd is null) <> (compared.nominal_change is null)
    or abs(
        compared.real_change * compared.price_change / 100 - trade.interaction_musd
    ) > 0.000003
    or trade.volume_effect_musd + trade.price_effect_musd + trade.interaction_musd
    is distinct from trade.nominal_month_change_musd
    -- More imports lower the balance.
    {%- for part, column in {
        'nominal_change': 'nominal_month_change', 'volume_effect': 'volume_effect',
        'price_effect': 'price_effect', 'interaction': 'interaction',
    }.items() %}
    or trade.flow = 'exports'
    and trade.balance_{{ part }}_musd is distinct from trade.{{ column }}_musd
    or trade.flow = 'imports'
    and trade.balance_{{ part }}_musd is distinct from -trade.{{ column }}_musd
    {%- endfor %}
