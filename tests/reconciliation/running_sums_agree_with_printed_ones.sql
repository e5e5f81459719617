-- What: the year-to-date sum is the one the release prints, within half a million a
-- month and half for the printed sum, and stands wherever the release prints one; a
-- mean of twelve months ending in December is a twelfth of the printed year.
-- When it matters: year-to-date changes and moving averages are read from here.
-- If it fails: look at the frames of fct_trade_changes, and at the row in the exhibit.
with printed as (
    select
        release_month,
        series_id,
        period_kind,
        period_end as month,
        value_musd,
        extract(month from period_end) as month_count
    from {{ ref('int_figures_printed') }}
    where
        is_preferred
        and period_kind in ('year', 'year_to_date')
        -- The history workbook has years from 1960, and months from 1992 only.
        and period_start >= cast('1992-01-01' as date)
),

changes as (
    select * from {{ ref('fct_trade_changes') }}
)

select
    printed.release_month,
    printed.series_id,
    printed.month,
    printed.value_musd as printed_musd,
    changes.ytd_musd,
    changes.avg12_musd
from printed
left join changes
    on
        printed.release_month = changes.release_month
        and printed.series_id = changes.series_id
        and printed.month = changes.month
where
    coalesce(
        abs(changes.ytd_musd - printed.value_musd) > 0.5 * (printed.month_count + 1),
        true
    )
    or (
        printed.period_kind = 'year'
        and coalesce(abs(12 * changes.avg12_musd - printed.value_musd) > 6.5, true)
    )
