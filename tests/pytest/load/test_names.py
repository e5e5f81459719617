"""What ingest says of a release: names nobody knows, implausible figures, what it revises."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingest_project import Project
from tradegap import cli
from tradegap.layouts.seeds import ALL_SEEDS, ITEM_SCHEMES, ITEMS, Holdings, Row
from tradegap.load import identities
from tradegap.load import ingest as ingesting
from tradegap.load.ingest import Options, Outcome
from tradegap.load.plausible import implausible
from tradegap.store.item_names import add_new
from workbook_factory import commodities, exhibit, save_release

OLD, NEW = "2021-08-01", "2021-09-01"

SCHEMES = {
    "07": ("end_use_exports", "category", "export_", "goods_exports_by_commodity"),
    "14": ("regions", "area", "", "goods_by_area"),
    "19": ("selected_areas", "area", "", ""),
}
KNOWN = {
    "07": [("", "Total, Census Basis", "census", ""), ("foods", "Corn", "export_corn", "foods")],
    "14": [
        ("", "Total Census Basis", "world", ""),
        ("Total Census Basis", "Europe", "europe", "world"),
        ("Total Census Basis", "Africa", "africa", "world"),
        ("Europe", "Other", "other", "europe"),
        ("Europe", "Turkey", "turkey", "europe"),
    ],
    "19": [
        ("", "Brazil", "brazil", "world"),
        ("", "All other countries", "all_other_countries_15", "world"),
        ("", "OPEC", "opec", ""),
    ],
}
SEEDS = {"07": "ft900/exhibit_07", "14": "ft900/exhibit_14", "19": "ft900/exhibit_19"}
Printed = list[tuple[str, str]]


def holdings(exhibit: str, **printed: Printed) -> Holdings:
    """The list of one exhibit, and what releases print: items with what they stand under."""
    made: Holdings = {name: {} for name in ALL_SEEDS}
    scheme, dimension, prefix, rollup = SCHEMES[exhibit]
    row = dict(zip(ITEM_SCHEMES.columns, (exhibit, "all", scheme), strict=False))
    row |= {"dimension": dimension, "code_prefix": prefix, "rollup_id": rollup}
    made[ITEM_SCHEMES.name][ITEM_SCHEMES.key_of(row)] = row
    for parent, name, code, part_of in KNOWN[exhibit]:
        until = OLD if name == "All other countries" else ""
        listed(made, scheme, parent, name, code, part_of, until)
    seed = ALL_SEEDS[SEEDS[exhibit]]
    for release, items in printed.items():
        for line, (parent, name) in enumerate(items, start=1):
            month = f"{release[1:5]}-{release[5:]}-01"
            cells: Row = dict.fromkeys(seed.columns, "")
            cells |= {"release_month": month, "item": name, "line": str(line)}
            cells |= {"row_kind": "month", "period_start": month, "period_end": month}
            cells["category" if exhibit == "07" else "parent_item"] = parent
            made[seed.name][seed.key_of(cells)] = cells
    return made


def listed(
    made: Holdings, scheme: str, parent: str, name: str, code: str, part_of: str, until: str = ""
) -> None:
    """Put a reviewed name into a list."""
    values = (scheme, parent, name, "", until, code, part_of, "", "true")
    row = dict(zip(ITEMS.columns, values, strict=True))
    made[ITEMS.name][ITEMS.key_of(row)] = row


def added(made: Holdings) -> list[tuple[str, ...]]:
    """The rows that nobody reviewed: parent, name, first and last release, code, whole."""
    columns = ("parent_item", "printed_name", "first_release", "last_release", "item", "part_of")
    rows = made[ITEMS.name].values()
    return [tuple(row[c] for c in columns) for row in rows if row["is_reviewed"] == "false"]


def named(made: Holdings, name: str) -> list[Row]:
    """The rows of a printed name, in the order of their releases."""
    rows = [row for row in made[ITEMS.name].values() if row["printed_name"] == name]
    return sorted(rows, key=lambda row: row["first_release"])


EUROPE = [("", "Total Census Basis"), ("Total Census Basis", "Europe"), ("Europe", "Other")]


# --- names --------------------------------------------------------------------------------


def test_a_new_commodity_is_an_item_of_its_own_and_is_named() -> None:
    made = holdings("07", r202109=[("foods", "Corn"), ("foods", "Maize & rice")])
    assert add_new(made, {NEW}) == [
        "2021-09 exhibit 7: found 'Maize & rice' under foods, which no list names, and took each "
        "for an item of its own: if it is another name of an old one, give it that item in "
        "seeds/reference/items.csv"
    ]
    assert added(made) == [("foods", "Maize & rice", "", "", "export_maize_and_rice", "foods")]


def test_a_renamed_country_is_reported_as_found_and_as_missing() -> None:
    made = holdings(
        "14",
        r202108=[*EUROPE, ("Europe", "Turkey")],
        r202109=[*EUROPE, ("Europe", "Türkiye")],
    )
    found, missing = add_new(made, {NEW})
    assert found.startswith("2021-09 exhibit 14: found 'Türkiye' under Europe, which no list names")
    assert missing == "2021-09 exhibit 14: without 'Turkey' under Europe, which 2021-08 has"
    assert added(made) == [("Europe", "Türkiye", "", "", "turkiye", "europe")]


def test_another_name_of_the_same_item_is_neither_new_nor_missing() -> None:
    made = holdings(
        "14",
        r202108=[*EUROPE, ("Europe", "Turkey")],
        r202109=[*EUROPE, ("Europe", "Türkiye")],
    )
    listed(made, "regions", "Europe", "Türkiye", "turkey", "europe")
    assert add_new(made, {NEW}) == []
    assert added(made) == []


def test_other_under_a_new_region_is_another_item() -> None:
    region = [("Total Census Basis", "Antarctica"), ("Antarctica", "Other")]
    made = holdings("14", r202109=[*EUROPE, *region])
    (line,) = add_new(made, {NEW})
    assert "found 'Antarctica' under Total Census Basis, 'Other' under Antarctica, which" in line
    assert added(made) == [
        ("Total Census Basis", "Antarctica", "", "", "antarctica", "world"),
        ("Antarctica", "Other", "", "", "other_antarctica", "antarctica"),
    ]


def test_a_code_is_given_once() -> None:
    made = holdings("14", r202109=[("Europe", "Turkey"), ("Europe", "Tur-key"), ("Europe", "Tür")])
    listed(made, "regions", "Europe", "Somewhere", "tur_key", "europe")
    listed(made, "regions", "Europe", "Elsewhere", "tur_key_europe", "europe")
    add_new(made, {NEW})
    assert [row[4] for row in added(made)] == ["tur_key_europe_2", "tur"]


REST = [("", "Brazil"), ("", "All other countries"), ("", "OPEC")]


def test_a_remainder_is_the_one_of_the_release_with_the_same_list() -> None:
    made = holdings("19", r202108=REST, r202109=[*REST, ("", "NATO")])
    (found,) = add_new(made, {NEW})
    assert found.startswith("2021-09 exhibit 19: found 'NATO', which no list names")
    rows = {row["first_release"]: row for row in named(made, "All other countries")}
    assert rows[NEW]["last_release"] == NEW
    assert rows[NEW]["item"] == rows[""]["item"] == "all_other_countries_15"


def test_the_remainder_of_another_list_is_another_item() -> None:
    made = holdings("19", r202108=REST, r202109=[("", "Argentina"), *REST])
    (found,) = add_new(made, {NEW})
    assert found.startswith(
        "2021-09 exhibit 19: found 'Argentina', 'All other countries', which no list names"
    )
    rows = {row[1]: row for row in added(made)}
    # It is a part of what it is elsewhere, though OPEC below it is a part of nothing.
    assert rows["All other countries"][2:] == (NEW, NEW, "all_other_countries_2021_09", "world")


def test_a_remainder_that_a_row_speaks_of_is_another_item_where_its_list_is_another() -> None:
    longer = [("", "Argentina"), *REST]
    made = holdings("19", r202107=REST, r202108=longer, r202106=REST)
    add_new(made, {OLD})
    assert [
        (row["first_release"], row["last_release"], row["item"])
        for row in named(made, "All other countries")
    ] == [
        ("", "2021-07-01", "all_other_countries_15"),
        (OLD, OLD, "all_other_countries_2021_08"),
    ]


def test_a_name_of_another_list_of_the_kind_is_the_same_item() -> None:
    made = holdings("14", r202109=[*EUROPE, ("Africa", "Brazil")])
    made[ITEM_SCHEMES.name] |= holdings("19")[ITEM_SCHEMES.name]
    made[ITEMS.name] |= holdings("19")[ITEMS.name]
    lines = add_new(made, {NEW})
    assert "2021-09 exhibit 14: 'Brazil' under Africa is an item that other exhibits have" in lines
    [here] = [row for row in named(made, "Brazil") if row["scheme"] == "regions"]
    assert (here["item"], here["part_of"], here["is_reviewed"]) == ("brazil", "africa", "true")


@pytest.mark.parametrize(
    ("printed", "part_of"),
    [
        ([("", "Argentina"), ("", "Brazil"), ("", "OPEC")], "world"),
        ([("", "Brazil"), ("", "Argentina"), ("", "OPEC")], ""),
        ([("", "Brazil"), ("", "OPEC"), ("", "Argentina")], ""),
        ([("", "Argentina"), ("", "Bolivia"), ("", "Brazil")], "world"),
        ([("", "Argentina")], ""),
    ],
)
def test_where_no_sum_is_named_an_item_is_a_part_of_what_its_neighbours_are(
    printed: Printed, part_of: str
) -> None:
    made = holdings("19", r202109=printed)
    add_new(made, {NEW})
    assert {row[1]: row[5] for row in added(made)}["Argentina"] == part_of


def test_a_table_without_a_list_is_left_alone() -> None:
    made = holdings("14", r202109=[("Europe", "Nowhere")])
    made[ITEM_SCHEMES.name].clear()
    assert add_new(made, {NEW}) == []
    assert added(made) == []


def test_releases_that_are_not_ingested_are_not_looked_at() -> None:
    made = holdings("14", r202108=[*EUROPE, ("Europe", "Turkey")], r202109=[("Europe", "Nowhere")])
    assert add_new(made, {OLD}) == []


def test_a_second_time_nothing_is_new(project: Project, tmp_path: Path, root: Path) -> None:
    folder = project.root / "seeds" / "reference"
    folder.mkdir(parents=True)
    for name in ("items", "item_schemes"):
        (folder / f"{name}.csv").write_bytes(
            (root / ITEMS.path.parent / f"{name}.csv").read_bytes()
        )
    page = commodities("7")
    page.rows[page.find("Corn")][0] = "Maize"
    book = page.save(tmp_path / "exh7.xlsx")
    assert any("found 'Maize' under foods" in line for line in project.ingest(book))
    before = project.files()
    assert project.ingest(book)[-1] == "No change: all of it is held already."
    assert project.files() == before
    (row,) = project.rows("reference/items", printed_name="Maize")
    assert (row["item"], row["is_reviewed"]) == ("export_maize", "false")


# --- plausible ----------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project without any seed; identities, which need dbt, are tested elsewhere."""
    monkeypatch.setattr(identities.Checker, "check", lambda *_: identities.NOTHING_FOUND)
    return Project(tmp_path / "project")


