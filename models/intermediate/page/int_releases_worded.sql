-- Which wording the page of a release has: the template of its time.
with releases as (
    select * from {{ ref('releases') }}
),

template_versions as (
    select * from {{ ref('template_versions') }}
),

final as (
    select
        releases.release_month,
        template_versions.template_version,
        template_versions.has_real_paragraph
    from releases
    left join template_versions
        on
            coalesce(
                releases.release_month >= template_versions.first_release, true
            )
            and coalesce(
                releases.release_month <= template_versions.last_release, true
            )
)

select * from final
