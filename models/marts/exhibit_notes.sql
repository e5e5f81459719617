with notes as (
    select * from {{ ref('printed_notes') }}
),

final as (
    select
        cast(release_month as date) as release_month,
        cast(exhibit as varchar) as exhibit,
        cast(sheet as varchar) as sheet,
        cast(note_number as integer) as note_number,
        cast(note_kind as varchar) as note_kind,
        cast(mark as varchar) as mark,
        cast(note_text as varchar) as note_text,
        cast(source_row as integer) as source_row
    from notes
)

select * from final
