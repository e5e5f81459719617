-- Every print of a month, beside the one before it that is held. Derived values are in
-- it, so that the deficit has prints where a vintage gives exports and imports only.
with release_values as (
    select
        series_id,
        period_start as month,
        release_month,
        value_musd,
        half_unit,
        evidence,
        flow,
        category_id,
        area_id,
        basis,
        price_basis,
        valuation,
        export_kind,
        seasonal_adjustment
    from {{ ref('int_release_values') }}
    where period_kind = 'month' and measure = 'value'
),

final as (
    select
        *,
        lag(release_month) over prints as previous_release_month,
        lag(value_musd) over prints as previous_value_musd,
        lag(half_unit) over prints as previous_half_unit,
        -- Only the release of the month itself prints it first; what a later file lets
        -- us infer of it is no print.
        release_month = month and evidence <> 'inferred' as is_first_print
    from release_values
    window prints as (partition by series_id, month order by release_month)
)

select * from final
