-- What: each identity found in the figures, each sum of the tree and each identity that
-- exhibits have to give instances of has its identity_holds test, and each such test
-- an identity.
-- When it matters: a new sum in the seed of roll-ups gets instances, but no test.
-- If it fails: add an identity_holds test on int_reconciliations for the identity
-- shown, and what gives instances of it to seeds/reference/identity_exhibits.csv, or
-- remove the sum or the test.
with found as (
    select identity from {{ ref('int_reconciliations') }}
    union
    select 'children add to the parent: ' || rollup_id as identity
    from {{ ref('rollups') }}
    union
    select 'children add to the parent: ' || rollup_id as identity
    from {{ ref('item_schemes') }}
    where rollup_id is not null
    union
    select identity from {{ ref('identity_exhibits') }}
),

tested as (
    {%- for test in graph.nodes.values()
        if test.test_metadata and test.test_metadata.name == 'identity_holds' %}
    select '{{ test.test_metadata.kwargs.identity }}' as identity
    union all
    {%- endfor %}
    select null as identity
    where false
)

select
    found.identity as found_identity,
    tested.identity as tested_identity
from found
full outer join tested
    on found.identity = tested.identity
where found.identity is null or tested.identity is null
