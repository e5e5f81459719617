-- What: a release that holds an exhibit has at least one check of every identity that
-- the exhibit always meets, alone or with the exhibits it is compared with; and a sum
-- that is an identity has children in the tree.
-- When it matters: a check without an instance passes, whatever the figures are.
-- If it fails: look at the int_reconciled_ model of the identity, or at its row of
-- identity_exhibits.csv; without an exhibit, at rollups.csv and items.csv.
with expected as (
    select * from {{ ref('identity_exhibits') }}
    where is_expected
),

coverage as (
    select
        exhibit,
        release_month,
        -- Where rows are items, coverage counts figures and says nothing of years.
        max(
            case
                when has_year_rows or has_year_to_date_rows or figure_count is not null
                    then 1
                else 0
            end
        ) = 1 as may_have_years
    from {{ ref('release_coverage') }}
    group by exhibit, release_month
),

checks as (
    select
        identity_name,
        exhibit,
        carried_by_release_month
    from {{ ref('fct_identity_checks') }}
    where status <> 'missing'
    group by identity_name, exhibit, carried_by_release_month
),

-- Up to two other exhibits that the same release has to hold, too.
held as (
    select
        expected.identity_name,
        expected.exhibit,
        coverage.release_month,
        count(besides.exhibit) as beside_count,
        case
            when expected.beside_exhibits is null then 0
            else
                1 + length(expected.beside_exhibits)
                - length(replace(expected.beside_exhibits, ' ', ''))
        end as wanted_count
    from expected
    inner join coverage
        on
            expected.exhibit = coverage.exhibit
            and (coverage.may_have_years or not expected.needs_year_rows)
    left join coverage as besides
        on
            coverage.release_month = besides.release_month
            and ' '
            || expected.beside_exhibits
            || ' ' like '% '
            || besides.exhibit
            || ' %'
            and (besides.may_have_years or not expected.needs_year_rows)
    group by
        expected.identity_name,
        expected.exhibit,
        expected.beside_exhibits,
        coverage.release_month
),

sums as (
    select rollup_id from {{ ref('rollups') }}
    union
    select schemes.rollup_id
    from {{ ref('item_schemes') }} as schemes
    inner join {{ ref('items') }} as items
        on schemes.scheme = items.scheme
    where items.part_of is not null
)

select
    held.identity_name,
    held.exhibit,
    held.release_month
from held
left join checks
    on
        held.identity_name = checks.identity_name
        and held.exhibit = checks.exhibit
        and held.release_month = checks.carried_by_release_month
where held.beside_count = held.wanted_count and checks.identity_name is null
union all
select
    identities.identity_name,
    null as exhibit,
    null as release_month
from {{ ref('identities') }} as identities
left join sums
    on identities.identity_name = 'children add to the parent: ' || sums.rollup_id
where
    identities.identity_name like 'children add to the parent: %'
    and sums.rollup_id is null
