with prints as (
    select * from {{ ref('int_prints_in_turn') }}
),

steps as (
    select * from {{ ref('int_release_steps') }}
),

changed as (
    select *
    from prints
    where
        previous_release_month is null
        or value_musd <> previous_value_musd
),

numbered as (
    select
        *,
        row_number() over series_months as print_number,
        lead(release_month) over series_months as superseded_by_release
    from changed
    window series_months as (partition by series_id, month order by release_month)
),

-- The holdings begin in the middle of the story: of most months the first print is not
-- held, and stays null.
first_prints as (
    select * from numbered
    where is_first_print
),

final as (
    select
        cast(numbered.series_id as varchar) as series_id,
        cast(numbered.month as date) as month,
        cast(numbered.release_month as date) as release_month,
        cast(numbered.superseded_by_release as date) as superseded_by_release,
        cast(numbered.flow as varchar) as flow,
        cast(numbered.category_id as varchar) as category_id,
        cast(numbered.area_id as varchar) as area_id,
        cast(numbered.basis as varchar) as basis,
        cast(numbered.valuation as varchar) as valuation,
        cast(numbered.export_kind as varchar) as export_kind,
        cast(numbered.price_basis as varchar) as price_basis,
        cast(numbered.seasonal_adjustment as varchar) as seasonal_adjustment,
        cast(numbered.evidence as varchar) as evidence,
        cast(numbered.print_number as integer) as print_number,
        cast(numbered.is_first_print as boolean) as is_first_print,
        cast(numbered.print_number > 1 as boolean) as is_revision,
        cast(numbered.superseded_by_release is null as boolean) as is_latest_held,
        cast(
            case
                when numbered.is_first_print then 'first_print'
                when numbered.print_number = 1 then 'first_held'
                -- One of the two has more digits, or is a balance that the other
                -- release rounded once and not as exports and imports.
                when
                    numbered.half_unit <> numbered.previous_half_unit
                    and abs(numbered.value_musd - numbered.previous_value_musd)
                    <= numbered.half_unit + numbered.previous_half_unit
                    then 'rounding'
                else steps.revision_kind
            end as varchar
        ) as revision_kind,
        cast(numbered.previous_release_month as date) as previous_release_month,
        -- The release before is not held: it may have printed the value already.
        cast(
            not numbered.is_first_print
            and coalesce(steps.releases_apart > 1, true) as boolean
        ) as is_at_or_before,
        cast(numbered.value_musd as decimal(18, 6)) as value_musd,
        cast(numbered.previous_value_musd as decimal(18, 6)) as previous_value_musd,
        cast(
            numbered.value_musd - numbered.previous_value_musd as decimal(18, 6)
        ) as revision_musd,
        cast(
            {{ percent_change('numbered.value_musd', 'numbered.previous_value_musd') }}
            as decimal(18, 6)
        ) as revision_pct,
        cast(first_prints.value_musd as decimal(18, 6)) as first_print_musd,
        cast(
            numbered.value_musd - first_prints.value_musd as decimal(18, 6)
        ) as revision_from_first_print_musd,
        cast(
            {{ percent_change('numbered.value_musd', 'first_prints.value_musd') }}
            as decimal(18, 6)
        ) as revision_from_first_print_pct
    from numbered
    left join steps
        on
            numbered.previous_release_month = steps.previous_release_month
            and numbered.release_month = steps.release_month
    left join first_prints
        on
            numbered.series_id = first_prints.series_id
            and numbered.month = first_prints.month
)

select * from final
