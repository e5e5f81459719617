{#-
    Instances of one accounting identity that do not hold, a missing side included, and
    a row that says so when the identity has no instance at all.
-#}
{% test identity_holds(model, identity) %}
select
    identity,
    exhibit,
    carried_by_release_month,
    series_id,
    period_kind,
    period_start,
    period_end,
    expected_value,
    actual_value,
    tolerance,
    status
from {{ model }}
where
    identity = '{{ identity }}'
    and status not in ('holds', 'known')
union all
select
    '{{ identity }}' as identity,
    null as exhibit,
    null as carried_by_release_month,
    null as series_id,
    null as period_kind,
    null as period_start,
    null as period_end,
    null as expected_value,
    null as actual_value,
    null as tolerance,
    'no instance' as status
from {{ model }}
where identity = '{{ identity }}'
having count(*) = 0
{% endtest %}
