-- What: every period of exhibits 9, 11 and 17 has its row, with the figures the seeds
-- have, and the month's change of crude imports is its three parts; exhibit 17a and the
-- figures by end-use code give imports of crude oil, too; and there is no other row.
-- When it matters: the petroleum balance is read from this mart alone.
-- If it fails: look at int_petroleum_figures_pivoted, and at the row of the seed.
{%- set flows = ['exports', 'imports', 'balance'] %}
{%- set products = ['petroleum', 'nonpetroleum'] %}
with nominal as (
    select * from {{ ref('exhibit_09') }}
    where row_kind in ('month', 'year', 'year_to_date')
),

chained as (
    select * from {{ ref('exhibit_11') }}
    where row_kind in ('month', 'year', 'year_to_date')
),

exported as (
    select * from {{ ref('exhibit_17') }}
    where flow = 'exports'
),

crude_by_area as (
    select
        figures.release_month,
        figures.row_kind,
        figures.period_start,
        figures.period_end,
        figures.quantity,
        figures.customs_value
    from {{ ref('exhibit_17a') }} as figures
    inner join {{ ref('items') }} as items
        on
            items.scheme = 'crude_areas'
            and items.item = 'world'
            and coalesce(figures.parent_item, '') = coalesce(items.parent_item, '')
            and figures.item = items.printed_name
    union all
    select
        codes.release_month,
        codes.row_kind,
        codes.period_start,
        codes.period_end,
        null as quantity,
        1000 * codes.value as customs_value
    from {{ ref('stg_history__goods_by_end_use_code_figures') }} as codes
    inner join {{ ref('items') }} as items
        on codes.item = items.printed_name
    where
        codes.block = 'imports_census_nsa'
        and items.scheme = 'end_use_codes'
        and items.item = 'import_crude_oil'
),

crude_oil as (
    select
        release_month,
        row_kind,
        period_start,
        period_end,
        max(quantity) as quantity,
        max(customs_value) as customs_value
    from crude_by_area
    group by release_month, row_kind, period_start, period_end
),

-- Exhibits 17 and 17a and the figures by end-use code agree on crude oil: another test
-- sees to it.
imported as (
    select
        coalesce(all_oil.release_month, crude_oil.release_month) as release_month,
        coalesce(all_oil.row_kind, crude_oil.row_kind) as row_kind,
        coalesce(all_oil.period_start, crude_oil.period_start) as period_start,
        coalesce(all_oil.period_end, crude_oil.period_end) as period_end,
        all_oil.petroleum_quantity,
        all_oil.petroleum_value,
        coalesce(all_oil.crude_quantity, crude_oil.quantity) as crude_quantity,
        coalesce(all_oil.crude_value, crude_oil.customs_value) as crude_value,
        all_oil.crude_quantity_per_day,
        all_oil.crude_unit_price
    from (
        select * from {{ ref('exhibit_17') }}
        where flow = 'imports'
    ) as all_oil
    full outer join crude_oil
        on
            all_oil.release_month = crude_oil.release_month
            and all_oil.row_kind = crude_oil.row_kind
            and all_oil.period_start = crude_oil.period_start
            and all_oil.period_end = crude_oil.period_end
),

periods as (
    {%- for exhibit in ['nominal', 'chained', 'exported', 'imported'] %}
    select
        release_month,
        row_kind,
        period_start,
        period_end
    from {{ exhibit }}
    {{ "union" if not loop.last }}
    {%- endfor %}
),

balances as (
    select * from {{ ref('fct_petroleum_balance') }}
)

select
    coalesce(periods.release_month, balances.release_month) as release_month,
    coalesce(periods.row_kind, balances.period_kind) as period_kind,
    coalesce(periods.period_start, balances.period_start) as period_start,
    nominal.balance_petroleum,
    balances.petroleum_balance_sa_musd,
    imported.crude_value,
    balances.crude_imports_nsa_musd
