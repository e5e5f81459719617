-- What: a change is the value less the one it is compared with, both in the same row,
-- and its percent is of the latter: null where that is zero or the sign changes.
-- When it matters: a change, its percent and its base are read side by side.
-- If it fails: fct_trade_changes takes one of them from another pair.
with changes as (
    select * from {{ ref('fct_trade_changes') }}
),

pairs as (
    {%- for name, value, base in [
        ('month', 'value_musd', 'previous_month_musd'),
        ('year', 'value_musd', 'year_ago_musd'),
        ('ytd', 'ytd_musd', 'year_ago_ytd_musd'),
        ('avg3_month', 'avg3_musd', 'previous_avg3_musd'),
        ('avg3_year', 'avg3_musd', 'year_ago_avg3_musd'),
        ('avg12_month', 'avg12_musd', 'previous_avg12_musd'),
        ('avg12_year', 'avg12_musd', 'year_ago_avg12_musd'),
    ] %}
    select
        release_month,
        series_id,
        month,
        '{{ name }}' as change_name,
        {{ value }} as value_musd,
        {{ base }} as base_musd,
        {{ name }}_change_musd as change_musd,
        {{ name }}_change_pct as change_pct
    from changes
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

judged as (
    select
        *,
        value_musd > 0 and base_musd > 0 or value_musd < 0 and base_musd < 0
            as has_percent,
        100 * change_musd / nullif(base_musd, 0) as expected_pct,
        -- Values, a mean say, and their change are rounded to a millionth each; in the
        -- percent of a small base that weighs more.
        0.000001
        + 100 * 0.000001 * (1 + abs(change_musd / nullif(base_musd, 0)))
        / nullif(abs(base_musd), 0) as tolerance_pct
    from pairs
)

select *
from judged
where
    (change_musd is null) <> (value_musd is null or base_musd is null)
    or abs(change_musd - (value_musd - base_musd)) > 0.0000015
    or (change_pct is null) = coalesce(has_percent, false)
    or abs(change_pct - expected_pct) > tolerance_pct
