{#- Months whose revisions are taken to hang together: those of one annual revision. -#}
{%- set span = 12 %}
{%- set keys = ['series_id', 'from_months', 'revision_test'] %}
with pairs as (
    select * from {{ ref('int_revision_pairs') }}
),

means as (
    select
        {{ listed(keys) }},
        min(month) as first_month,
        max(month) as last_month,
        count(*) as observation_count,
        {{ decimal_mean("sum(explained_musd)", "count(*)") }} as mean_explained_musd,
        {{ decimal_mean("sum(explaining_musd)", "count(*)") }} as mean_explaining_musd,
        sqrt(sum(explained_musd * explained_musd))
        / nullif(sqrt(sum(newest_change_musd * newest_change_musd)), 0) as theil_u
    from pairs
    group by {{ listed(keys) }}
),

-- A bias is the mean itself; elsewhere both sides are measured from their means.
centered as (
    select
        {{ listed(keys, 'pairs') }},
        pairs.month_number,
        pairs.explained_musd
        - case
            when pairs.revision_test = 'bias' then 0 else means.mean_explained_musd
        end as y,
        pairs.explaining_musd
        - case
            when pairs.revision_test = 'bias' then 0 else means.mean_explaining_musd
        end as x
    from pairs
    inner join means
        on {{ same('pairs', 'means', keys) }}
),

slopes as (
    select
        {{ listed(keys) }},
        cast(sum(x * x) as decimal(38, 6)) as sum_of_squares,
        cast(sum(x * y) / nullif(sum(x * x), 0) as decimal(18, 9)) as slope
    from centered
    group by {{ listed(keys) }}
),

-- What is left unexplained of a month, times what explains it.
products as (
    select
        {{ listed(keys, 'centered') }},
        centered.month_number,
        cast(
            centered.x * cast(centered.y - slopes.slope * centered.x as decimal(18, 6))
            as decimal(28, 3)
        ) as product
    from centered
    inner join slopes
        on {{ same('centered', 'slopes', keys) }}
),

-- The nearer two months, the more their product counts (Newey and West 1987).
spread as (
    select
        {{ listed(keys, 'products') }},
        sum(
            products.product * others.product
            * ({{ span }} - abs(products.month_number - others.month_number))
        ) as weighted_sum
    from products
    inner join products as others
        on
            {{ same('products', 'others', keys) }}
            and abs(products.month_number - others.month_number) < {{ span }}
    group by {{ listed(keys, 'products') }}
),

tested as (
    select
        means.*,
        slopes.slope,
        sqrt(spread.weighted_sum / {{ span }}) / slopes.sum_of_squares as standard_error
    from means
    inner join slopes
        on {{ same('means', 'slopes', keys) }}
    inner join spread
        on {{ same('means', 'spread', keys) }}
    where slopes.sum_of_squares > 0
),

final as (
    select
        {{ revision_test_columns() }}
    from tested
)

select * from final
