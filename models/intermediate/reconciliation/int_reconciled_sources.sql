-- A figure of a release has one value, whichever file carries it: exhibits 5, 6 and 9
-- against 1, 3 and 4 against 1, 7 and 8 against 6, 10 against 11, 12 against 13, the
-- history workbook, the vintage ledger and "as published last month" against the
-- exhibits of the same release. Printed with as many digits, it is the same; printed
-- with more (supplement 3s beside 5 and 12, 4s beside 14), it rounds to the other.
with checked as (
    select
        *,
        -- A figure that is missing is one of those that are rounded most.
        coalesce(
            half_unit,
            max(half_unit) over (
                partition by
                    release_month, series_id, period_kind, period_start, period_end
            )
        ) as precision_half_unit
    from {{ ref('int_figures_checked') }}
    where is_listed
),

ranked as (
    select
        *,
        row_number() over equally_precise as source_rank,
        first_value(exhibit) over equally_precise as first_exhibit,
        first_value(value) over equally_precise as first_value
    from checked
    window equally_precise as (
        partition by
            release_month,
            series_id,
            period_kind,
            period_start,
            period_end,
            precision_half_unit
        order by
            is_as_published asc,
            precedence asc,
            block desc,
            carried_by_release_month asc
    )
),

-- Of each precision the one that speaks for it, beside the next one that is coarser.
less_precise as (
    select
        *,
        lag(exhibit) over from_coarse_to_fine as coarser_exhibit,
        lag(value) over from_coarse_to_fine as coarser_value,
        lag(precision_half_unit) over from_coarse_to_fine as coarser_half_unit
    from ranked
    where source_rank = 1
    window from_coarse_to_fine as (
        partition by release_month, series_id, period_kind, period_start, period_end
        order by precision_half_unit desc
    )
),

-- A file beside the first one of its precision, and a precision beside the coarser one.
final as (
    select
        {{ figure_columns() }},
        'one figure, one value: ' || case
            when is_as_published then 'as published last month'
            when exhibit = 'bop_totals_vintages' then 'vintage ledger'
            when exhibit like 'bea_%' then 'history workbook'
            when exhibit = 'census_goods_and_services' then 'Census history'
            else 'two exhibits'
        end as identity_name,
        first_exhibit as counter_exhibit,
        first_value as expected_value,
        value as actual_value,
        cast(0 as decimal(18, 7)) as tolerance
    from ranked
    where source_rank > 1
    union all
    select
        {{ figure_columns() }},
        'unrounded figures round to the printed ones' as identity_name,
        coarser_exhibit as counter_exhibit,
        coarser_value as expected_value,
        value as actual_value,
        cast(precision_half_unit + coarser_half_unit as decimal(18, 7)) as tolerance
    from less_precise
    where coarser_exhibit is not null
)

select * from final
