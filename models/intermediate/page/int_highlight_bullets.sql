-- One row per release, flow and block: the bullet that names the categories behind the
-- change. First those that move with the total, largest first, then the offsets.
with items as (
    select * from {{ ref('int_highlight_items') }}
),

blocks as (
    select
        release_month,
        flow,
        block,
        max(total_sign) as total_sign
    from items
    group by release_month, flow, block
),

named as (
    select
        *,
        row_number() over (
            partition by release_month, flow, block, direction
            order by movement_rank
        ) as place,
        count(*) over (
            partition by release_month, flow, block, direction
        ) as named_count
    from items
    where is_named and direction in ('with', 'against')
),

-- "in A ($1.4 billion), in B ($0.6 billion), and in C ($0.6 billion)".
phrased as (
    select
        *,
        case
            when place = 1 then ''
            when named_count = 2 then ' and '
            when place = named_count then ', and '
            else ', '
        end
        || 'in ' || page_name || ' ('
        || {{ linked(money('change_busd'), 'figure') }} || ')' as phrase
    from named
),

lists as (
    select
        release_month,
        flow,
        block,
        direction,
        named_count,
        max(change_sign) as change_sign,
        {{ dbt.listagg("phrase", "''", "order by place") }} as phrases
    from phrased
    group by release_month, flow, block, direction, named_count
),

worded as (
    select
        *,
        case
            when named_count = 1 then {{ a_movement('change_sign') }} || ' '
            when change_sign > 0 then 'increases '
            else 'decreases '
        end || phrases as words
    from lists
),

linked as (
    select
        blocks.release_month,
        blocks.flow,
        blocks.block,
        'The ' || {{ movement_noun('blocks.total_sign') }}
        || ' in ' || blocks.flow || ' of ' || blocks.block
        || ' reflected '
        || coalesce(movers.words, 'small changes in several categories')
        || '.'
        || coalesce(
            ' ' || upper(substring(offsets.words, 1, 1)) || substring(offsets.words, 2)
            || ' partly offset the '
            || {{ movement_noun('blocks.total_sign') }}
            || case when coalesce(movers.named_count, 1) > 1 then 's' else '' end
            || '.',
            ''
        ) as bullet_linked
    from blocks
    left join worded as movers
        on
            {{ same('blocks', 'movers', ['release_month', 'flow', 'block']) }}
            and movers.direction = 'with'
    left join worded as offsets
        on
            {{ same('blocks', 'offsets', ['release_month', 'flow', 'block']) }}
            and offsets.direction = 'against'
    -- Of a total that did not move, or is not known, there is nothing to explain.
    where blocks.total_sign in (-1, 1)
),

final as (
    {{ with_plain_texts('linked', ['bullet']) }}
)

select * from final
