-- What: every code a figure carries stands in its dimension, and nothing staged is lost for
-- want of a code.
-- When it matters: an inner join drops what it does not know.
-- If it fails: add the code shown to the seed named.
select
    'exhibit_series' as seed,
    exhibit || ' ' || seed_row as code
from {{ ref('int_figures_recorded') }}
where series_id is null
union all
select
    'series' as seed,
    series_id as code
from {{ ref('exhibit_series') }}
where series_id not in (select series_id from {{ ref('dim_series') }})
union all
select
    'categories' as seed,
    category_id as code
from {{ ref('series') }}
where category_id not in (select category_id from {{ ref('dim_category') }})
union all
select
    'areas' as seed,
    area_id as code
from {{ ref('series') }}
where area_id not in (select area_id from {{ ref('dim_area') }})
union all
select
    'exhibits' as seed,
    exhibit as code
from {{ ref('release_coverage') }}
where exhibit not in (select exhibit from {{ ref('exhibits') }})
union all
select
    'categories' as seed,
    parent_category_id || ', ' || child_category_id as code
from {{ ref('rollups') }}
where
    parent_category_id not in (select category_id from {{ ref('dim_category') }})
    or child_category_id not in (select category_id from {{ ref('dim_category') }})
union all
select
    'releases' as seed,
    cast(release_month as varchar) as code
from {{ ref('fct_trade_balances') }}
where release_month not in (select release_month from {{ ref('dim_release') }})
union all
select
    'releases' as seed,
    cast(release_month as varchar) as code
from {{ ref('fct_release_figures') }}
where release_month not in (select release_month from {{ ref('dim_release') }})
union all
select
    'releases (vintage_first_seen)' as seed,
    seed_row as code
from {{ ref('int_vintage_spans') }}
where valid_from_release is null
union all
select
    'releases (vintage_first_seen)' as seed,
    cast(superseded as varchar) as code
from {{ ref('stg_history__bop_totals_vintages') }}
where superseded not in (
    select vintage_first_seen from {{ ref('dim_release') }}
    where vintage_first_seen is not null
)
union all
select
    'figures' as seed,
    figure as code
from {{ ref('fct_release_figures') }}
where figure not in (select figure from {{ ref('figures') }})
union all
select
    'dim_month' as seed,
    cast(period_end as varchar) as code
from {{ ref('fct_trade_values') }}
where period_end not in (select month from {{ ref('dim_month') }})
