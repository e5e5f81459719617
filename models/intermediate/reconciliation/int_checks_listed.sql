{%- set identities = [
    'coverage', 'rollups', 'balances', 'sources', 'periods', 'quarters',
    'years_to_date', 'years', 'averages', 'worlds', 'quotients', 'bounds',
] %}
{%- for identity in identities %}
select
    identity_name,
    exhibit,
    counter_exhibit,
    block,
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
from {{ ref('int_reconciled_' ~ identity) }}
{{ "union all" if not loop.last }}
{%- endfor %}