def figured(release: str, count: int, figure: str) -> Holdings:
    """A release of exhibit 7 with so many items of one mean figure, others in each release."""
    made: Holdings = {name: {} for name in ALL_SEEDS}
    seed = ALL_SEEDS["ft900/exhibit_07"]
    for number in range(count):
        row = dict.fromkeys(seed.columns, "")
        value = int(figure) + {0: 1, 1: -1}.get(number, 0) * (release == NEW)
        row |= {"release_month": release, "item": f"Item {number}", "value": str(value)}
        row |= {"row_kind": "month", "period_start": release, "period_end": release}
        made[seed.name][seed.key_of(row)] = row
    return made


def both(held: Holdings, new: Holdings) -> Holdings:
    """The seeds of both."""
    return {name: held[name] | new[name] for name in held}


@pytest.mark.parametrize(
    ("count", "figure", "said"),
    [
        (20, "100", ""),
        (10, "-100", ""),
        (
            9,
            "100",
            "exhibit 7 of 2021-09: found 9 rows of its newest period, expected about 20 as in ",
        ),
        (20, "1000", ""),
        (20, "10", ""),
        (20, "1001", "found figures of 1,001 on average, expected about 100 as in 2021-08: look "),
        (20, "9", "found figures of 9 on average, expected about 100 as in 2021-08"),
        (20, "100000", "exhibit 7 of 2021-09: found figures of 100,000 on average"),
    ],
)
def test_a_release_looks_like_the_nearest_one(count: int, figure: str, said: str) -> None:
    held, new = figured(OLD, 20, "100"), figured(NEW, count, figure)
    found = implausible(held, both(held, new), {NEW})
    if not said:
        assert found == {}
        return
    [message] = found.values()
    assert said in message
    assert message.endswith("pass --unusual to accept it")


