-- What: of each month and year the star has every figure that one release holds, and
-- no other, as the ledger has it, with its share of the whole. The release is the
-- newest of those that hold most of exports, imports and balance (of the totals, of
-- goods and services, too). A change is between two values of one release: that of the
-- row if it holds both, else chosen likewise.
-- When it matters: the star is read without a thought of releases, bases and kinds.
-- If it fails: look at macros/star/ and the table shown.
{%- set sides = ['exports', 'imports', 'balance'] %}
{%- set changes = ['month', 'year'] %}
{%- set totals = [
    ('', 'goods_and_services'), ('_goods', 'goods'), ('_services', 'services'),
] %}
{#- Table, its period as a date, its category and its area. -#}
{%- set tables = [
    ('monthly_totals', 'month', none, "'world'"),
    ('yearly_totals', "cast(year || '-01-01' as date)", none, "'world'"),
    ('monthly_goods_by_category', 'month', 'category_id', "'world'"),
    ('monthly_services_by_category', 'month', 'category_id', "'world'"),
    ('monthly_goods_by_country', 'month', "'goods'", 'area_id'),
    ('yearly_goods_by_country', "cast(year || '-01-01' as date)", "'goods'", 'area_id'),
    ('yearly_goods_by_group', "cast(year || '-01-01' as date)", "'goods'", 'area_id'),
] %}
{%- set columns = [] %}
{%- for name, period, category, area in tables %}
{%- for side in sides %}
{%- for suffix, total in totals if suffix == '' or not category %}
{%- do columns.append((
    name, period, category or "'" ~ total ~ "'", area, side, 'value', 'release_month',
    side ~ suffix ~ '_musd',
    side ~ '_share_pct' if side != 'balance' and 'totals' not in name else 'null',
)) %}
{%- endfor %}
{%- for change in changes if 'monthly' in name or change == 'year' %}
{%- do columns.append((
    name, period, category or "'goods_and_services'", area, side, change,
    change ~ '_change_release_month',
    side ~ '_' ~ change ~ '_change_musd', side ~ '_' ~ change ~ '_change_pct',
)) %}
{%- endfor %}
{%- endfor %}
{%- endfor %}
{#- Exports and imports are chosen apart where a commodity is of one of them. -#}
{%- for side in ['exports', 'imports'] %}
{%- for shown_as in ['value'] + changes %}
{%- set moved = '' if shown_as == 'value' else '_' ~ shown_as ~ '_change' %}
{%- do columns.append((
    'monthly_goods_by_commodity ' ~ side, 'month', 'commodity_id', "'world'", side,
    shown_as, (moved ~ '_release_month')[1:],
    'value_musd' if not moved else moved[1:] ~ '_musd',
    'share_pct' if not moved else moved[1:] ~ '_pct',
)) %}
{%- do columns.append((
    'monthly_real_goods_by_category', 'month', 'category_id', "'world'", side,
    shown_as, (moved ~ '_release_month')[1:], 'real_' ~ side ~ moved ~ '_musd',
    'null' if not moved else 'real_' ~ side ~ moved ~ '_pct',
)) %}
{%- endfor %}
{%- endfor %}
with shown as (
    {%- for star, period, category, area, side, shown_as, release, value, pct in columns
    %}
    {%- set name = star.split(' ')[0] %}
    select
        '{{ star }}' as star,
        {{ period }} as period_start,
        {{ category }} as category_id,
        {{ area }} as area_id,
        '{{ side }}' as flow,
        '{{ shown_as }}' as shown_as,
        {{ release }} as release_month,
        {{ value }} as value_musd,
        cast({{ pct }} as decimal(18, 6)) as shown_pct
    from {{ ref(name) }}
    {{ "where flow = '" ~ side ~ "'" if name != star }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

members as (
    select
        case rollup_id
            when 'goods_by_end_use' then 'monthly_goods_by_category'
            when 'services_by_category' then 'monthly_services_by_category'
            else 'monthly_real_goods_by_category'
        end as star,
        child_category_id as category_id,
        child_basis as basis,
        price_kind,
        'any' as flow
    from {{ ref('rollups') }}
    where
        rollup_id in (
            'goods_by_end_use', 'services_by_category', 'real_goods_by_end_use'
        )
    union all
    select
        'monthly_goods_by_commodity exports' as star,
        category_id,
        'census' as basis,
        'current' as price_kind,
        'exports' as flow
    from {{ ref('dim_category') }}
    where scheme in ('export_commodity', 'end_use_exports')
    union all
    select
        'monthly_goods_by_commodity imports' as star,
        category_id,
        'census' as basis,
        'current' as price_kind,
        'imports' as flow
    from {{ ref('dim_category') }}
    where scheme in ('import_commodity', 'end_use_imports')
),

areas as (
    select
        stars.star,
        stars.period_kind,
        stars.basis,
        named.area_id
    from (
        values
        ('monthly_goods_by_country', 'month', 'census', 'country'),
        ('yearly_goods_by_country', 'year', 'bop', 'country'),
        ('yearly_goods_by_group', 'year', 'bop', 'group'),
        ('yearly_goods_by_group', 'year', 'bop', 'region')
    ) as stars (star, period_kind, basis, area_kind)
    inner join {{ ref('dim_area') }} as named
        on stars.area_kind = named.area_kind
),

adjusted as (
    select * from {{ ref('int_release_values') }}
    where
        period_kind in ('month', 'year')
        and seasonal_adjustment = 'sa'
        and measure = 'value'
),

release_values as (
    select * from adjusted
    where {{ is_usual_series('adjusted') }}
),

placed as (
    select
        case release_values.period_kind
            when 'year' then 'yearly_totals'
            else 'monthly_totals'
        end as star,
        release_values.*
    from release_values
    where
        release_values.area_id = 'world'
        and release_values.basis = 'bop'
        and release_values.price_basis = 'current'
        and release_values.category_id in ('goods_and_services', 'goods', 'services')
    union all
    select
        members.star,
        release_values.*
    from release_values
    inner join members
        on
            release_values.category_id = members.category_id
            and release_values.basis = members.basis
            and members.flow in ('any', release_values.flow)
            and release_values.price_basis = case members.price_kind
                when 'current' then 'current'
                else (
                    select max(chained.price_basis) from release_values as chained
                    where chained.price_basis like 'chained%'
                )
            end
    where release_values.period_kind = 'month' and release_values.area_id = 'world'
    union all
    select
        areas.star,
        release_values.*
    from release_values
    inner join areas
        on
            release_values.area_id = areas.area_id
            and release_values.period_kind = areas.period_kind
            and release_values.basis = areas.basis
    where
        release_values.category_id = 'goods'
        and release_values.price_basis = 'current'
),

-- What shares are of, printed or, in years, the countries of a list and its residual.
wholes as (
    select
        stars.star,
        release_values.release_month,
        release_values.period_start,
        release_values.flow,
        coalesce(
            max(release_values.value_musd) filter (where named.area_kind = 'world'),
            case
                when
                    stars.period_kind = 'year'
                    and count(*) filter (where named.area_kind = 'residual') = 1
                    then sum(release_values.value_musd)
            end
        ) as value_musd
    from (
        values
        ('monthly_goods_by_category', 'month', 'goods', 'census'),
        ('monthly_goods_by_commodity exports', 'month', 'goods', 'census'),
        ('monthly_goods_by_commodity imports', 'month', 'goods', 'census'),
        ('monthly_goods_by_country', 'month', 'goods', 'census'),
        ('monthly_services_by_category', 'month', 'services', 'bop'),
        ('yearly_goods_by_country', 'year', 'goods', 'bop'),
        ('yearly_goods_by_group', 'year', 'goods', 'bop')
    ) as stars (star, period_kind, category_id, basis)
    inner join release_values
        on
            stars.period_kind = release_values.period_kind
            and stars.category_id = release_values.category_id
            and stars.basis = release_values.basis
    inner join {{ ref('dim_area') }} as named
        on release_values.area_id = named.area_id
    where
        named.area_kind in ('world', 'country', 'residual')
        and release_values.price_basis = 'current'
        and release_values.flow <> 'balance'
    group by
        stars.star,
        stars.period_kind,
        release_values.release_month,
        release_values.period_start,
        release_values.flow
),

held as (
    select
        star,
        release_month,
        period_start,
        category_id,
        area_id,
        flow,
        'value' as shown_as,
        value_musd,
        null as before_musd
    from placed
    {%- for change, months in [('month', 1), ('year', 12)] %}
    union all
    select
        placed.star,
        placed.release_month,
        placed.period_start,
        placed.category_id,
        placed.area_id,
        placed.flow,
        '{{ change }}' as shown_as,
        placed.value_musd,
        befores.value_musd as before_musd
    from placed
    inner join placed as befores
        on
            placed.star = befores.star
            and placed.release_month = befores.release_month
            and placed.series_id = befores.series_id
            and {{ months_before('placed.period_start', months) }}
            = befores.period_start
    -- Totals alone have changes in their tables.
    where placed.star not like '%totals' or placed.category_id = 'goods_and_services'
    {%- endfor %}
),

-- How much of a row a release holds: of totals every flow of every sector.
releases as (
    select
        star,
        shown_as,
        period_start,
        release_month,
        count(
            distinct case when star like '%totals' then category_id else '' end || flow
        ) as held_count
    from held
    group by star, shown_as, period_start, release_month
    having
        star not like '%totals'
        or count(case when category_id = 'goods_and_services' then 1 end) > 0
),

levels as (
    select
        star,
        period_start,
        max(release_month) as release_month
    from (
        select
            *,
            max(held_count) over (partition by star, period_start) as most
        from releases
        where shown_as = 'value'
    ) as counted
    where held_count = most
    group by star, period_start
),

chosen as (
    select
        counted.star,
        counted.shown_as,
        counted.period_start,
        coalesce(
            max(counted.release_month) filter (
                where counted.release_month = levels.release_month
            ),
            max(counted.release_month)
        ) as release_month
    from (
        select
            *,
            max(held_count) over (partition by star, shown_as, period_start) as most
        from releases
    ) as counted
    inner join levels
        on counted.star = levels.star and counted.period_start = levels.period_start
    where counted.held_count = counted.most
    group by counted.star, counted.shown_as, counted.period_start
),

expected as (
    select
        held.*,
        held.value_musd - coalesce(held.before_musd, 0) as shown_musd,
        cast(
            case
                when held.shown_as = 'value'
                    then 100 * held.value_musd / nullif(wholes.value_musd, 0)
                when sign(held.before_musd) * sign(held.value_musd) = 1
                    then 100 * (held.value_musd - held.before_musd) / held.before_musd
            end as decimal(18, 6)
        ) as shown_pct
    from held
    inner join chosen
        on
            held.star = chosen.star
            and held.shown_as = chosen.shown_as
            and held.period_start = chosen.period_start
            and held.release_month = chosen.release_month
    left join wholes
        on
            held.release_month = wholes.release_month
            and held.period_start = wholes.period_start
            and held.flow = wholes.flow
            and held.star = wholes.star
)

select
    coalesce(shown.star, expected.star) as star,
    coalesce(shown.period_start, expected.period_start) as period_start,
    coalesce(shown.category_id, expected.category_id) as category_id,
    coalesce(shown.area_id, expected.area_id) as area_id,
    coalesce(shown.flow, expected.flow) as flow,
    coalesce(shown.shown_as, expected.shown_as) as shown_as,
    shown.release_month as shown_release,
    expected.release_month as expected_release,
    shown.value_musd as shown_musd,
    expected.shown_musd as expected_musd,
    shown.shown_pct,
    expected.shown_pct as expected_pct
from (
    -- What a release does not hold is null, and names no release of its own.
    select * from shown
    where value_musd is not null or shown_pct is not null
) as shown
full outer join expected
    on
        shown.star = expected.star
        and shown.period_start = expected.period_start
        and shown.category_id = expected.category_id
        and shown.area_id = expected.area_id
        and shown.flow = expected.flow
        and shown.shown_as = expected.shown_as
where
    shown.release_month is distinct from expected.release_month
    or shown.value_musd is distinct from expected.shown_musd
    or shown.shown_pct is distinct from expected.shown_pct
