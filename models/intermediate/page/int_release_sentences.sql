-- The sentences of the full text that are the same in every month but for their
-- figures. Of the alternatives of a sentence the first counts of which every phrase
-- has words: a release that lacks a figure, or whose deficit is a surplus, takes
-- another, or has no such sentence.
with phrases as (
    select * from {{ ref('release_sentences') }}
),

figures as (
    select
        judged.release_month,
        judged.figure,
        cast(sign(coalesce(judged.computed_value, judged.printed_value)) as integer)
            as figure_sign,
        {{ number_text('listed.unit', 'judged.value_used') }} as number_text
    from {{ ref('int_figures_judged') }} as judged
    inner join {{ ref('int_figures_listed') }} as listed
        on judged.figure = listed.figure
    where judged.value_used is not null
),

numbers as (
    select
        release_month,
        figure,
        figure_sign,
        {{ linked('number_text', 'figure') }} as linked_number
    from figures
),

worded as (
    select
        numbers.release_month,
        phrases.section,
        phrases.sentence,
        phrases.alternative,
        phrases.phrase,
        phrases.level,
        replace(
            phrases.words,
            '{figure}',
            {{ figure_in_words(
                'phrases.form', 'numbers.linked_number', 'numbers.figure_sign'
            ) }}
        ) as phrase_text
    from phrases
    inner join numbers
        on phrases.figure = numbers.figure
),

phrase_counts as (
    select
        section,
        sentence,
        alternative,
        count(*) as phrase_count
    from phrases
    group by section, sentence, alternative
),

joined as (
    select
        release_month,
        section,
        sentence,
        alternative,
        max(level) as level,
        count(phrase_text) as phrase_count,
        {{ dbt.listagg("phrase_text", "' '", "order by phrase") }} as sentence_text
    from worded
    group by release_month, section, sentence, alternative
),

complete as (
    select
        joined.*,
        row_number() over (
            partition by joined.release_month, joined.section, joined.sentence
            order by joined.alternative
        ) as place
    from joined
    inner join phrase_counts
        on {{ same('joined', 'phrase_counts', [
            'section', 'sentence', 'alternative', 'phrase_count'
        ]) }}
),

final as (
    select
        release_month,
        section,
        sentence,
        level,
        sentence_text
    from complete
    where place = 1
)

select * from final
