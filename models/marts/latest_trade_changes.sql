with facts as (
    select * from {{ ref('fct_trade_changes') }}
),

newest as (
    select
        month,
        series_id,
        max(release_month) as release_month
    from facts
    group by
        month,
        series_id
),

final as (
    select facts.*
    from facts
    inner join newest
        on
            facts.release_month = newest.release_month
            and facts.month = newest.month
            and facts.series_id = newest.series_id
)

select * from final
