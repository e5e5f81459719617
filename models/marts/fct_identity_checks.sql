with instances as (
    {%- for model in [
        'int_reconciled_coverage',
        'int_reconciled_rollups',
        'int_reconciled_balances',
        'int_reconciled_sources',
        'int_reconciled_periods',
        'int_reconciled_quarters',
        'int_reconciled_years_to_date',
        'int_reconciled_years',
        'int_reconciled_averages',
        'int_reconciled_roundings',
        'int_reconciled_worlds',
        'int_reconciled_quotients',
        'int_reconciled_bounds',
    ] %}
    select
        identity_name,
        exhibit,
        counter_exhibit,
        block,
        carried_by_release_month,
        release_month,
        coalesce(series_id, 'no series') as series_id,
        period_kind,
        period_start,
        period_end,
        cast(expected_value as decimal(18, 6)) as expected_value,
        cast(actual_value as decimal(18, 6)) as actual_value,
        cast(tolerance as decimal(18, 7)) as tolerance,
        source_row
    from {{ ref(model) }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

identity_exhibits as (
    select * from {{ ref('identity_exhibits') }}
),

known_breaks as (
    select * from {{ ref('known_identity_breaks') }}
),

-- What the exhibit itself says; the tables of one workbook say the same.
statements as (
    select
        release_month,
        exhibit,
        note_text,
        min(note_number) as note_number
    from {{ ref('printed_notes') }}
    where note_kind in ('additivity', 'limitation')
    group by release_month, exhibit, note_text
),

statement_lists as (
    select
        release_month,
        exhibit,
        {{ dbt.listagg("note_text", "' '", "order by note_number, note_text") }}
            as note_texts
    from statements
    group by release_month, exhibit
),

compared as (
    select
        instances.*,
        instances.actual_value - instances.expected_value as difference,
        abs(instances.actual_value - instances.expected_value)
        <= instances.tolerance as is_within_rounding,
        100 * abs(instances.actual_value - instances.expected_value)
        / nullif(abs(instances.expected_value), 0) as difference_pct,
        -- What nobody has reviewed is held to add: the strict side.
        coalesce(identity_exhibits.identity_class, 'core') as identity_class,
        known_breaks.reason
    from instances
    left join identity_exhibits
        on
            instances.identity_name = identity_exhibits.identity_name
            and instances.exhibit = identity_exhibits.exhibit
    -- A reviewed break is a fact about its source: it counts in every release that
    -- prints both sides unchanged.
    left join known_breaks
        on
            instances.identity_name = known_breaks.identity_name
            and instances.exhibit = known_breaks.exhibit
            and instances.series_id = known_breaks.series_id
            and instances.period_kind = known_breaks.period_kind
            and instances.period_start = known_breaks.period_start
            and instances.period_end = known_breaks.period_end
            and instances.expected_value = known_breaks.expected_value
            and instances.actual_value = known_breaks.actual_value
),

judged as (
    select
        *,
        case
            when expected_value is null or actual_value is null then 'missing'
            when is_within_rounding then 'holds'
            when reason is not null then 'reviewed'
            when identity_class = 'core' then 'broken'
            when difference_pct <= {{ var('published_difference_limit_pct') }}
                then 'recorded'
            else 'excessive'
        end as status
    from compared
),

final as (
    select
        cast(judged.identity_name as varchar) as identity_name,
        cast(judged.exhibit as varchar) as exhibit,
        cast(judged.block as varchar) as block,
        cast(judged.carried_by_release_month as date) as carried_by_release_month,
        cast(judged.release_month as date) as release_month,
        cast(judged.series_id as varchar) as series_id,
        cast(judged.period_kind as varchar) as period_kind,
        cast(judged.period_start as date) as period_start,
        cast(judged.period_end as date) as period_end,
        cast(judged.counter_exhibit as varchar) as counter_exhibit,
        cast(judged.identity_class as varchar) as identity_class,
        cast(judged.expected_value as decimal(18, 6)) as expected_value,
        cast(judged.actual_value as decimal(18, 6)) as actual_value,
        cast(judged.difference as decimal(18, 6)) as difference,
        cast(judged.difference_pct as decimal(18, 6)) as difference_pct,
        cast(judged.tolerance as decimal(18, 7)) as tolerance,
        cast(judged.status as varchar) as status,
        cast(
            case
                when judged.status in ('reviewed', 'recorded', 'excessive')
                    then coalesce(judged.reason, statement_lists.note_texts)
            end as varchar
        ) as reason,
        cast(judged.source_row as integer) as source_row
    from judged
    left join statement_lists
        on
            judged.carried_by_release_month = statement_lists.release_month
            and judged.exhibit = statement_lists.exhibit
)

select * from final
