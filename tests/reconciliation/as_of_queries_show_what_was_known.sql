-- What: the ledger as of a release gives every figure that release printed; as of the
-- day it is known to have been published, what it printed, and a day before, when that
-- day is known exactly, only older releases; a release whose day is not known counts
-- with the next one. Balances as of it are those of the newest release that holds them.
-- When it matters: the functions in the published file are made of these queries.
-- If it fails: look at macros/as_of.sql, and at known_at in dim_release.
{%- set asked = [
    ("2021-08-01", "'2021-08'"),
    ("2021-08-01", "'2021-10-05'"),
    ("2021-07-01", "'2021-10-04'"),
    ("2024-01-01", "'2024-01'"),
    ("2024-01-01", "cast('2024-03-07 08:30:00' as timestamp)"),
    ("2023-12-01", "cast('2024-03-07 08:29:59' as timestamp)"),
    ("2024-05-01", "cast('2024-08-08' as date)"),
    ("2024-06-01", "cast('2024-08-09' as date)"),
    ("2025-09-01", "cast('2026-02-18' as date)"),
    ("2025-12-01", "cast('2026-02-19' as date)"),
] %}
with answers as (
    {%- for release, as_of in asked %}
    select
        {{ loop.index }} as asked_number,
        as_of.as_of_release,
        as_of.series_id,
        as_of.period_kind,
        as_of.period_start,
        as_of.period_end,
        as_of.valid_from_release,
        as_of.value as value_musd
    from ({{ trade_values_as_of(as_of) }}) as as_of
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

questions as (
    {%- for release, as_of in asked %}
    select
        {{ loop.index }} as asked_number,
        cast('{{ release }}' as date) as release_month
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

printed as (
    select
        questions.asked_number,
        figures.series_id,
        figures.period_kind,
        figures.period_start,
        figures.period_end,
        figures.value as value_musd
    from questions
    inner join {{ ref('int_figures_printed') }} as figures
        on
            questions.release_month = figures.release_month
            and figures.is_preferred
),

-- A figure that the release did not print itself stands from an older one.
wrong_answers as (
    select
        questions.asked_number,
        answers.series_id,
        answers.period_start,
        cast(null as decimal(18, 6)) as expected_musd,
        answers.value_musd as found_musd
    from questions
    left join answers
        on questions.asked_number = answers.asked_number
    where
        answers.as_of_release is distinct from questions.release_month
        or answers.valid_from_release > questions.release_month
),

wrong_values as (
    select
        printed.asked_number,
        printed.series_id,
        printed.period_start,
        printed.value_musd as expected_musd,
        answers.value_musd as found_musd
    from printed
    left join answers
        on
            printed.asked_number = answers.asked_number
            and printed.series_id = answers.series_id
            and printed.period_kind = answers.period_kind
            and printed.period_start = answers.period_start
            and printed.period_end = answers.period_end
    where printed.value_musd is distinct from answers.value_musd
),

-- Of a release both flows, or nothing.
complete_balances as (
    select
        release_month,
        period_start as month,
        category_id,
        area_id,
        basis,
        price_basis,
        seasonal_adjustment,
        measure,
        sum(case flow when 'exports' then value_musd else -value_musd end)
            as balance_musd
    from {{ ref('int_release_values') }}
    where
        release_month <= cast('2024-01-01' as date)
        and period_kind = 'month'
        and flow <> 'balance'
        -- Domestic exports have no imports beside them.
        and export_kind in ('total', 'not_applicable')
        and valuation in ('fas', 'customs', 'not_applicable')
    group by
        release_month,
        period_start,
        category_id,
        area_id,
        basis,
        price_basis,
        seasonal_adjustment,
        measure
    having count(*) = 2
),

newest_balances as (
    select
        *,
        row_number() over (
            partition by
                month, category_id, area_id, basis, price_basis, seasonal_adjustment,
                measure
            order by release_month desc
        ) as age_rank
    from complete_balances
),

found_balances as (
    {{ trade_balances_as_of("'2024-01'") }}
),

wrong_balances as (
    select
        0 as asked_number,
        coalesce(expected.category_id, found.category_id) as series_id,
        coalesce(expected.month, found.month) as period_start,
        expected.balance_musd as expected_musd,
        found.exports_musd - found.imports_musd as found_musd
    from newest_balances as expected
    full outer join found_balances as found
        on
            expected.month = found.month
            and expected.category_id = found.category_id
            and expected.area_id = found.area_id
            and expected.basis = found.basis
            and expected.price_basis = found.price_basis
            and expected.seasonal_adjustment = found.seasonal_adjustment
            and expected.measure = found.measure
            and expected.age_rank = 1
    where
        coalesce(expected.age_rank, 1) = 1
        and (
            expected.balance_musd is distinct from
            found.exports_musd - found.imports_musd
            or expected.release_month is distinct from found.release_month
        )
)

select * from wrong_answers
union all
select * from wrong_values
union all
select * from wrong_balances
