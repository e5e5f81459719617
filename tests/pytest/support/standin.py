"""A small project with a built database, for tests of what reads or copies one.

Its marts have the columns that the command line reads, with a few releases made up so
that every branch has a row: 2024-01 with a whole page, 2021-08 without figures of its
own for services and with a paragraph of real figures that is not on its page, 2016-09
without a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

EXHIBIT = """\
release_month,row_kind,period_start,period_end,source_row,exports_total
2023-12-01,month,2023-12-01,2023-12-01,40,256863
2024-01-01,month,2024-01-01,2024-01-01,41,257193
2024-01-01,month,2023-12-01,2023-12-01,40,256863
"""

PRINTED = """\
release_month,published_on,figure,printed_value,unit,source
2024-01-01,2024-03-07,exports_change,0.3,usd_billions,release text
"""

MARTS = """
create schema main_ignored;
create schema meta;
create table meta.build_state as
select 'dbt build' as command, 'complete' as state, cast(null as varchar) as problems;

create schema marts;

create table marts.dim_release (
    release_month date primary key,
    release_name varchar not null unique,
    published_on date,
    published_no_later_than date,
    template_version varchar,
    has_real_paragraph boolean
);
insert into marts.dim_release values
    ('2016-09-01', '2016-09', null, '2016-11-04', 'highlights_1', false),
    ('2021-08-01', '2021-08', '2021-10-05', null, 'highlights_1', false),
    ('2024-01-01', '2024-01', '2024-03-07', null, 'highlights_2', true),
    ('2025-11-01', '2025-11', null, null, 'highlights_3', false);

create table marts.rpt_release_pages (
    release_month date primary key references marts.dim_release (release_month),
    has_page boolean not null,
    is_complete boolean not null,
    lacks varchar,
    as_printed varchar,
    revision_note varchar
);
insert into marts.rpt_release_pages values
    ('2016-09-01', false, false, 'exhibit 1; exhibit 3', null, null),
    ('2021-08-01', true, false, 'services by category', null, null),
    ('2024-01-01', true, true, null, 'goods by category; real goods', 'the change is noise');

create table marts.rpt_release_highlights (
    release_month date not null,
    position integer not null check (position > 0),
    part varchar not null,
    element varchar not null,
    text varchar not null,
    is_on_page boolean not null,
    figures_source varchar,
    primary key (release_month, position)
);
insert into marts.rpt_release_highlights values
    ('2024-01-01', 10, 'footer', 'paragraph', 'For more.', true, null),
    ('2024-01-01', 1, 'title', 'title', 'January 2024 Trade Gap is $67.4 Billion', true, null),
    ('2024-01-01', 2, 'chart_title', 'paragraph', 'Monthly Deficit', true, null),
    ('2024-01-01', 3, 'chart_period', 'paragraph', 'October 2023–January 2024', true, null),
    ('2024-01-01', 4, 'agency_bea', 'paragraph', 'U.S. Bureau of Economic Analysis', true, null),
    ('2024-01-01', 5, 'agency_census', 'paragraph', 'U.S. Census Bureau', true, null),
    ('2024-01-01', 6, 'exports', 'paragraph',
        'Exports of the U.S. Government increased $0.3 billion, or 0.1 percent, to $257.2 billion. '
        'Exports of goods increased $0.2 billion. Exports of services decreased less than '
        '$0.1 billion. Twice $0.2 billion.', true, null),
    ('2024-01-01', 7, 'exports_goods', 'bullet', 'Goods.', true, null),
    ('2024-01-01', 8, 'exports_services', 'bullet', 'Services.', true, null),
    ('2024-01-01', 9, 'real', 'paragraph', 'Real goods.', true, null),
    ('2021-08-01', 1, 'title', 'title', 'August 2021 Trade Gap', true, null),
    ('2021-08-01', 2, 'real', 'paragraph', 'The real deficit increased 1.5 percent.', false, null);

