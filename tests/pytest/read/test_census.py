"""The Census Bureau's long series: by country, in real terms, by end-use code."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import geography_factory as factory
from refusals import refusal
from tradegap.errors import TradegapError
from tradegap.layouts.seeds import ALL_SEEDS, GOODS_BY_CODE
from tradegap.load import identities
from tradegap.load.ingest import Options, ingest
from tradegap.read import csv_files
from tradegap.read.inputs import read_all
from tradegap.read.sources import Reading
from tradegap.store import journal
from workbook_factory import save_csv

Lines = list[dict[str, str]]
Edit = Callable[[Lines], object]

FORMS: dict[str, Callable[[], Lines]] = {
    "country": factory.goods_by_country,
    "real": factory.real_goods,
    "codes": factory.imports_by_code,
    "names": factory.end_use_codes,
}


def read(path: Path) -> Reading:
    (reading,) = read_all([path])[0]
    return reading


def packed(path: Path, lines: Lines) -> Path:
    """Write a csv file, packed."""
    plain = save_csv(path.with_suffix(""), lines)
    path.write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    return path


def test_goods_by_country_are_items(tmp_path: Path) -> None:
    lines = factory.goods_by_country()
    lines[0]["value_musd"] = "12.500000"
    reading = read(save_csv(tmp_path / "a.csv", lines))
    assert (reading.seed.name, reading.release_month) == (
        "history/census_goods_by_country_sa",
        "2025-02-01",
    )
    assert reading.source.agency == "U.S. Census Bureau"
    assert reading.source.form == "history_csv"
    assert len(reading.rows) == 26 + 24
    assert reading.rows[0] == {
        "release_month": "2025-02-01",
        "block": "",
        "parent_item": "",
        "item": "Korea, South",
        "row_kind": "month",
        "period_start": "2023-01-01",
        "period_end": "2023-01-01",
        "line": "1",
        "source_row": "",
        "exports": "12.5",
        "imports": "3468",
    }
    last = reading.rows[-1]
    assert (last["item"], last["period_end"], last["line"]) == ("OPEC", "2024-12-01", "2")
    assert last["exports"] == "3471.285714"


def test_real_goods_are_a_row_a_month(tmp_path: Path) -> None:
    reading = read(save_csv(tmp_path / "a.csv", factory.real_goods()))
    assert (reading.seed.name, reading.release_month) == (
        "history/census_real_goods",
        "1995-02-01",
    )
    assert len(reading.rows) == 2 * 14
    assert {row["price_basis"] for row in reading.rows} == {"chained_2012"}
    row = reading.rows[-1]
    number = 1995 * 12 + 1
    assert (row["flow"], row["period_start"], row["row_kind"]) == ("imports", "1995-02-01", "month")
    for name, item in (
        ("automotive", "Automotive Vehicles, etc."),
        ("census", "Total, Census Basis"),
        ("industrial_supplies", "Industrial Supplies"),
        ("residual", "Residual"),
    ):
        assert row[name] == str(number + 100 * factory.REAL_ITEMS.index(item))


def test_imports_by_code_may_be_packed(tmp_path: Path) -> None:
    lines = factory.imports_by_code()
    plain = read(save_csv(tmp_path / "a.csv", lines))
    assert read(packed(tmp_path / "b.csv.gz", lines)).rows == plain.rows
    assert plain.release_month == "2025-02-01"
    assert len(plain.rows) == 3 * 14
    assert plain.rows[1] == {
        "release_month": "2025-02-01",
        "basis": "census",
        "seasonal_adjustment": "sa",
        "end_use_code": "MGOODS",
        "month": "2024-02-01",
        "value": "3036.125",
    }


def test_the_digits_of_a_code_make_the_tree(tmp_path: Path) -> None:
    rows = read(save_csv(tmp_path / "a.csv", factory.end_use_codes())).rows
    assert {row["end_use_code"]: (row["digits"], row["parent_code"]) for row in rows} == {
        "M0": ("1", "MGOODS"),
        "M00": ("2", "M0"),
        "M000": ("3", "M00"),
        "M00000": ("5", "M000"),
        "MC": ("", ""),
        "MC0000": ("", ""),
        "MGOODS": ("", ""),
    }


def put(column: str, content: str, at: int = 0) -> Edit:
    """Another content in a cell."""
    return lambda lines: lines[at].__setitem__(column, content)


def without(**cells: str) -> Edit:
    """Without the lines that have these cells."""

    def edit(lines: Lines) -> None:
        lines[:] = [x for x in lines if any(x[name] != cells[name] for name in cells)]

    return edit


WRONG: list[tuple[str, str, Edit, str]] = [
    ("flow", "country", put("flow", "balance"), "row 2: found 'balance' as flow"),
    ("area", "country", put("area", ""), "row 2: found '' as area"),
    ("value", "country", put("value_musd", "1e5"), "row 2: found '1e5' as value_musd"),
    ("decimals", "country", put("value_musd", "1.1234567"), "at most 6 decimals"),
    ("month", "country", put("month", "2023-01-31"), "as month"),
    (
        "twice",
        "country",
        lambda ls: ls.append(dict(ls[0])),
        "January 2023 of Korea, South, exports a",
    ),
    ("gap", "country", without(area="OPEC", month="2023-05-01"), "no May 2023 for OPEC"),
    ("one flow", "country", without(area="OPEC", flow="imports"), "only one flow of OPEC"),
    (
        "one flow ends",
        "country",
        without(area="OPEC", flow="imports", month="2024-12-01"),
        "only one flow of OPEC in December 2024",
    ),
    ("item", "real", put("item", "Cod"), "row 2: found the item 'Cod'"),
    ("broken", "real", put("value_chained_2012_musd", "1.5"), "a whole number"),
    (
        "no item",
        "real",
        without(item="Residual", flow="imports"),
        "no January 1994 for residual of imports",
    ),
    (
        "early end",
        "real",
        without(item="Residual", month="1995-02-01"),
        "no February 1995 for residual",
    ),
    (
        "late begin",
        "real",
        without(item="Residual", month="1994-01-01"),
        "no January 1994 for residual",
    ),
    (
        "early begin",
        "real",
        lambda ls: ls.append({**ls[0], "month": "1993-12-01"}),
        "also December 1993",
    ),
    ("code", "codes", put("end_use_code", "m0"), "row 2: found 'm0' as end_use_code"),
    (
        "gap of a code",
        "codes",
        without(end_use_code="M0", month="2024-03-01"),
        "no March 2024 for M0",
    ),
    (
        "end of a code",
        "codes",
        without(end_use_code="M0", month="2025-02-01"),
        "February 2025 for some codes",
    ),
    ("no name", "names", put("name", ""), "as name"),
    ("name twice", "names", lambda ls: ls.append(dict(ls[0])), "M0 a second time"),
    ("no parent", "names", without(end_use_code="M000"), "M00000 without M000"),
    ("no total", "names", without(end_use_code="MGOODS"), "M0 without MGOODS"),
]


@pytest.mark.parametrize(
    ("form", "edit", "message"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_what_is_wrong_is_named(form: str, edit: Edit, message: str, tmp_path: Path) -> None:
    lines = FORMS[form]()
    edit(lines)
    text = refusal(save_csv(tmp_path / "a.csv", lines))
    assert message in text


@pytest.mark.parametrize("form", ["country", "real", "codes"])
def test_a_missing_column_is_named(form: str, tmp_path: Path) -> None:
    lines = [{k: v for k, v in line.items() if k != "month"} for line in FORMS[form]()]
    lines = [{**line, "day": "1"} for line in lines] if form == "codes" else lines
    path = save_csv(tmp_path / "a.csv", lines)
    with pytest.raises(TradegapError, match=r"no month|a csv file with other columns"):
        read_all([path])


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_truncated_packed_file(part: float, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.csv.gz", factory.imports_by_code())
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    assert "is cut off or damaged" in refusal(path)


def test_a_packed_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(b"month,end_use_code\n")
    assert "is cut off or damaged" in refusal(path)


def test_a_packed_file_of_absurd_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "a.csv.gz", factory.imports_by_code())
    monkeypatch.setattr(csv_files, "MAX_UNPACKED", 100)
    assert "more than 0 MB unpacked" in refusal(path)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without any seed; identities, which need dbt, are tested elsewhere."""
    monkeypatch.setattr(identities.Checker, "check", lambda *_: identities.NOTHING_FOUND)
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


