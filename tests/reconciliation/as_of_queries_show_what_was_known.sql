-- What: every release's name, the day and the moment it came out, and the day and the
-- second before, say which release was the newest known, as the seed of releases has
-- it; a day by which something was seen counts from its end, and a release whose day is
-- not known comes with the next one. The ledger as of the oldest, a middle and the
-- newest release that figures are held of gives every figure that release printed, and
-- balances as of the middle one are those of the newest release that holds them.
-- When it matters: the functions in the published file are made of these queries.
-- If it fails: look at macros/as_of.sql, and at known_at in dim_release.
{%- set picks = ['oldest', 'middle', 'newest'] %}
{%- set moments = [
    ("substring(cast(release_month as varchar), 1, 7)", "true"),
    ("cast(day_known as varchar)", "day_known is not null"),
    (
        "cast(cast(" ~ dbt.dateadd("day", -1, "day_known") ~ " as date) as varchar)",
        "day_known is not null"
    ),
    ("cast(day_known as varchar) || ' 08:30:00'", "published_on is not null"),
    ("cast(day_known as varchar) || ' 08:29:59'", "published_on is not null"),
] %}
{%- set balance_key = [
    'category_id', 'area_id', 'basis', 'price_basis', 'seasonal_adjustment', 'measure',
] %}
with releases as (
    select
        *,
        coalesce(published_on, published_no_later_than) as day_known
    from {{ ref('releases') }}
),

moments as (
    {%- for words, condition in moments %}
    select
        release_month,
        {{ words }} as moment
    from releases
    where {{ condition }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

-- Compared as text, in which moments follow each other as they do in time.
newest_known as (
    select
        moments.release_month,
        moments.moment,
        case
            when length(moments.moment) = 7 then moments.release_month
            else max(releases.release_month)
        end as newest_release
    from moments
    left join releases
        on
            case
                when length(moments.moment) = 10 then moments.moment || ' 23:59:59'
                else moments.moment
            end >= case
                when releases.published_on is not null
                    then cast(releases.published_on as varchar) || ' 08:30:00'
                else cast(releases.published_no_later_than as varchar) || ' 23:59:59'
            end
    group by moments.release_month, moments.moment
),

releases_found as (
    {{ newest_releases_known('moments') }}
),

found_known as (
    select
        newest_known.*,
        releases_found.newest_release as found_release
    from newest_known
    left join releases_found
        on newest_known.moment = releases_found.moment
),

printed as (
    select * from {{ ref('int_figures_printed') }}
    where is_preferred
),

releases_numbered as (
    select
        release_month,
        row_number() over (order by release_month) as release_number,
        count(*) over () as release_count
    from printed
    group by release_month
),

picked as (
    {%- for pick in picks %}
    select
        '{{ pick }}' as pick,
        release_month
    from releases_numbered
    where release_number = {{ {
        'oldest': '1',
        'middle': 'floor((release_count + 1) / 2)',
        'newest': 'release_count',
    }[pick] }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

answers as (
    {%- for pick in picks %}
    select
        '{{ pick }}' as pick,
        as_of.as_of_release,
        as_of.series_id,
        as_of.period_kind,
        as_of.period_start,
        as_of.period_end,
        as_of.valid_from_release,
        as_of.value as value_musd
    from ({{ trade_values_as_of(
        "(select substring(cast(picked.release_month as varchar), 1, 7) from picked "
        ~ "where picked.pick = '" ~ pick ~ "')"
    ) }}) as as_of
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

wrong_releases as (
    select
        moment as asked,
        cast(null as varchar) as series_id,
        newest_release as period_start,
        cast(null as decimal(18, 6)) as expected_musd,
        cast(null as decimal(18, 6)) as found_musd
    from found_known
    where found_release is distinct from newest_release
),

-- A figure that the release did not print itself stands from an older one.
wrong_answers as (
    select
        picked.pick as asked,
        answers.series_id,
        answers.period_start,
        cast(null as decimal(18, 6)) as expected_musd,
        answers.value_musd as found_musd
    from picked
    left join answers
        on picked.pick = answers.pick
    where
        answers.as_of_release is distinct from picked.release_month
        or answers.valid_from_release > picked.release_month
),

wrong_values as (
    select
        picked.pick as asked,
        printed.series_id,
        printed.period_start,
        printed.value as expected_musd,
        answers.value_musd as found_musd
    from picked
    inner join printed
        on picked.release_month = printed.release_month
    left join answers
        on
            picked.pick = answers.pick
            and {{ same_series_and_period('printed', 'answers') }}
    where printed.value is distinct from answers.value_musd
),

-- Of a release both flows, or nothing.
complete_balances as (
    select
        release_month,
        period_start as month,
        {{ listed(balance_key) }},
        sum(case flow when 'exports' then value_musd else -value_musd end)
            as balance_musd
    from {{ ref('int_release_values') }}
    where
        release_month <= (
            select picked.release_month from picked
            where picked.pick = 'middle'
        )
        and period_kind = 'month'
        and flow <> 'balance'
        -- Domestic exports have no imports beside them.
        and {{ is_usual_series() }}
    group by
        release_month,
        period_start,
        {{ listed(balance_key) }}
    having count(*) = 2
),

newest_balances as (
    select
        *,
        row_number() over (
            partition by {{ listed(['month'] + balance_key) }}
            order by release_month desc
        ) as age_rank
    from complete_balances
),

found_balances as (
    {{ trade_balances_as_of(
        "(select substring(cast(picked.release_month as varchar), 1, 7) from picked "
        ~ "where picked.pick = 'middle')"
    ) }}
),

wrong_balances as (
    select
        'balances as of the middle' as asked,
        coalesce(expected.category_id, found.category_id) as series_id,
        coalesce(expected.month, found.month) as period_start,
        expected.balance_musd as expected_musd,
        found.exports_musd - found.imports_musd as found_musd
    from newest_balances as expected
    full outer join found_balances as found
        on
            {{ same('expected', 'found', ['month'] + balance_key) }}
            and expected.age_rank = 1
    where
        coalesce(expected.age_rank, 1) = 1
        and (
            expected.balance_musd is distinct from
            found.exports_musd - found.imports_musd
            or expected.release_month is distinct from found.release_month
        )
)

select * from wrong_releases
union all
select * from wrong_answers
union all
select * from wrong_values
union all
select * from wrong_balances
