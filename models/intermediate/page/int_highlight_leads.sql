with figures as (
    select * from {{ ref('int_highlight_figures') }}
    where deficit is not null and prior_deficit_revised is not null
),

named as (
    select
        *,
        month_name || ' ' || cast(year_number as varchar) as month_and_year,
        case when deficit_sign = -1 then 'surplus' else 'deficit' end as balance_name,
        {{ movement_verb('exports_change_sign') }} as exports_verb,
        coalesce(deficit_change_sign, sign(deficit - prior_deficit_revised))
            as deficit_sign_of_change
    from figures
),

-- Why: how exports, imports and the deficit moved together; null where not known.
explained as (
    select
        *,
        case
            when exports_change_sign is null or imports_change_sign is null then null
            when exports_change_sign = 0 and imports_change_sign = 0
                then 'exports and imports were unchanged'
            when exports_change_sign = imports_change_sign
                then
                    case deficit_sign_of_change * exports_change_sign
                        when 1 then 'imports ' || exports_verb || ' more than exports'
                        when -1 then 'exports ' || exports_verb || ' more than imports'
                        else
                            'exports and imports ' || exports_verb
                            || ' by the same amount'
                    end
            else
                'exports ' || {{ movement_or_none('exports_change_sign') }}
                || ' and imports ' || {{ movement_or_none('imports_change_sign') }}
        end as cause
    from named
),

worded as (
    select
        *,
        case
            when deficit_sign * prior_deficit_revised_sign = -1
                then
                    'balance shifted from '
                    || {{ balance_noun('-prior_deficit_revised_sign') }}
                    || ' of ' || {{ linked_money('prior_deficit_revised') }}
                    || ' in ' || prior_month_name || ' (revised) to '
                    || {{ balance_noun('-deficit_sign') }} || ' of '
            when deficit_sign_of_change = 0
                then
                    balance_name || ' was unchanged from ' || prior_month_name
                    || ' (revised) at '
            else
                balance_name || ' '
                || {{ movement_verb(
                    "case deficit_sign when -1 then -1 else 1 end"
                    ~ " * deficit_sign_of_change"
                ) }}
                -- "From $89.2 billion to $89.2 billion" does not show that it moved.
                || case
                    when deficit = prior_deficit_revised
                        then ' ' || {{ linked_money('deficit_change') }}
                    else ''
                end
                || ' from ' || {{ linked_money('prior_deficit_revised') }}
                || ' in ' || prior_month_name || ' (revised) to '
        end
        || {{ linked_money('deficit') }} || ' in ' || month_name as headline_movement
    from explained
),

linked as (
    select
        release_month,
        has_real_paragraph,
        month_and_year || ' Trade '
        || case when deficit_sign = -1 then 'Surplus' else 'Gap' end || ' is '
        || {{ money_in_title('deficit') }} as title_linked,
        'The U.S. goods and services trade ' || headline_movement
        || coalesce(', as ' || cause, '') || '.'
        || coalesce(
            ' The '
            || {{ balance_movement(
                'goods', 'goods_deficit', '(-prior_goods_deficit)',
                '(-goods_deficit_sign)', 'goods_deficit_change',
                '(-goods_deficit_change_sign)'
            ) }}
            || ', and the '
            || {{ balance_movement(
                'services', 'services_surplus', 'prior_services_surplus',
                'services_surplus_sign', 'services_surplus_change',
                'services_surplus_change_sign'
            ) }}
            || '.',
            ''
        ) as lead_linked,
        'January ' || cast(year_number - 10 as varchar) || '–' || month_and_year
            as chart_period_text,
        {{ closing_line('month_and_year') }} as footer_text
    from worded
),

final as (
    {{ with_plain_texts('linked', ['title', 'lead']) }}
)

select * from final
