{#-
    Instances of one accounting identity that do not hold, a missing side included, and
    a row that says so when there is no instance: of an identity that no list names, or
    one of which the exhibits held have to give some (identity_exhibits).
-#}
{% test identity_holds(model, identity) %}
with instances as (
    select * from {{ model }}
    where identity = '{{ identity }}'
),

listed as (
    select * from {{ ref('identity_exhibits') }}
    where identity = '{{ identity }}'
),

coverage as (
    select * from {{ ref('release_coverage') }}
),

-- Exhibits held of one release, or two of which one is of the release before.
exhibits_held as (
    select listed.exhibit
    from listed
    inner join coverage
        on coalesce(listed.exhibit, coverage.exhibit) = coverage.exhibit
    left join coverage as others
        on
            listed.other_exhibit = others.exhibit
            and others.release_month = case
                when listed.is_release_before
                    then {{ months_before('coverage.release_month', 1) }}
                else coverage.release_month
            end
    where
        (listed.other_exhibit is null or others.exhibit is not null)
        and case listed.needs
            when 'year_rows' then coverage.has_year_rows
            when 'as_published_row' then coverage.has_as_published_row
            else true
        end
)

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
from instances
where status not in ('holds', 'known')
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
from instances
having
    count(*) = 0
    and (
        (select count(*) from exhibits_held) > 0
        or (select count(*) from listed) = 0
    )
{% endtest %}
