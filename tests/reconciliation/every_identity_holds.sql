-- What: every check of an identity holds within rounding, or its difference is a fact
-- about the source: recorded (a sum that the agencies do not hold to add, off by no
-- more than the limit) or reviewed (a row of known_identity_breaks).
-- When it matters: a wrong cell, a swapped column, a lost row.
-- If it fails: each row says what the identity means and what to do.
select
    checks.*,
    identities.meaning,
    identities.remedy
from {{ ref('fct_identity_checks') }} as checks
left join {{ ref('identities') }} as identities
    on checks.identity_name = identities.identity_name
where
    checks.status in ('broken', 'missing', 'excessive')
    or identities.identity_name is null
