-- What: the identities found in the figures are the sums of the tree and eight more.
-- When it matters: a new sum in the seed of roll-ups gets instances, but no test.
-- If it fails: add an identity_holds test on int_reconciliations for the identity
-- shown, and the identity to the list below; or remove a sum that has no instance.
with found as (
    select distinct identity from {{ ref('int_reconciliations') }}
),

listed as (
    select distinct 'children add to the parent: ' || rollup_id as identity
    from {{ ref('rollups') }}
    {%- for identity in [
        'what is printed is what coverage lists',
        'balance is exports less imports',
        'one figure, one value: two exhibits',
        'one figure, one value: history workbook',
        'one figure, one value: as published last month',
        'one figure, one value: vintage ledger',
        'months add to the year or year to date',
        'a year is the same unadjusted and adjusted',
    ] %}
    union all
    select '{{ identity }}' as identity
    {%- endfor %}
)

select
    found.identity as found_identity,
    listed.identity as listed_identity
from found
full outer join listed
    on found.identity = listed.identity
where found.identity is null or listed.identity is null
