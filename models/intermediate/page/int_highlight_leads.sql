-- One row per release with its title and lead, and its chart's title.
with figures as (
    select * from {{ ref('int_highlight_figures') }}
    where deficit is not null and prior_deficit_revised is not null
),

signed as (
    select
        *,
        coalesce(deficit_change_sign, sign(deficit - prior_deficit_revised))
            as deficit_sign_of_change
    from figures
),

-- Why: the six ways in which exports, imports and the deficit can move together. Null,
-- and left out, where a change is not known.
explained as (
    select
        *,
        case
            when exports_change_sign = 1 and imports_change_sign = 1
                then
                    case deficit_sign_of_change
                        when 1 then 'imports increased more than exports'
                        when -1 then 'exports increased more than imports'
                        else 'exports and imports increased by the same amount'
                    end
            when exports_change_sign = -1 and imports_change_sign = -1
                then
                    case deficit_sign_of_change
                        when 1 then 'exports decreased more than imports'
                        when -1 then 'imports decreased more than exports'
                        else 'exports and imports decreased by the same amount'
                    end
            when exports_change_sign = 0 and imports_change_sign = 0
                then 'exports and imports were unchanged'
            else
                'exports '
                || case exports_change_sign
                    when 1 then 'increased'
                    when -1 then 'decreased'
                    when 0 then 'were unchanged'
                end
                || ' and imports '
                || case imports_change_sign
                    when 1 then 'increased'
                    when -1 then 'decreased'
                    when 0 then 'were unchanged'
                end
        end as cause
    from signed
),

worded as (
    select
        *,
        case
            when deficit_sign * prior_deficit_revised_sign = -1
                then
                    'balance shifted from '
                    || {{ balance_noun('-prior_deficit_revised_sign') }}
                    || ' of ' || {{ money('prior_deficit_revised') }}
                    || ' in ' || prior_month_name || ' (revised) to '
                    || {{ balance_noun('-deficit_sign') }}
                    || ' of ' || {{ money('deficit') }} || ' in ' || month_name
            when deficit_sign_of_change = 0
                then
                    case when deficit_sign = -1 then 'surplus' else 'deficit' end
                    || ' was unchanged from ' || prior_month_name
                    || ' (revised) at ' || {{ money('deficit') }}
                    || ' in ' || month_name
            else
                case
                    when deficit_sign = -1
                        then
                            'surplus '
                            || {{ movement_verb('-deficit_sign_of_change') }}
                    else 'deficit ' || {{ movement_verb('deficit_sign_of_change') }}
                end
                -- "From $89.2 billion to $89.2 billion" does not show that it moved.
                || case
                    when deficit = prior_deficit_revised
                        then ' ' || {{ money('deficit_change') }}
                    else ''
                end
                || ' from ' || {{ money('prior_deficit_revised') }}
                || ' in ' || prior_month_name || ' (revised) to '
                || {{ money('deficit') }} || ' in ' || month_name
        end as headline_movement
    from explained
),

final as (
    select
        release_month,
        month_name || ' ' || cast(year_number as varchar) || ' Trade '
        || case when deficit_sign = -1 then 'Surplus' else 'Gap' end
        || ' is '
        || case
            when abs(deficit) < 0.05 then 'Less Than $0.1 Billion'
            else
                '$' || cast(cast(abs(deficit) as decimal(18, 1)) as varchar)
                || ' Billion'
        end as title_text,
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
        ) as lead_text,
        'January ' || cast(year_number - 10 as varchar) || '–'
        || month_name || ' ' || cast(year_number as varchar) as chart_period_text,
        'For more detailed information on trade by type of good or service and with '
        || 'major trading partners, see [“U.S. International Trade in Goods and '
        || 'Services, ' || month_name || ' ' || cast(year_number as varchar)
        || '.”](#)' as footer_text
    from worded
)

select * from final
