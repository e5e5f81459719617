-- What: the latest views hold each period once, and no newer release has the row whole.
-- When it matters: "latest" is what most people read.
-- If it fails: look at the view named.
with rows_of_views as (
    {%- for view, fact, month, release, key in [
        (
            'latest_trade_values', 'fct_trade_values', 'period_end',
            'valid_from_release',
            "series_id || ' ' || period_kind || ' ' || cast(period_start as varchar)"
        ),
        (
            'latest_trade_balances', 'fct_trade_balances', 'month', 'release_month',
            "category_id || ' ' || basis || ' ' || price_basis || ' ' || "
            ~ "seasonal_adjustment || ' ' || area_id || ' ' || measure"
        ),
        (
            'latest_trade_changes', 'fct_trade_changes', 'month', 'release_month',
            'series_id'
        ),
        (
            'latest_category_contributions', 'fct_category_contributions',
            'month', 'release_month',
            "compared_with || ' ' || rollup_id || ' ' || parent_series_id"
        ),
        (
            'latest_bilateral_balances', 'fct_bilateral_balances', 'period_end',
            'release_month',
            "period_kind || ' ' || cast(period_start as varchar) || ' ' || "
            ~ "category_id || ' ' || basis || ' ' || seasonal_adjustment || ' ' || "
            ~ "area_id || ' ' || measure"
        ),
    ] %}
    select
        '{{ view }}' as latest_view,
        {{ month }} as month,
        {{ key }} as row_key,
        {{ release }} as release_month,
        cast(null as date) as shown_release
    from {{ ref(fact) }}
    union all
    select
        '{{ view }}' as latest_view,
        {{ month }} as month,
        {{ key }} as row_key,
        cast(null as date) as release_month,
        {{ release }} as shown_release
    from {{ ref(view) }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select
    latest_view,
    month,
    row_key,
    max(release_month) as newest_release,
    min(shown_release) as oldest_shown_release,
    max(shown_release) as newest_shown_release
from rows_of_views
group by latest_view, month, row_key
having
    max(release_month) is distinct from max(shown_release)
    or max(release_month) is distinct from min(shown_release)