create table marts.rpt_release_chart (
    release_month date not null,
    month date not null,
    known_release_month date,
    deficit_musd decimal(18, 6),
    deficit_busd decimal(18, 6),
    avg3_deficit_busd decimal(18, 6),
    primary key (release_month, month)
);
insert into marts.rpt_release_chart values
    ('2024-01-01', '2023-10-01', '2023-12-01', 65000, 65, 64),
    ('2024-01-01', '2023-11-01', null, null, null, null),
    ('2024-01-01', '2023-12-01', '2024-01-01', 64168, 64.168, null),
    ('2024-01-01', '2024-01-01', '2024-01-01', 67434, 67.434, null),
    ('2021-08-01', '2021-08-01', null, null, null, null);

create table marts.fct_identity_checks (
    carried_by_release_month date not null,
    exhibit varchar not null,
    difference_pct decimal(18, 6),
    status varchar not null
);
insert into marts.fct_identity_checks values
    ('2024-01-01', '15', 0.088, 'recorded'),
    ('2024-01-01', '15', 0.0266, 'reviewed'),
    ('2024-01-01', '01', 0.5, 'holds'),
    ('2021-08-01', '1s', 0.03, 'recorded');

create table marts.exhibit_notes (
    release_month date not null,
    exhibit varchar not null,
    sheet varchar not null,
    note_number integer not null,
    note_kind varchar not null,
    mark varchar,
    note_text varchar not null,
    primary key (release_month, exhibit, sheet, note_number)
);
insert into marts.exhibit_notes values
    ('2024-01-01', '01', '1', 1, 'title', null, 'Exhibit 1. Trade'),
    ('2024-01-01', '01', '1', 2, 'limitation', '(1)', 'Exports are overstated by $9 million.'),
    ('2024-01-01', '1s', '1', 1, 'title', null, 'Exhibit 1. Products');

create table marts.fct_release_figures (
    release_month date not null,
    figure varchar not null,
    unit varchar not null,
    computed_value decimal(18, 6),
    lowest_value decimal(18, 6),
    highest_value decimal(18, 6),
    rounded_value decimal(18, 1),
    printed_value decimal(18, 1),
    status varchar not null,
    value_used decimal(18, 1),
    formula varchar,
    inputs varchar,
    reason varchar,
    page_part varchar,
    printed_seed varchar,
    printed_seed_row varchar,
    missing_inputs varchar,
    primary key (release_month, figure)
);
insert into marts.fct_release_figures
select
    *,
    case when printed_value is not null then 'seeds/control/published_figures.csv' end,
    'release_month=' || release_month || ';figure=' || figure || ';column=printed_value',
    case figure when 'exports_travel_change' then 'travel of 2024-01; travel of 2023-12' end
from (values
    ('2024-01-01', 'deficit', 'usd_billions', 67.434, 67.433, 67.435, 67.4, 67.4, 'agree', 67.4,
        'imports - exports', 'x', null, 'title'),
    ('2024-01-01', 'exports_change', 'usd_billions', 0.33, 0.329, 0.331, 0.3, 0.3, 'agree', 0.3,
        'exports - exports of the month before', 'x', null, 'exports'),
    ('2024-01-01', 'exports_pct', 'percent', 0.128473, 0.1, 0.2, 0.1, null, 'computed only', 0.1,
        '100 x change / month before', 'x', null, 'exports'),
    ('2024-01-01', 'exports_goods_change', 'usd_billions', 0.163, null, null, 0.2, null,
        'computed only', 0.2, 'f', 'x', null, 'exports'),
    ('2024-01-01', 'exports_services_change', 'usd_billions', -0.012, null, null, 0.0, null,
        'computed only', 0.0, 'f', 'x', null, 'exports'),
    ('2024-01-01', 'exports_travel_change', 'usd_billions', null, null, null, null, 0.7,
        'printed only', 0.7, 'f', null, 'quoted by a newspaper', 'exports_services'),
    ('2024-01-01', 'avg3_deficit', 'usd_billions', null, null, null, null, 64.8,
        'printed only', 64.8, 'mean', null, null, null),
    ('2021-08-01', 'real_goods_deficit_pct', 'percent', 1.46, null, null, 1.5, null,
        'computed only', 1.5, 'f', 'x', null, 'real')
) as figures (
    release_month, figure, unit, computed_value, lowest_value, highest_value, rounded_value,
    printed_value, status, value_used, formula, inputs, reason, page_part
);

