-- A figure of a release has one value, whichever file carries it: exhibits 5, 6 and 9
-- against 1, 3 and 4 against 1, 7 and 8 against 6, 10 against 11, 12 against 13, the
-- history workbook, the vintage ledger and "as published last month" against the
-- exhibits of the same release.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where is_listed
),

ranked as (
    select
        *,
        row_number() over (
            partition by
                release_month, series_id, period_kind, period_start, period_end
            order by
                is_as_published asc,
                precedence asc,
                block desc,
                carried_by_release_month asc
        ) as source_rank
    from checked
),

final as (
    select
        'one figure, one value: '
        || case
            when others.is_as_published then 'as published last month'
            when others.exhibit = 'bop_totals_vintages' then 'vintage ledger'
            when others.exhibit like 'bea_%' then 'history workbook'
            when others.exhibit = 'census_goods_and_services' then 'Census history'
            else 'two exhibits'
        end as identity_name,
        others.exhibit,
        firsts.exhibit as counter_exhibit,
        others.block,
        others.carried_by_release_month,
        others.release_month,
        others.series_id,
        others.period_kind,
        others.period_start,
        others.period_end,
        firsts.value as expected_value,
        others.value as actual_value,
        -- Equal, unless one of the two is printed with more digits.
        case
            when others.half_unit = firsts.half_unit then 0
            else others.half_unit + firsts.half_unit
        end as tolerance,
        others.source_row
    from ranked as others
    inner join ranked as firsts
        on
            others.release_month = firsts.release_month
            and others.series_id = firsts.series_id
            and others.period_kind = firsts.period_kind
            and others.period_start = firsts.period_start
            and others.period_end = firsts.period_end
    where
        others.source_rank > 1
        and firsts.source_rank = 1
)

select * from final