def test_what_is_too_long_for_a_seed_stands_packed_beside_them(
    project: Path, tmp_path: Path
) -> None:
    path = packed(tmp_path / "a.csv.gz", factory.imports_by_code())
    said: list[str] = []
    ingest([path], project, said.append)
    assert said[0] == f"2025-02 goods_by_end_use_code: new ({path})"
    held = project / "data" / "goods_by_end_use_code.csv.gz"
    before = held.read_bytes()
    lines = gzip.decompress(before).decode().splitlines()
    assert lines[0] == "release_month,basis,seasonal_adjustment,end_use_code,month,value"
    assert lines[1:] == sorted(lines[1:])
    assert len(lines) == 1 + 3 * 14
    assert before[4:8] == bytes(4)  # no time of writing in it
    releases = (project / "seeds/reference/releases.csv").read_text()
    assert "2025-02-01" in releases
    said.clear()
    ingest([path], project, said.append)
    assert said[-1].startswith("No change")
    held.unlink()
    ingest([path], project, said.append)
    assert held.read_bytes() == before


def test_other_figures_of_a_code_are_refused_and_taken_with_replace(
    project: Path, tmp_path: Path
) -> None:
    lines = factory.imports_by_code()
    ingest([save_csv(tmp_path / "a.csv", lines)], project, list[str]().append)
    lines[0]["value_musd"] = "5"
    other = save_csv(tmp_path / "b.csv", lines)
    with pytest.raises(
        TradegapError, match=r"value of census, sa, MGOODS, 2024-01-01 .* is 3036, 5 in b\.csv"
    ):
        ingest([other], project, list[str]().append)
    ingest([other], project, list[str]().append, Options(replace=True))
    content = (project / GOODS_BY_CODE.path).read_bytes()
    assert "2025-02-01,census,sa,MGOODS,2024-01-01,5\n" in gzip.decompress(content).decode()


