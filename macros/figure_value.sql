{#-
    Value of a figure with its inputs moved by `edge` (-1, 0 or 1) times half of the last
    digit of each, in the direction that moves the figure that way.
-#}
{% macro figure_value(edge) -%}
    case
            when not is_meaningful then null
            when unit = 'percent'
                then
                    (numerator_musd + {{ edge }} * numerator_band_musd)
                    / nullif(denominator_musd + {{ edge }} * denominator_band_musd, 0)
            else (numerator_musd + {{ edge }} * numerator_band_musd) / divisor
        end
{%- endmacro %}
