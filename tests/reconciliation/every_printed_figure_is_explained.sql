-- What: a printed figure agrees with the computed one, or is a tie or a misquotation
-- with its reason, or cannot be computed and says which inputs are missing; and what it
-- says is missing is printed by no file of that release, and enough for no variant.
-- When it matters: a figure that is not compared looks like one that agrees.
-- If it fails: explain the figure (tradegap explain RELEASE FIGURE). Give it a formula
-- in seeds/reference/figure_inputs.csv, or a reason in the reviewed list.
with figures as (
    select * from {{ ref('fct_release_figures') }}
),

printed_values as (
    select * from {{ ref('int_figures_printed') }}
    where is_preferred and period_kind = 'month'
),

figure_inputs as (
    select * from {{ ref('int_figure_inputs_listed') }}
),

uncomputed as (
    select * from figures
    where computed_value is null
),

-- Looked up anew, from the formulas and what the releases printed.
inputs as (
    select
        uncomputed.release_month,
        uncomputed.figure,
        uncomputed.missing_inputs,
        figure_inputs.variant,
        figure_inputs.series_id,
        figure_inputs.month,
        figure_inputs.input_release_month
    from uncomputed
    inner join figure_inputs
        on
            uncomputed.release_month = figure_inputs.release_month
            and uncomputed.figure = figure_inputs.figure
),

found_inputs as (
    select
        inputs.*,
        printed_values.value is null as is_missing,
        inputs.missing_inputs like '%' || inputs.series_id || ' of '
        || substring(cast(inputs.month as varchar), 1, 7) || ' in release '
        || substring(cast(inputs.input_release_month as varchar), 1, 7) || '%'
            as is_said_to_be_missing
    from inputs
    left join printed_values
        on
            inputs.series_id = printed_values.series_id
            and inputs.month = printed_values.period_start
            and inputs.input_release_month = printed_values.release_month
),

variants as (
    select
        release_month,
        figure,
        variant,
        count(*) filter (where is_missing) as missing_count,
        count(*) filter (where is_missing and is_said_to_be_missing) as said_count,
        count(*) filter (where is_said_to_be_missing and not is_missing) as wrong_count
    from found_inputs
    group by release_month, figure, variant
),

lacks as (
    select
        release_month,
        figure,
        min(missing_count) as fewest_missing,
        sum(wrong_count) as wrong_count,
        max(case when said_count = missing_count then 1 else 0 end) as is_one_explained
    from variants
    group by release_month, figure
)

select
    figures.release_month,
    figures.figure,
    figures.status,
    figures.reason,
    figures.missing_inputs,
    lacks.fewest_missing,
    lacks.wrong_count
from figures
left join lacks
    on
        figures.release_month = lacks.release_month
        and figures.figure = lacks.figure
where
    figures.printed_value is not null
    and case figures.status
        when 'agree' then figures.computed_value is null
        when 'tie' then figures.computed_value is null or figures.reason is null
        when 'misquoted' then figures.computed_value is null or figures.reason is null
        when 'printed only'
            then
                figures.computed_value is not null
                or figures.missing_inputs is null
                or coalesce(lacks.fewest_missing, 0) = 0
                or lacks.wrong_count > 0
                or lacks.is_one_explained = 0
        else true
    end
union all
select
    cast(null as date) as release_month,
    'no figure is compared' as figure,
    cast(null as varchar) as status,
    cast(null as varchar) as reason,
    cast(null as varchar) as missing_inputs,
    cast(null as bigint) as fewest_missing,
    cast(null as bigint) as wrong_count
from figures
where printed_value is not null
having count(*) = 0 and (select count(*) from {{ ref('published_figures') }}) > 0