def test_a_damaged_packed_file_of_the_project_is_named(project: Path, tmp_path: Path) -> None:
    path = save_csv(tmp_path / "a.csv", factory.imports_by_code())
    ingest([path], project, list[str]().append)
    (project / GOODS_BY_CODE.path).write_bytes(b"oops")
    with pytest.raises(TradegapError, match=r"^data/goods_by_.*cannot be read.*checkout -- data"):
        ingest([path], project, list[str]().append)


def test_codes_are_of_no_release(project: Path, tmp_path: Path) -> None:
    path = save_csv(tmp_path / "a.csv", factory.end_use_codes())
    said: list[str] = []
    ingest([path], project, said.append)
    assert said[0] == f"end_use_codes: new ({path})"
    text = (project / ALL_SEEDS["reference/end_use_codes"].path).read_text()
    assert text.splitlines()[1] == "M0,Name of M0,1,MGOODS"
    assert not (project / "seeds/reference/releases.csv").read_text().splitlines()[1:]


def test_a_killed_change_of_it_is_finished_and_what_is_left_removed(
    project: Path, tmp_path: Path
) -> None:
    """The journal covers data/ as it does the seeds."""
    path = save_csv(tmp_path / "a.csv", factory.imports_by_code())
    ingest([path], project, list[str]().append)
    held = project / GOODS_BY_CODE.path
    new = held.with_name(f".{held.name}.0123abcd.tmp")
    new.write_bytes(b"new")
    entry = {
        "path": GOODS_BY_CODE.path.as_posix(),
        "new": f"data/{new.name}",
        "sha256": hashlib.sha256(b"new").hexdigest(),
    }
    text = json.dumps({"version": journal.VERSION, "files": [entry]})
    (project / journal.JOURNAL).write_text(text)
    assert journal.recover(project)
    assert (held.read_bytes(), new.exists()) == (b"new", False)
    held.unlink()
    new.write_bytes(b"left over")
    ingest([path], project, list[str]().append)
    assert [file.name for file in (project / "data").iterdir()] == [held.name]
