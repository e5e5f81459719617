-- How far first prints of a month's change were moved within a year, from what was
-- known at the release: the months whose print of a year later it or an older release
-- gave. 1.645 standard deviations are nine in ten of a normal distribution.
with first_prints as (
    select * from {{ ref('int_prints_in_turn') }}
    where is_first_print
),

revised_changes as (
    select * from {{ ref('int_revision_horizons') }}
    where horizon = '12' and change_revision_musd is not null
),

measured as (
    select
        first_prints.series_id,
        first_prints.release_month,
        count(*) as observation_count,
        stddev_samp(revised_changes.change_revision_musd) as standard_deviation_musd
    from first_prints
    inner join revised_changes
        on
            first_prints.series_id = revised_changes.series_id
            and first_prints.release_month >= revised_changes.release_month
    group by first_prints.series_id, first_prints.release_month
),

final as (
    select
        series_id,
        release_month,
        observation_count,
        cast(
            {{ var('noise_standard_deviations') }} * standard_deviation_musd
            as decimal(18, 6)
        ) as revision_noise_musd
    from measured
    where observation_count >= {{ var('noise_least_observations') }}
)

select * from final
