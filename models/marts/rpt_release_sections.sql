with sections as (
    select * from {{ ref('release_sections') }}
),

releases as (
    select * from {{ ref('dim_release') }}
),

month_words as (
    select * from {{ ref('int_months_worded') }}
),

texts as (
    select distinct
        release_month,
        section
    from {{ ref('rpt_release_text') }}
),

final as (
    select
        cast(releases.release_month as date) as release_month,
        cast(sections.position as integer) as position,
        cast(sections.section as varchar) as section,
        cast(
            {{ in_month_words('sections.section_title') }} as varchar
        ) as section_title,
        cast(texts.section is not null as boolean) as is_present,
        cast(
            case when texts.section is null then sections.needs end as varchar
        ) as missing
    from releases
    cross join sections
    inner join month_words
        on releases.release_month = month_words.month
    left join texts
        on
            releases.release_month = texts.release_month
            and sections.section = texts.section
)

select * from final
