-- Question: how do goods imports of the quarter so far compare with the quarter before,
-- in real terms, in current dollars, and without gold?
-- Answer: one row per release, price basis and set of commodities left out, where
-- the release has the quarter before.
-- Unit: billions of U.S. dollars at annual rate, percent; Census basis, adjusted.
select
    release_month,
    price_basis,
    exclusion_set_id as left_out,
    months_in_hand,
    cast(annual_rate_musd / 1000 as decimal(18, 1)) as annual_rate_busd,
    cast(annual_rate_before_musd / 1000 as decimal(18, 1)) as quarter_before_busd,
    cast(annual_rate_change_pct as decimal(18, 1)) as change_pct
from {{ ref('fct_quarters_so_far') }}
where flow = 'imports' and annual_rate_change_musd is not null
    and exclusion_set_id in ('none', 'nonmonetary_gold', 'gold_and_metal_shapes')
order by release_month, price_basis, left_out
