{#-
    What the exhibits print whose columns are fixed. Several print the same columns: an
    exhibit says which of these lists its seed has.
-#}
{%- set goods_and_services = [
    'balance_total', 'balance_goods', 'balance_services',
    'exports_total', 'exports_goods', 'exports_services',
    'imports_total', 'imports_goods', 'imports_services',
] %}
{%- set services = [
    'total_services', 'maintenance_and_repair', 'transport', 'travel', 'construction',
    'insurance', 'financial', 'intellectual_property',
    'telecommunications_computer_information', 'other_business',
    'personal_cultural_recreational', 'government',
] %}
{%- set bases = [
    'balance_bop', 'balance_census',
    'exports_bop', 'exports_net_adjustments', 'exports_census',
    'imports_bop', 'imports_net_adjustments', 'imports_census',
] %}
{%- set end_uses = [
    'foods_feeds_beverages', 'industrial_supplies', 'capital_goods', 'automotive',
    'consumer_goods', 'other_goods',
] %}
{%- set goods = ['bop', 'net_adjustments', 'census'] + end_uses %}
{%- set real_goods = ['census'] + end_uses + ['residual'] %}
{%- set petroleum = [
    'balance_bop', 'balance_net_adjustments', 'balance_petroleum',
    'balance_nonpetroleum',
    'exports_bop', 'exports_net_adjustments', 'exports_petroleum',
    'exports_nonpetroleum',
    'imports_bop', 'imports_net_adjustments', 'imports_petroleum',
    'imports_nonpetroleum',
] %}
{%- set real_petroleum = [
    'balance_census', 'balance_petroleum', 'balance_nonpetroleum', 'balance_residual',
    'exports_census', 'exports_petroleum', 'exports_nonpetroleum', 'exports_residual',
    'imports_census', 'imports_petroleum', 'imports_nonpetroleum', 'imports_residual',
] %}
{%- set advanced_technology = [
    'balance_advanced_technology', 'exports_advanced_technology',
    'imports_advanced_technology',
] %}
{%- set energy_petroleum = [
    'petroleum_quantity', 'petroleum_value', 'crude_quantity',
    'crude_quantity_per_day', 'crude_value', 'crude_unit_price',
] %}
{%- set valuations = [
    'balance_customs', 'balance_cif', 'exports_fas', 'imports_customs', 'imports_cif',
] %}

{#-
    Exhibit, its seed, its columns, and the columns that say what its rows are of: flow
    or seasonal_adjustment, which tells the blocks of a sheet apart and then stands
    before the item (`exports_census`), and price_basis, the chain year.
-#}
{%- set exhibits = [
    ('01', 'exhibit_01', goods_and_services, []),
    ('02', 'exhibit_02', goods_and_services, []),
    ('03', 'exhibit_03', services, []),
    ('04', 'exhibit_04', services, []),
    ('05', 'exhibit_05', bases, []),
    ('06', 'exhibit_06', goods, ['flow']),
    ('09', 'exhibit_09', petroleum, []),
    ('10', 'exhibit_10', real_goods, ['flow', 'price_basis']),
    ('11', 'exhibit_11', real_petroleum, ['price_basis']),
    ('12', 'exhibit_12', bases, []),
    ('13', 'exhibit_13', goods, ['flow']),
    ('16', 'exhibit_16', advanced_technology, []),
    ('17', 'exhibit_17', energy_petroleum, ['flow']),
    ('3s', 'supplement_3s', valuations, ['seasonal_adjustment']),
    ('bea_goods_and_services', 'bea_goods_and_services', goods_and_services, []),
    ('bea_services_exports', 'bea_services_exports', services, []),
    ('bea_services_imports', 'bea_services_imports', services, []),
    ('census_goods_and_services', 'census_goods_and_services', goods_and_services, []),
    ('census_real_goods', 'census_real_goods', real_goods, ['flow', 'price_basis']),
] %}
{%- for exhibit, seed, columns, parts in exhibits %}
{%- set blocks = parts | reject('equalto', 'price_basis') | list %}
{{ unpivot(ref(seed), exhibit, columns, blocks, {
    'item': (blocks + ["'<column>'"]) | join(" || '_' || "),
    'price_basis': "price_basis" if "price_basis" in parts else "'current'",
}) }}
{{ "union all" if not loop.last }}
{%- endfor %}
