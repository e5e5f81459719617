-- What: every reviewed exception to an identity meets a figure that breaks it so.
-- When it matters: a corrected figure leaves an exception behind that would hide the
-- next.
-- If it fails: delete the row of seeds/control/known_identity_breaks.csv.
select known_breaks.*
from {{ ref('known_identity_breaks') }} as known_breaks
left join {{ ref('int_reconciliations') }} as reconciliations
    on
        known_breaks.identity = reconciliations.identity
        and known_breaks.exhibit = reconciliations.exhibit
        and known_breaks.carried_by_release_month
        = reconciliations.carried_by_release_month
        and known_breaks.series_id = reconciliations.series_id
        and known_breaks.period_kind = reconciliations.period_kind
        and known_breaks.period_start = reconciliations.period_start
        and known_breaks.period_end = reconciliations.period_end
        and reconciliations.status = 'known'
where reconciliations.identity is null
