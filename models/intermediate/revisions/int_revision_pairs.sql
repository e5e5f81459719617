-- What is to be explained and by what, for each test of revisions: the revision of a
-- month from its print so many months after its own release to the newest release held.
-- Months of less than two years ago are not in it: they wait for an annual revision.
with horizons as (
    select * from {{ ref('int_revision_horizons') }}
),

newest as (
    select * from horizons
    where
        horizon = 'latest'
        and release_month >= {{ months_before('month', -24) }}
),

prints as (
    select
        series_id,
        month,
        0 as from_months,
        first_print_musd as print_musd,
        first_change_musd as change_musd
    from newest
    union all
    select
        series_id,
        month,
        horizon_months as from_months,
        later_value_musd as print_musd,
        later_change_musd as change_musd
    from horizons
    where horizon <> 'latest'
),

revised as (
    select
        prints.series_id,
        prints.month,
        prints.from_months,
        newest.later_value_musd - prints.print_musd as revision_musd,
        newest.later_change_musd - prints.change_musd as change_revision_musd,
        prints.change_musd,
        newest.later_change_musd as newest_change_musd
    from prints
    inner join newest
        on
            prints.series_id = newest.series_id
            and prints.month = newest.month
),

final as (
    {%- for test, explained, by in [
        ('bias', 'revision_musd', '1'),
        ('news', 'change_revision_musd', 'change_musd'),
        ('noise', 'change_revision_musd', 'newest_change_musd'),
    ] %}
    select
        series_id,
        from_months,
        '{{ test }}' as revision_test,
        month,
        {{ month_number('month') }} as month_number,
        cast({{ explained }} as decimal(28, 6)) as explained_musd,
        cast({{ by }} as decimal(28, 6)) as explaining_musd,
        cast(newest_change_musd as decimal(28, 6)) as newest_change_musd
    from revised
    where {{ explained }} is not null and {{ by }} is not null
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select * from final