create table marts.rpt_highlight_items (
    release_month date not null,
    figure varchar not null,
    is_named boolean not null,
    primary key (release_month, figure)
);
insert into marts.rpt_highlight_items values ('2024-01-01', 'exports_travel_change', true);

create table marts.fct_release_figure_inputs (
    release_month date not null,
    figure varchar not null,
    input_number integer not null,
    series_id varchar not null,
    period_kind varchar not null,
    period_start date not null,
    period_end date not null,
    input_release_month date not null,
    exhibit varchar not null,
    evidence varchar not null,
    seed varchar not null,
    seed_row varchar not null,
    source_row integer,
    numerator_coefficient integer not null,
    denominator_coefficient integer not null,
    value_musd decimal(18, 6) not null,
    primary key (release_month, figure, input_number),
    foreign key (release_month, figure) references marts.fct_release_figures (release_month, figure)
);
insert into marts.fct_release_figure_inputs
select
    '2024-01-01', figure, input_number, 'exports_sa', 'month', period, period,
    '2024-01-01', '01', 'printed', 'seeds/ft900/exhibit_01.csv',
    'release_month=2024-01-01;row_kind=month;period_start=' || period || ';column=exports_total',
    source_row, sign, base, value_musd
from (values
    ('exports_change', 1, date '2024-01-01', 41, 1, 0, 257193),
    ('exports_change', 2, date '2023-12-01', null, -1, 0, 256863),
    ('exports_pct', 1, date '2024-01-01', 41, 100, 0, 257193),
    ('exports_pct', 2, date '2023-12-01', 40, -100, 1, 256863),
    ('deficit', 1, date '2022-12-01', null, 1, 0, 1)
) as inputs (figure, input_number, period, source_row, sign, base, value_musd);

create view marts.latest_releases as
select release_month, release_name from marts.dim_release
where release_month = (select max(release_month) from marts.dim_release);
create view marts.a_view_over_a_view as select release_name from marts.latest_releases;
create macro marts.releases_up_to(newest, least) as table
select * from marts.dim_release as releases
where releases.release_name between least and newest;

comment on table marts.dim_release is 'One row per release; it''s the first table.';
comment on column marts.rpt_release_chart.deficit_musd is 'Millions of U.S. dollars.';
comment on macro table marts.releases_up_to is 'One row per release between two; it''s a function.';
comment on view marts.latest_releases is 'One row: the newest release.';
comment on column marts.latest_releases.release_name is 'As people write it.';
"""


@dataclass(frozen=True)
class Standin:
    """The stand-in project: its root, and its databases."""

    root: Path

    @property
    def built(self) -> Path:
        """The database as `dbt build` would leave it."""
        return self.root / "target" / "tradegap.duckdb"

    @property
    def published(self) -> Path:
        """The published file."""
        return self.root / "published" / "tradegap.duckdb"

    def change(self, sql: str) -> None:
        """Run statements on the built database, `work` beside it as in a `dbt build`."""
        with duckdb.connect(str(self.built)) as connection:
            connection.execute(f"attach '{self.built.with_name('work.duckdb')}' as work")
            connection.execute(sql)

    def ask(self, sql: str, path: Path | None = None) -> list[tuple]:
        """The rows of a query on the published file, or on another one."""
        with duckdb.connect(str(path or self.published), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def unfinished(self) -> list[Path]:
        """Files in the published folder that are not the published database."""
        return [path for path in self.published.parent.iterdir() if path != self.published]


def make(root: Path) -> Standin:
    """Write the stand-in project into an empty folder."""
    standin = Standin(root)
    for name, text in {
        "dbt_project.yml": "name: tradegap\n",
        "seeds/ft900/exhibit_01.csv": EXHIBIT,
        "seeds/control/published_figures.csv": PRINTED,
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    standin.built.parent.mkdir()
    standin.change("create schema work.seeds; create table work.seeds.exhibit_01 as select 1 as id")
    standin.change(MARTS)
    return standin
