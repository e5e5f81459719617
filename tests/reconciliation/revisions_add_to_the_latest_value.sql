-- What: the first value held and the revisions since add to the latest; a first print
-- is set only where the month's own release is held.
-- When it matters: statistics of revisions are read from here.
-- If it fails: look at fct_revisions.
with revisions as (
    select
        series_id,
        month,
        min(release_month) as first_release,
        sum(case when print_number = 1 then value_musd else revision_musd end)
            as summed_musd,
        max(case when is_latest_held then value_musd end) as latest_musd,
        count(*) filter (where is_latest_held) as latest_count,
        max(first_print_musd) as first_print_musd
    from {{ ref('fct_revisions') }}
    group by series_id, month
),

ledger as (
    select
        series_id,
        period_start as month,
        value_musd
    from {{ ref('fct_trade_values') }}
    where period_kind = 'month' and valid_to_release is null
)

select
    ledger.series_id,
    ledger.month,
    ledger.value_musd,
    revisions.summed_musd,
    revisions.latest_musd,
    revisions.first_release,
    revisions.first_print_musd
from ledger
full outer join revisions
    on
        ledger.series_id = revisions.series_id
        and ledger.month = revisions.month
where
    ledger.value_musd is distinct from revisions.summed_musd
    or ledger.value_musd is distinct from revisions.latest_musd
    or revisions.latest_count <> 1
    or (
        revisions.first_print_musd is not null
        and revisions.first_release <> revisions.month
    )
