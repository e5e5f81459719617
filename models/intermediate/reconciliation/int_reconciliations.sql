with instances as (
    {%- for model in [
        'int_reconciled_coverage',
        'int_reconciled_rollups',
        'int_reconciled_balances',
        'int_reconciled_sources',
        'int_reconciled_periods',
        'int_reconciled_quarters',
        'int_reconciled_years',
        'int_reconciled_averages',
        'int_reconciled_roundings',
        'int_reconciled_worlds',
        'int_reconciled_quotients',
    ] %}
    select
        identity,
        exhibit,
        carried_by_release_month,
        release_month,
        series_id,
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

known_breaks as (
    select * from {{ ref('known_identity_breaks') }}
),

final as (
    select
        instances.*,
        instances.actual_value - instances.expected_value as difference,
        known_breaks.reason,
        case
            when
                instances.expected_value is null or instances.actual_value is null
                then 'missing'
            when
                abs(instances.actual_value - instances.expected_value)
                <= instances.tolerance
                then 'holds'
            when known_breaks.reason is not null then 'known'
            else 'broken'
        end as status
    from instances
    -- A reviewed exception counts for its very figure and difference only.
    left join known_breaks
        on
            instances.identity = known_breaks.identity
            and instances.exhibit = known_breaks.exhibit
            and instances.carried_by_release_month
            = known_breaks.carried_by_release_month
            and instances.series_id = known_breaks.series_id
            and instances.period_kind = known_breaks.period_kind
            and instances.period_start = known_breaks.period_start
            and instances.period_end = known_breaks.period_end
            and instances.actual_value - instances.expected_value
            = known_breaks.difference
)

select * from final
