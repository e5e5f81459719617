-- What: the noise of a month's change of total exports and imports is 1.645 standard
-- deviations of what a year did to first prints, over the months whose figure of a year
-- later the release could know, and 24 at least; it stands with the first print alone;
-- a change is within it when it is no larger.
-- When it matters: a band that knows the future flatters old releases.
-- If it fails: look at int_revision_noise and the end of fct_trade_changes.
with printed as (
    select * from {{ ref('int_figures_printed') }}
    where
        is_preferred
        and period_kind = 'month'
        and series_id in (
            'exports_goods_and_services_bop_sa', 'imports_goods_and_services_bop_sa'
        )
),

printed_changes as (
    select
        printed.series_id,
        printed.release_month,
        printed.period_start as month,
        printed.value - earlier.value as change_musd
    from printed
    inner join printed as earlier
        on
            printed.series_id = earlier.series_id
            and printed.release_month = earlier.release_month
            and {{ months_before('printed.period_start', 1) }} = earlier.period_start
),

revised as (
    select
        first_prints.series_id,
        later.release_month,
        cast(later.change_musd - first_prints.change_musd as double precision)
            as revision_musd
    from printed_changes as first_prints
    inner join printed_changes as later
        on
            first_prints.series_id = later.series_id
            and first_prints.month = later.month
            and first_prints.month = {{ months_before('later.release_month', 12) }}
    where first_prints.release_month = first_prints.month
),

own_months as (
    select * from printed
    where release_month = period_start
),

expected as (
    select
        own_months.series_id,
        own_months.release_month,
        -- The textbook formula, and not the function that the model uses.
        1.645 * sqrt(
            (
                sum(revised.revision_musd * revised.revision_musd)
                - sum(revised.revision_musd) * sum(revised.revision_musd) / count(*)
            )
            / (count(*) - 1)
        ) as noise_musd
    from own_months
    inner join revised
        on
            own_months.series_id = revised.series_id
            and own_months.release_month >= revised.release_month
    group by own_months.series_id, own_months.release_month
    having count(*) >= 24
),

changes as (
    select * from {{ ref('fct_trade_changes') }}
),

found as (
    select * from changes
    where
        revision_noise_musd is not null
        and series_id in (
            'exports_goods_and_services_bop_sa', 'imports_goods_and_services_bop_sa'
        )
)

select
    coalesce(expected.series_id, found.series_id) as series_id,
    coalesce(expected.release_month, found.release_month) as release_month,
    expected.noise_musd as expected_musd,
    found.revision_noise_musd as found_musd
from expected
full outer join found
    on
        expected.series_id = found.series_id
        and expected.release_month = found.release_month
where coalesce(abs(expected.noise_musd - found.revision_noise_musd) > 0.001, true)
union all
select
    series_id,
    release_month,
    month_change_musd as expected_musd,
    revision_noise_musd as found_musd
from changes
where
    (revision_noise_musd is not null and month <> release_month)
    or is_within_revision_noise is distinct from (
        abs(month_change_musd) <= revision_noise_musd
    )