def test_the_nearest_release_is_compared_with_and_the_first_with_none() -> None:
    far = figured("2011-08-01", 20, "1")
    held = both(far, figured(OLD, 20, "100"))
    assert not implausible(held, both(held, figured(NEW, 20, "100")), {NEW})
    nothing: Holdings = {name: {} for name in ALL_SEEDS}
    assert not implausible(nothing, figured(NEW, 3, "1"), {NEW})


def periods(release: str, *figures: tuple[str, str, str, str, str]) -> Holdings:
    """A release of exhibit 4s with periods of a country: kind, first and last month, figures."""
    made: Holdings = {name: {} for name in ALL_SEEDS}
    seed = ALL_SEEDS["ft900/supplement_4s"]
    for kind, start, end, exports, imports in figures:
        row = dict.fromkeys(seed.columns, "") | {"release_month": release, "item": "Chad"}
        row |= {"row_kind": kind, "period_start": start, "period_end": end}
        row |= {"exports": exports, "imports_customs": imports}
        made[seed.name][seed.key_of(row)] = row
    return made


@pytest.mark.parametrize(
    ("held", "new", "told"),
    [
        ((("month", OLD, OLD, "5", "7"),), (("month", NEW, NEW, "5", "8"),), ""),
        (
            (("month", OLD, OLD, "5", "7"),),
            (("month", NEW, NEW, "5", "7"),),
            "found the same figures for September 2021 as release 2021-08 has for August 2021",
        ),
        (
            (),
            (("month", NEW, NEW, "5", "7"), ("month", OLD, OLD, "5", "7")),
            "found the same figures for September 2021 as release 2021-09 has for August 2021",
        ),
        # In January the year to date is the month; nothing in two months is no copy.
        ((), (("month", NEW, NEW, "5", "7"), ("year_to_date", NEW, NEW, "5", "7")), ""),
        ((("month", OLD, OLD, "0", ""),), (("month", NEW, NEW, "0", ""),), ""),
        # An unrevised month is the same figure of the same period.
        ((("month", OLD, OLD, "5", "7"),), (("month", OLD, OLD, "5", "7"),), ""),
        (
            (("month", OLD, OLD, "500", "700"),),
            (("month", OLD, OLD, "690", "505"),),
            "found 'exports' with figures like 'imports_customs' of 2021-08, and the reverse",
        ),
        (
            (("month", OLD, OLD, "50", "70"),),
            (("month", NEW, NEW, "51", "71"), ("month", OLD, OLD, "60", "80")),
            "found figures for September 2021 like those of August 2021 in 2021-08, expected",
        ),
        # Revised by less than months differ by.
        (
            (("month", OLD, OLD, "50", "70"),),
            (("month", NEW, NEW, "51", "71"), ("month", OLD, OLD, "52", "72")),
            "",
        ),
        # What is printed of one of the months only tells nothing.
        (
            (("month", OLD, OLD, "50", "70"),),
            (("month", NEW, NEW, "51", ""), ("month", OLD, OLD, "51", "700")),
            "",
        ),
        # Revised, even above the other one: no exchange.
        ((("month", OLD, OLD, "500", "700"),), (("month", OLD, OLD, "900", "700"),), ""),
        ((("month", OLD, OLD, "500", "700"),), (("month", OLD, OLD, "610", "590"),), ""),
    ],
)
def test_figures_that_stand_where_others_belong_are_implausible(
    held: tuple[tuple[str, str, str, str, str], ...],
    new: tuple[tuple[str, str, str, str, str], ...],
    told: str,
) -> None:
    before = periods(OLD, *held)
    found = implausible(before, both(before, periods(NEW, *new)), {NEW})
    if not told:
        assert found == {}
        return
    [message] = found.values()
    assert message.startswith(f"exhibit 4s of 2021-09: {told}")
    assert message.endswith("pass --unusual to accept it")


