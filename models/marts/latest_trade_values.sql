-- A view over the ledger: of every series and period the row that nothing held
-- supersedes.
select * from {{ ref('fct_trade_values') }}
where valid_to_release is null