from periods
full outer join balances
    on
        periods.release_month = balances.release_month
        and periods.row_kind = balances.period_kind
        and periods.period_start = balances.period_start
        and periods.period_end = balances.period_end
{%- for exhibit in ['nominal', 'chained', 'exported', 'imported'] %}
left join {{ exhibit }}
    on
        periods.release_month = {{ exhibit }}.release_month
        and periods.row_kind = {{ exhibit }}.row_kind
        and periods.period_start = {{ exhibit }}.period_start
        and periods.period_end = {{ exhibit }}.period_end
{%- endfor %}
left join imported as imported_before
    on
        periods.row_kind = 'month'
        and imported_before.row_kind = 'month'
        and periods.release_month = imported_before.release_month
        and periods.period_start
        = cast({{ dbt.dateadd('month', 1, 'imported_before.period_start') }} as date)
where
    periods.release_month is null
    or balances.release_month is null
    or chained.price_basis is distinct from balances.real_price_basis
    {%- for flow in flows %}
    {%- for product in products %}
    or nominal.{{ flow }}_{{ product }}
    is distinct from balances.{{ product }}_{{ flow }}_sa_musd
    or chained.{{ flow }}_{{ product }}
    is distinct from balances.real_{{ product }}_{{ flow }}_sa_musd
    {%- endfor %}
    {%- endfor %}
    {%- for exhibit, flow in [('exported', 'exports'), ('imported', 'imports')] %}
    {%- for product, name in [('petroleum', 'energy_petroleum'), ('crude', 'crude')] %}
    -- Thousands of dollars.
    or {{ exhibit }}.{{ product }}_value
    is distinct from 1000 * balances.{{ name }}_{{ flow }}_nsa_musd
    or {{ exhibit }}.{{ product }}_quantity
    is distinct from balances.{{ name }}_{{ flow }}_nsa_thousand_barrels
    {%- endfor %}
    or {{ exhibit }}.crude_quantity_per_day
    is distinct from balances.crude_{{ flow }}_nsa_thousand_barrels_per_day
    or {{ exhibit }}.crude_unit_price
    is distinct from balances.crude_{{ flow }}_nsa_usd_per_barrel
    {%- endfor %}
    or exported.petroleum_value - imported.petroleum_value
    is distinct from 1000 * balances.energy_petroleum_balance_nsa_musd
    or exported.crude_value - imported.crude_value
    is distinct from 1000 * balances.crude_balance_nsa_musd
    or imported.crude_value - imported_before.crude_value
    is distinct from 1000 * balances.crude_imports_nsa_month_change_musd
    -- Barrels at the price before, the barrels before at the rise of the price, and the
    -- rest; to the sixth decimal.
    or abs(
        (imported.crude_quantity - imported_before.crude_quantity)
        * (imported_before.crude_value / imported_before.crude_quantity) / 1000
        - balances.crude_imports_nsa_quantity_effect_musd
    ) > 0.000002
    or (imported.crude_quantity + imported_before.crude_quantity is null)
    <> (balances.crude_imports_nsa_quantity_effect_musd is null)
    or abs(
        imported_before.crude_quantity
        * (
            imported.crude_value / imported.crude_quantity
            - imported_before.crude_value / imported_before.crude_quantity
        ) / 1000
        - balances.crude_imports_nsa_price_effect_musd
    ) > 0.000002
    or (imported.crude_quantity + imported_before.crude_quantity is null)
    <> (balances.crude_imports_nsa_price_effect_musd is null)
    or balances.crude_imports_nsa_price_effect_musd
    + balances.crude_imports_nsa_quantity_effect_musd
    + balances.crude_imports_nsa_interaction_musd
    <> balances.crude_imports_nsa_month_change_musd
    or (balances.crude_imports_nsa_interaction_musd is null)
    <> (balances.crude_imports_nsa_price_effect_musd is null)
