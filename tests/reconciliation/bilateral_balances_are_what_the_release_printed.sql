-- What: every partner area of exhibits 14, 14a, 19, 20, 20a and 20b, of supplements 4s
-- and 4as and of the two histories by country has its row, with the figures the seed
-- has, their changes, shares and ranks; and there is no other row. Timing adjustments,
-- which stand beside countries, have their sides in supplements 2s and 2as, too.
-- When it matters: who trades with whom is read from this mart alone.
-- If it fails: look at the joins of fct_bilateral_balances, and at the row of the seed.
{%- set sides = ['exports', 'imports', 'balance'] %}
{%- set regions = ['regions', "'goods'", 'census', 'nsa', 'value', sides] %}
{%- set countries = [
    'countries', "'goods'", 'census', 'nsa', 'value',
    ['exports', 'imports_customs', 'balance'],
] %}
{%- set states = ['states', "'goods'", 'census', 'nsa', 'value'] %}
{%- set selected = ['selected_areas'] %}
{%- set sources = {
    'exhibit_14': regions,
    'exhibit_14a': regions,
    'exhibit_19': selected + ["'goods'", 'census', 'sa', 'value', sides],
    'exhibit_20': selected + [
        "'goods_and_services'", 'bop', 'sa', 'value', sides,
    ],
    'exhibit_20a': selected + ["'goods'", 'bop', 'sa', 'value', sides],
    'exhibit_20b': selected + ["'services'", 'bop', 'sa', 'value', sides],
    'supplement_4s': countries,
    'supplement_4as': countries,
    'supplement_2s': states + [['total', 'null', 'null']],
    'supplement_2as': states + [['null', 'total', 'null']],
    'bea_trade_by_country': selected + ['block', 'bop', 'sa', 'value', sides],
    'census_goods_by_country_sa': selected + [
        "'goods'", 'census', 'sa', 'value', ['exports', 'imports', 'null'],
    ],
} %}
{%- set series_key = ['category_id', 'basis', 'seasonal_adjustment', 'measure'] %}
{%- set key = [
    'release_month', 'period_kind', 'period_start', 'period_end',
] + series_key %}
{%- set partner = ['release_month', 'period_kind'] + series_key + ['area_id'] %}
with figures as (
    {%- for seed, (scheme, category, basis, adjustment, measure, columns)
        in sources.items() %}
    select
        '{{ scheme }}' as scheme,
        release_month,
        row_kind as period_kind,
        period_start,
        period_end,
        {{ category }} as category_id,
        '{{ basis }}' as basis,
        '{{ adjustment }}' as seasonal_adjustment,
        '{{ measure }}' as measure,
        coalesce(parent_item, '') as parent_item,
        item as printed_name,
    {%- for side in sides %}
    cast({{ columns[loop.index0] }} as decimal(18, 6)) as {{ side }}_musd
    {{- "," if not loop.last }}
    {%- endfor %}
    from {{ ref(seed) }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

-- What a figure is printed with the most digits by any exhibit of the release. That
-- exhibits agree is seen to by another test.
measured as (
    select
        figures.*,
        {%- for side in sides %}
        {{ half_of_last_digit("figures." ~ side ~ "_musd") }} as {{ side }}_half_unit,
        {%- endfor %}
        items.item as area_id
    from figures
    inner join {{ ref('items') }} as items
        on
            figures.scheme = items.scheme
            and figures.parent_item = coalesce(items.parent_item, '')
            and figures.printed_name = items.printed_name
            and figures.release_month
            between coalesce(items.first_release, cast('1900-01-01' as date))
            and coalesce(items.last_release, cast('9999-12-01' as date))
    -- Totals are the world's, and states no partners.
    where
        items.item not in ('bop', 'net_adjustments', 'census', 'world')
        and (figures.scheme <> 'states' or items.item = 'timing_adjustments')
),

most_precise as (
    select
        {%- for side in sides %}
        min(case when {{ side }}_musd is not null then {{ side }}_half_unit end)
            over same_figure as least_{{ side }}_half_unit,
        {%- endfor %}
        measured.*
    from measured
    window same_figure as (partition by {{ key | join(", ") }}, area_id)
),

printed as (
    select
        {{ listed(key, 'figures') }},
        {%- for side, name in zip(sides, ['exports', 'imports', 'printed_balance']) %}
        max(figures.{{ side }}_musd) filter (
            where figures.{{ side }}_half_unit = figures.least_{{ side }}_half_unit
        ) as {{ name }}_musd,
        {%- endfor %}
        figures.area_id,
        coalesce(max(areas.area_kind), 'unreviewed') as area_kind
    from most_precise as figures
    left join {{ ref('areas') }} as areas
        on figures.area_id = areas.area_id
    group by
        {{ listed(key, 'figures') }},
        figures.area_id
),

whole as (
    select
        *,
        coalesce(printed_balance_musd, exports_musd - imports_musd) as balance_musd,
        printed_balance_musd is not null as is_balance_published,
        {{ months_before('period_start', 12) }} as year_before_start,
        {{ months_before('period_end', 12) }} as year_before_end,
        case period_kind
            when 'month' then {{ months_before('period_start', 1) }}
            when 'quarter' then {{ months_before('period_start', 3) }}
        end as period_before_start
    from printed
    where exports_musd is not null and imports_musd is not null
),

-- A country's rank is one more than the number of those before it.
ranks as (
    select
        one.area_id,
        {{ listed(key, 'one') }},
        1 + count(*) filter (where another.exports_musd > one.exports_musd)
            as exports_rank,
        count(nullif(another.exports_musd, 0)) as exports_rank_among,
        count(nullif(another.imports_musd, 0)) as imports_rank_among,
        count(*) as balance_rank_among,
        1 + count(*) filter (where another.imports_musd > one.imports_musd)
            as imports_rank,
        1 + count(*) filter (where another.balance_musd < one.balance_musd)
            as balance_rank
    from whole as one
    inner join whole as another
        on
            {{ same('one', 'another', key + ['area_kind']) }}
    where
        one.area_kind = 'country'
        and (one.exports_musd <> 0 or one.imports_musd <> 0)
        and (another.exports_musd <> 0 or another.imports_musd <> 0)
    group by
        {{ listed(key, 'one') }},
        one.area_id
),

printed_worlds as (
    select
        {{ listed(key) }},
        max(value_musd) filter (where flow = 'exports') as exports_musd,
        max(value_musd) filter (where flow = 'imports') as imports_musd,
        coalesce(
            max(value_musd) filter (where flow = 'balance' and evidence <> 'derived'),
            max(value_musd) filter (where flow = 'exports')
            - max(value_musd) filter (where flow = 'imports')
        ) as balance_musd
    from {{ ref('int_release_values') }}
    where
        area_id = 'world'
        and price_basis = 'current'
        and valuation in ('fas', 'customs', 'not_applicable')
        and export_kind in ('total', 'not_applicable')
    group by
        {{ listed(key) }},
        area_id
),

-- A quarter, a year or a year to date of the world that is not printed is its months.
worlds_of_months as (
    select
        {%- for side in sides %}
        case
            when
                count(months.{{ side }}_musd) = {{ month_number('periods.period_end') }}
                - {{ month_number('periods.period_start') }} + 1
                then sum(months.{{ side }}_musd)
        end as {{ side }}_musd,
        {%- endfor %}
        {{ listed(key, 'periods') }},
        count(*) as row_count
    from (select distinct {{ key | join(", ") }} from whole) as periods
    inner join printed_worlds as months
        on
            months.period_kind = 'month'
            and months.period_start between periods.period_start and periods.period_end
            and {{ same('periods', 'months', ['release_month'] + series_key) }}
    group by
        {{ listed(key, 'periods') }},
        months.period_kind
),

worlds as (
    select * from printed_worlds
    union all
    select
        {{ listed(key, 'worlds_of_months') }},
        worlds_of_months.exports_musd,
        worlds_of_months.imports_musd,
        worlds_of_months.balance_musd
    from worlds_of_months
    left join printed_worlds
        on
            {{ same('worlds_of_months', 'printed_worlds', key) }}
    where printed_worlds.release_month is null
),

balances as (
    select * from {{ ref('fct_bilateral_balances') }}
)

select
    coalesce(whole.release_month, balances.release_month) as release_month,
    coalesce(whole.period_kind, balances.period_kind) as period_kind,
    coalesce(whole.period_start, balances.period_start) as period_start,
    coalesce(whole.category_id, balances.category_id) as category_id,
    coalesce(whole.area_id, balances.area_id) as area_id,
    whole.exports_musd,
    whole.imports_musd,
    whole.balance_musd,
    balances.balance_musd as actual_balance_musd
from whole
full outer join balances
    on
        {{ same('whole', 'balances', key + ['area_id']) }}
left join whole as periods_before
    on
        {{ same('whole', 'periods_before', partner) }}
        and whole.period_before_start = periods_before.period_start
left join whole as years_before
    on
        {{ same('whole', 'years_before', partner) }}
        and whole.year_before_start = years_before.period_start
        and whole.year_before_end = years_before.period_end
left join worlds
    on
        {{ same('whole', 'worlds', key) }}
left join ranks
    on
        {{ same('whole', 'ranks', key + ['area_id']) }}
where
    whole.area_id is null
    or balances.area_id is null
    or whole.area_kind <> balances.area_kind
    or whole.is_balance_published <> balances.is_balance_published
    or whole.balance_musd - (whole.exports_musd - whole.imports_musd)
    <> balances.rounding_musd
    {%- for side in sides %}
    or whole.{{ side }}_musd <> balances.{{ side }}_musd
    {%- for base in ['period', 'year'] %}
    {%- set before = base ~ "s_before." ~ side ~ "_musd" %}
    {%- set actual = "balances." ~ side ~ "_" ~ base ~ "_change_" %}
    or whole.{{ side }}_musd - {{ before }}
    is distinct from {{ actual }}musd
    -- Percents to the sixth decimal; null from zero, and where the sign changes.
    or abs(
        {{ actual }}pct
        - 100 * (whole.{{ side }}_musd - {{ before }})
        / nullif({{ before }}, 0)
    ) > 0.000001
    or ({{ actual }}pct is null)
    <> (coalesce(sign(whole.{{ side }}_musd) * sign({{ before }}), 0) <> 1)
    {%- endfor %}
    or abs(
        balances.{{ side }}_share_pct
        - 100 * whole.{{ side }}_musd / nullif(worlds.{{ side }}_musd, 0)
    ) > 0.000001
    or (balances.{{ side }}_share_pct is null)
    <> (
        coalesce(worlds.{{ side }}_musd, 0) = 0
        or sign(whole.{{ side }}_musd) = -sign(worlds.{{ side }}_musd)
        and whole.{{ side }}_musd <> 0
    )
    or case
        when '{{ side }}' = 'balance' or whole.{{ side }}_musd <> 0
            then ranks.{{ side }}_rank
    end is distinct from balances.{{ side }}_rank
    or case
        when '{{ side }}' = 'balance' or whole.{{ side }}_musd <> 0
            then ranks.{{ side }}_rank_among
    end is distinct from balances.{{ side }}_rank_among
    {%- endfor %}
