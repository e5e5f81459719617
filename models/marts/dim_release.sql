with releases as (
    select * from {{ ref('releases') }}
),

coverage as (
    select * from {{ ref('release_coverage') }}
),

wordings as (
    select * from {{ ref('int_releases_worded') }}
),

-- Coverage has several rows of an exhibit that has several blocks or runs of months.
exhibits_held as (
    select
        release_month,
        exhibit
    from coverage
    group by release_month, exhibit
),

exhibit_lists as (
    select
        release_month,
        {{ dbt.listagg("exhibit", "', '", "order by exhibit") }} as exhibits
    from exhibits_held
    group by release_month
),

final as (
    select
        cast(releases.release_month as date) as release_month,
        cast(
            substring(cast(releases.release_month as varchar), 1, 7) as varchar
        ) as release_name,
        cast(releases.published_on as date) as published_on,
        -- The agencies' fixed hour, 8:30 in New York; no source gives another.
        cast(
            cast(releases.published_on as varchar) || ' 08:30:00' as timestamp
        ) as published_at,
        cast(releases.published_no_later_than as date) as published_no_later_than,
        -- Of a day by which something was seen, its end: known then, and maybe earlier.
        cast(
            case
                when releases.published_on is not null
                    then cast(releases.published_on as varchar) || ' 08:30:00'
                else
                    cast(releases.published_no_later_than as varchar) || ' 23:59:59'
            end as timestamp
        ) as known_at,
        cast(releases.vintage_first_seen as date) as vintage_first_seen,
        cast(exhibit_lists.exhibits as varchar) as exhibits,
        cast(wordings.template_version as varchar) as template_version,
        cast(wordings.has_real_paragraph as boolean) as has_real_paragraph
    from releases
    left join exhibit_lists
        on releases.release_month = exhibit_lists.release_month
    left join wordings
        on releases.release_month = wordings.release_month
)

select * from final
