{#-
    What the exhibits print whose rows are items: exhibit, its seed, its columns, the
    column that says what an item is part of, and the one that tells its tables apart.
-#}
{%- set sides = ['balance', 'exports', 'imports'] %}
{%- set valuations = ['balance', 'exports', 'imports_customs', 'imports_cif'] %}
{%- set duties = ['balance', 'exports', 'imports_for_consumption', 'calculated_duty'] %}
{%- set exports_by_state = ['manufactured', 'nonmanufactured', 'reexports', 'total'] %}
{%- set imports_by_state = ['manufactured', 'nonmanufactured', 'total'] %}
{%- set crude_oil = ['quantity', 'customs_value', 'cif_value'] %}
{%- set vehicles = [
    'total', 'passenger_cars', 'trucks_buses_special_purpose_vehicles', 'parts',
] %}
{%- set by_country = 'census_goods_by_country_sa' %}
{%- set exhibits = [
    ('07', 'exhibit_07', ['value'], 'category', none),
    ('08', 'exhibit_08', ['value'], 'category', none),
    ('14', 'exhibit_14', sides, 'parent_item', none),
    ('14a', 'exhibit_14a', sides, 'parent_item', none),
    ('15', 'exhibit_15', ['exports', 'imports'], 'parent_item', none),
    ('16a', 'exhibit_16a', sides, 'parent_item', 'block'),
    ('17a', 'exhibit_17a', crude_oil, 'parent_item', none),
    ('18', 'exhibit_18', vehicles, 'parent_item', 'block'),
    ('19', 'exhibit_19', sides, 'parent_item', none),
    ('20', 'exhibit_20', sides, 'parent_item', none),
    ('20a', 'exhibit_20a', sides, 'parent_item', none),
    ('20b', 'exhibit_20b', sides, 'parent_item', none),
    ('1s', 'supplement_1s', duties, 'parent_item', none),
    ('2s', 'supplement_2s', exports_by_state, 'parent_item', none),
    ('2as', 'supplement_2as', imports_by_state, 'parent_item', none),
    ('4s', 'supplement_4s', valuations, 'parent_item', none),
    ('4as', 'supplement_4as', valuations, 'parent_item', none),
    ('bea_trade_by_country', 'bea_trade_by_country', sides, 'parent_item', 'block'),
    (by_country, by_country, ['exports', 'imports'], 'parent_item', none),
] %}
{%- for exhibit, seed, columns, parent, block in exhibits %}
{%- set keys = ([block] if block else []) + [parent, 'item'] %}
{{ unpivot(ref(seed), exhibit, columns, keys, {
    'parent_item': 'coalesce(' ~ parent ~ ", '')",
    'item': 'item',
    'column_name': "'<column>'",
}, block) }}
{{ "union all" if not loop.last }}
{%- endfor %}