@pytest.mark.parametrize("step", [0, 1, -1])
def test_figures_of_the_row_above_or_below_are_implausible(step: int) -> None:
    figures = [100, 20, 300, 40, 50]
    held, new = figured(OLD, 5, "0"), figured(OLD, 5, "0")
    seed = ALL_SEEDS["ft900/exhibit_07"]
    for row, figure in zip(held[seed.name].values(), figures, strict=True):
        row["value"] = str(figure)
    moved = figures[-step:] + figures[:-step]
    rows = [row | {"release_month": NEW} for row in new[seed.name].values()]
    for row, figure in zip(rows, moved, strict=True):
        row["value"] = str(figure + 1)
    new[seed.name] = {seed.key_of(row): row for row in rows}
    found = implausible(held, both(held, new), {NEW})
    where = {1: "above", -1: "below"}.get(step)
    assert [f"the row {where} in 2021-08" in message for message in found.values()] == (
        [True] if step else []
    )


def test_what_is_unusual_is_refused_and_taken_on_demand(project: Project, tmp_path: Path) -> None:
    project.ingest(*save_release(tmp_path / "2021-08", numbers=("5",)))
    page = exhibit("5", (2021, 9))
    for row in page.rows:
        row[1:] = [cell * 1000 if isinstance(cell, int) else cell for cell in row[1:]]
    book = page.save(tmp_path / "2021-09" / "exh5.xlsx")
    assert "look whether its unit is another" in project.refusal(book)
    said: list[str] = []
    ingesting.ingest([book], project.root, said.append, Options(unusual=True))
    assert said[0].startswith("2021-09 exhibit 05: new")


