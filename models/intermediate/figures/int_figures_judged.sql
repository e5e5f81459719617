-- Every figure computed or printed: whether both agree, and the one a page uses.
with computed as (
    select * from {{ ref('int_figures_computed') }}
),

published as (
    select * from {{ ref('int_figures_published') }}
),

known_discrepancies as (
    select * from {{ ref('known_discrepancies') }}
),

-- Rounded in two steps, so that a float a hair beside a half counts as that half.
paired as (
    select
        coalesce(computed.release_month, published.release_month) as release_month,
        coalesce(computed.figure, published.figure) as figure,
        cast(cast(computed.computed_value as decimal(18, 9)) as decimal(18, 6))
            as computed_value,
        cast(cast(computed.lowest_value as decimal(18, 9)) as decimal(18, 6))
            as lowest_value,
        cast(cast(computed.highest_value as decimal(18, 9)) as decimal(18, 6))
            as highest_value,
        published.printed_value,
        published.seed as printed_seed,
        published.seed_row as printed_seed_row
    from computed
    full outer join published
        on
            computed.release_month = published.release_month
            and computed.figure = published.figure
),

-- round() on decimals rounds half away from zero, as the agencies do.
rounded as (
    select
        *,
        cast(round(computed_value, 1) as decimal(18, 1)) as rounded_value,
        printed_value between round(lowest_value, 1) and round(highest_value, 1)
            as is_within_band
    from paired
    where computed_value is not null or printed_value is not null
),

judged as (
    select
        rounded.*,
        known_discrepancies.reason,
        case
            when rounded.computed_value is null then 'printed only'
            when rounded.printed_value is null then 'computed only'
            when rounded.rounded_value = rounded.printed_value then 'agree'
            when rounded.is_within_band then 'tie'
            when known_discrepancies.kind = 'misquoted' then 'misquoted'
            else 'unexplained'
        end as status
    from rounded
    left join known_discrepancies
        on
            rounded.release_month = known_discrepancies.release_month
            and rounded.figure = known_discrepancies.figure
),

final as (
    select
        release_month,
        figure,
        computed_value,
        lowest_value,
        highest_value,
        rounded_value,
        printed_value,
        status,
        -- A tie is settled by what was printed; a misquotation settles nothing.
        case
            when status in ('printed only', 'tie') then printed_value
            else rounded_value
        end as value_used,
        reason,
        printed_seed,
        printed_seed_row
    from judged
)

select * from final
