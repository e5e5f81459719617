-- What: of each year the rows by state are those of the newest release that has states,
-- as it prints them, and add to the country's exports and imports; shares and ranks
-- follow from them, and what a state exports is manufactured, other or re-exported.
-- When it matters: exports by state are read and ranked by people of one state.
-- If it fails: a state is missing, twice, or of another release than the rest.
with printed as (
    select * from {{ ref('int_release_values') }}
    where
        period_kind = 'year_to_date'
        and basis = 'census'
        and seasonal_adjustment = 'nsa'
        and measure = 'value'
        and valuation in ('fas', 'customs')
),

states as (
    select
        printed.*,
        max(printed.release_month) over (
            partition by printed.period_start
        ) as newest_release
    from printed
    inner join {{ ref('dim_area') }} as areas
        on printed.area_id = areas.area_id and areas.area_kind = 'state'
),

shown as (
    select * from {{ ref('year_to_date_goods_by_state') }}
),

every_figure as (
    {%- for flow, category, column in [
        ('exports', 'goods', 'exports_musd'),
        ('exports', 'naics_manufacturing', 'exports_manufactured_musd'),
        ('exports', 'nonmanufactured', 'exports_nonmanufactured_musd'),
        ('exports', 'reexports', 'reexports_musd'),
        ('imports', 'goods', 'imports_musd'),
        ('imports', 'naics_manufacturing', 'imports_manufactured_musd'),
        ('imports', 'nonmanufactured', 'imports_nonmanufactured_musd'),
    ] %}
    select
        release_month,
        year,
        through_month,
        area_id,
        '{{ flow }}' as flow,
        '{{ category }}' as category_id,
        {{ column }} as value_musd
    from shown
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

figures as (
    select * from every_figure
    where value_musd is not null
),

of_states as (
    select figures.* from figures
    inner join {{ ref('dim_area') }} as areas
        on figures.area_id = areas.area_id and areas.area_kind = 'state'
),

sums as (
    select
        release_month,
        year,
        flow,
        sum(value_musd) as value_musd,
        count(*) as state_count
    from figures
    where category_id = 'goods'
    group by release_month, year, flow
),

newest as (
    select * from states
    where release_month = newest_release
),

differences as (
    select
        'not as printed' as problem,
        coalesce(of_states.area_id, newest.area_id) as area_id,
        of_states.value_musd as found,
        newest.value_musd as expected
    from of_states
    full outer join newest
        on
            of_states.release_month = newest.release_month
            and of_states.year = extract(year from newest.period_start)
            and of_states.through_month = newest.period_end
            and of_states.area_id = newest.area_id
            and of_states.flow = newest.flow
            and of_states.category_id = newest.category_id
    where of_states.value_musd is distinct from newest.value_musd
    union all
    select
        'no sum' as problem,
        'world' as area_id,
        sums.value_musd as found,
        countries.value_musd as expected
    from sums
    left join printed as countries
        on
            sums.release_month = countries.release_month
            and sums.year = extract(year from countries.period_start)
            and sums.flow = countries.flow
            and countries.category_id = 'goods'
            and countries.area_id = 'world'
    where
        coalesce(
            abs(sums.value_musd - countries.value_musd)
            > sums.state_count * 0.0000005 + countries.half_unit, true
        )
)

select
    problem,
    area_id,
    found,
    expected
from differences
{%- for flow, parts in [
    ('exports', 'exports_manufactured_musd + exports_nonmanufactured_musd
        + reexports_musd'),
    ('imports', 'imports_manufactured_musd + imports_nonmanufactured_musd'),
] %}
union all
-- Parts are rounded on their own, to a millionth.
select
    '{{ flow }} in parts' as problem,
    area_id,
    {{ parts }} as found,
    {{ flow }}_musd as expected
from shown
where
    {{ flow }}_rank is not null
    and coalesce(abs({{ parts }} - {{ flow }}_musd) > 0.000002, true)
union all
select
    '{{ flow }} shared' as problem,
    'world' as area_id,
    sum({{ flow }}_share_pct) as found,
    100 as expected
from shown
where {{ flow }}_musd is not null
group by year
having coalesce(abs(sum({{ flow }}_share_pct) - 100) > count(*) * 0.000001, true)
union all
select
    '{{ flow }} ranked' as problem,
    ranked.area_id,
    ranked.{{ flow }}_rank as found,
    1 + count(larger.area_id) as expected
from shown as ranked
left join shown as larger
    on
        ranked.year = larger.year
        and ranked.{{ flow }}_musd < larger.{{ flow }}_musd
        and larger.area_id like 'us_%'
where ranked.area_id like 'us_%' and ranked.{{ flow }}_musd is not null
group by ranked.year, ranked.area_id, ranked.{{ flow }}_rank
having ranked.{{ flow }}_rank is distinct from 1 + count(larger.area_id)
{%- endfor %}
