with checks as (
    select * from {{ ref('int_checks_listed') }}
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
        checks.*,
        checks.actual_value - checks.expected_value as difference,
        abs(checks.actual_value - checks.expected_value)
        <= checks.tolerance as is_within_rounding,
        100 * abs(checks.actual_value - checks.expected_value)
        / nullif(abs(checks.expected_value), 0) as difference_pct,
        -- What nobody has reviewed is held to add: the strict side.
        coalesce(identity_exhibits.identity_class, 'core') as identity_class,
        known_breaks.reason
    from checks
    left join identity_exhibits
        on {{ same('checks', 'identity_exhibits', ['identity_name', 'exhibit']) }}
    -- A reviewed break is a fact about its source: it counts in every release that
    -- prints both sides unchanged.
    left join known_breaks
        on
            {{ same('checks', 'known_breaks', ['identity_name', 'exhibit']) }}
            and {{ same_series_and_period('checks', 'known_breaks') }}
            and checks.expected_value = known_breaks.expected_value
            and checks.actual_value = known_breaks.actual_value
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
