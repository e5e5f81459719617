-- What: where every earlier month is compared by both, a month is a record high just if
-- none before it was as high, and a low likewise, at its own release and now; and ranks
-- from both ends go with each other.
-- When it matters: ranks and records are read side by side.
-- If it fails: look at int_months_in_turn and the macro records_judged; they find what
-- was known at a release each in a way of its own.
with ranks as (
    select * from {{ ref('fct_month_ranks') }}
),

records as (
    {%- for as_known, facts, condition in [
        ('then', ref('fct_trade_changes'), 'month = release_month'),
        ('now', ref('latest_trade_changes'), 'true'),
    ] %}
    select
        '{{ as_known }}' as as_known,
        series_id,
        month,
        value_musd,
        months_compared,
        is_record_high,
        is_record_low,
        highest_before_month,
        lowest_before_month
    from {{ facts }}
    where {{ condition }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select
    records.*,
    ranks.months_before,
    ranks.rank_from_highest,
    ranks.rank_from_lowest,
    ranks.highest_since_month,
    ranks.lowest_since_month
from ranks
left join records
    on {{ same('ranks', 'records', ['as_known', 'series_id', 'month']) }}
where
    records.series_id is null
    or records.value_musd is distinct from ranks.value_musd
    or ranks.rank_from_highest + ranks.rank_from_lowest > ranks.months_before + 2
    or (
        records.months_compared = ranks.months_before
        and (
            records.is_record_high <> (ranks.highest_since_month is null)
            or records.is_record_low <> (ranks.lowest_since_month is null)
            or records.is_record_high and ranks.rank_from_highest <> 1
            or records.is_record_low and ranks.rank_from_lowest <> 1
            or ranks.rank_from_highest > 1
            and ranks.highest_since_month < records.highest_before_month
            or ranks.rank_from_lowest > 1
            and ranks.lowest_since_month < records.lowest_before_month
        )
    )