def test_the_command_has_a_word_for_it(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Options] = []

    def take(*arguments: Options) -> Outcome:
        asked.append(arguments[-1])
        return Outcome()

    monkeypatch.setattr(cli, "find_root", lambda: project.root)
    monkeypatch.setattr(ingesting, "ingest", take)
    for words in ([], ["--unusual"], ["--replace"], ["--all-or-nothing"], ["--accept", " so "]):
        with pytest.raises(SystemExit):
            cli.main(["ingest", *words, str(tmp_path)])
    assert asked == [
        Options(),
        Options(unusual=True),
        Options(replace=True),
        Options(all_or_nothing=True),
        Options(accept="so"),
    ]


# --- what is revised ----------------------------------------------------------------------


def test_revisions_are_said_in_a_sentence() -> None:
    rows = [
        {
            "series_id": series,
            "period_start": date(2021, 3, 1),
            "value": Decimal("20789.500000"),
            "revision": Decimal(revision),
            "revised_count": 1234,
            "compared_count": 2000,
        }
        for series, revision in (("exports", "2955.000000"), ("imports", "-0.250000"))
    ]
    assert ingesting._revised("2021-09", rows) == (
        "2021-09 revises 1,234 of the 2,000 figures that an earlier release printed, most of all "
        "exports of 2021-03 by +2,955 to 20,789.5; imports of 2021-03 by -0.25 to 20,789.5"
    )
