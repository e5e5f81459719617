{%- set sides = ['exports', 'imports', 'balance'] %}
{%- set of_one_area = ['area_id', 'release_month', 'period_kind'] %}
{%- set of_one_kind %}partition by
                    is_ranked, release_month, period_kind, period_start, period_end,
                    category_id, basis, seasonal_adjustment, measure
{%- endset %}
with balances as (
    select * from {{ ref('int_areas_balanced') }}
),

worlds as (
    select * from {{ ref('int_worlds_balanced') }}
),

-- Rank 1 is the largest flow, and the largest deficit, as supplement 4s counts. What is
-- no country would count countries twice; and a flow of zero has no rank.
partners as (
    select
        {%- for side in sides %}
        {%- set has_rank = "is_ranked" if side == "balance"
            else "is_ranked and " ~ side ~ "_musd <> 0" %}
        case
            when {{ has_rank }} then rank() over (
                {{ of_one_kind }}
                order by {{ side }}_musd {{ "asc" if side == "balance" else "desc" }}
            )
        end as {{ side }}_rank,
        case
            when {{ has_rank }}
                then count(case when {{ has_rank }} then 1 end) over ({{ of_one_kind }})
        end as {{ side }}_rank_among,
        {%- endfor %}
        *
    from balances
    where
        area_id <> 'world'
        and exports_musd is not null
        and imports_musd is not null
),

final as (
    select
        cast(partners.release_month as date) as release_month,
        cast(partners.period_kind as varchar) as period_kind,
        cast(partners.period_start as date) as period_start,
        cast(partners.period_end as date) as period_end,
        cast(partners.category_id as varchar) as category_id,
        cast(partners.area_id as varchar) as area_id,
        cast(partners.area_kind as varchar) as area_kind,
        cast(partners.basis as varchar) as basis,
        cast(partners.seasonal_adjustment as varchar) as seasonal_adjustment,
        cast(partners.measure as varchar) as measure,
        cast(partners.exports_musd as decimal(18, 6)) as exports_musd,
        cast(partners.imports_musd as decimal(18, 6)) as imports_musd,
        cast(partners.balance_musd as decimal(18, 6)) as balance_musd,
        cast(partners.published_balance_musd is not null as boolean)
            as is_balance_published,
        cast(
            partners.balance_musd - (partners.exports_musd - partners.imports_musd)
            as decimal(18, 6)
        ) as rounding_musd,
        {%- for base in ['period', 'year'] %}
        {%- for side in sides %}
        {%- set value = "partners." ~ side ~ "_musd" %}
        {%- set before = base ~ "s_before." ~ side ~ "_musd" %}
        cast(
            {{ value }} - {{ before }} as decimal(18, 6)
        ) as {{ side }}_{{ base }}_change_musd,
        cast(
            {{ percent_change(value, before) }} as decimal(18, 6)
        ) as {{ side }}_{{ base }}_change_pct,
        {%- endfor %}
        {%- endfor %}
        {%- for side in sides %}
        -- A surplus is no share of a deficit.
        cast(
            case
                when sign(partners.{{ side }}_musd) * sign(worlds.{{ side }}_musd) >= 0
                    then
                        100 * partners.{{ side }}_musd
                        / nullif(worlds.{{ side }}_musd, 0)
            end as decimal(18, 6)
        ) as {{ side }}_share_pct,
        {%- endfor %}
        {%- for side in ['exports', 'imports'] %}
        cast(partners.{{ side }}_rank as integer) as {{ side }}_rank,
        cast(partners.{{ side }}_rank_among as integer) as {{ side }}_rank_among,
        {%- endfor %}
        cast(partners.balance_rank as integer) as balance_rank,
        cast(partners.balance_rank_among as integer) as balance_rank_among
    from partners
    left join worlds
        on
            {{ same_balance_but_area('partners', 'worlds') }}
            and {{ same_release_and_period('partners', 'worlds') }}
    left join balances as periods_before
        on
            {{ same('partners', 'periods_before', of_one_area) }}
            and {{ same_balance_but_area('partners', 'periods_before') }}
            and partners.period_before_start = periods_before.period_start
    left join balances as years_before
        on
            {{ same('partners', 'years_before', of_one_area) }}
            and {{ same_balance_but_area('partners', 'years_before') }}
            and partners.year_before_start = years_before.period_start
            and partners.year_before_end = years_before.period_end
)

select * from final
