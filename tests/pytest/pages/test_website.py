"""The web site's data and catalogue; what the page does with them is tried in tests/browser/."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tradegap.database import PUBLISHED
from tradegap.errors import TradegapError
from tradegap.pages import website
from tradegap.pages.website import BUNDLED, COMPILED, SITE

if TYPE_CHECKING:
    from pathlib import Path

MARTS = """
    create schema marts;
    create table marts.monthly_totals (month date primary key, balance_musd decimal(18, 6));
    comment on table marts.monthly_totals is 'One row per month.';
    comment on column marts.monthly_totals.balance_musd is 'Exports less imports.';
    insert into marts.monthly_totals values ('2024-01-01', -67.1), ('2024-02-01', null);
    create table marts.empty (id integer);
    create view marts.latest as select * from marts.monthly_totals;
    create macro marts.as_of(day) as table select * from marts.latest where month <= day;
"""
QUESTION = """\
-- Question: how large
-- was it? (In short.)
-- Answer: one row.
-- Unit: millions.
select balance_musd -- of all
from "marts"."monthly_totals"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with what the site is made from."""
    for folder in (PUBLISHED.parent, BUNDLED, COMPILED):
        (tmp_path / folder).mkdir(parents=True)
    with duckdb.connect(str(tmp_path / PUBLISHED)) as connection:
        connection.execute(MARTS)
    (tmp_path / BUNDLED / "index.html").write_text("first")
    (tmp_path / COMPILED / "how_large.sql").write_text(QUESTION)
    return tmp_path


def write(project: Path) -> website.Site:
    """The site with a page beside SQL."""

    def pages(folder: Path) -> int:
        (folder / "checks.html").write_text("checks")
        return 1

    return website.write(project, pages)


def catalogue(project: Path) -> dict[str, Any]:
    return json.loads(gzip.decompress((project / SITE / "data/catalogue.json.gz").read_bytes()))


def test_every_table_is_a_file_with_its_rows(project: Path) -> None:
    site = write(project)
    assert (site.tables, site.questions, site.pages) == (2, 1, 1)
    assert (project / SITE / "checks.html").read_text() == "checks"
    files = {one["name"]: one["file"] for one in catalogue(project)["relations"] if one["file"]}
    assert sorted(files) == ["empty", "monthly_totals"]
    for name, file in files.items():
        packed = (project / SITE / file["path"].partition("?")[0]).read_bytes()
        assert len(packed) == file["bytes"]
        (project / "unpacked.duckdb").write_bytes(gzip.decompress(packed))
        with duckdb.connect() as connection:
            connection.execute(f"attach '{project / 'unpacked.duckdb'}' as site (read_only)")
            connection.execute(f"attach '{project / PUBLISHED}' as published (read_only)")
            here, there = f"from site.{name}", f"from published.marts.{name}"
            assert connection.execute(here).fetchall() == connection.execute(there).fetchall()


def test_the_catalogue_says_what_there_is(project: Path) -> None:
    write(project)
    found = {one["name"]: one for one in catalogue(project)["relations"]}
    assert {name: one["kind"] for name, one in found.items()} == {
        "as_of": "function",
        "empty": "table",
        "latest": "view",
        "monthly_totals": "table",
    }
    totals = found["monthly_totals"]
    assert (totals["rows"], totals["key"], totals["comment"]) == (
        2,
        ["month"],
        "One row per month.",
    )
    assert totals["columns"][1] == {
        "name": "balance_musd",
        "type": "DECIMAL(18,6)",
        "comment": "Exports less imports.",
    }
    assert found["as_of"]["sql"].startswith("create macro marts.as_of(day) as table SELECT")
    assert catalogue(project)["questions"] == [
        {
            "name": "how_large",
            "question": "How large was it?",
            "answer": "One row.",
            "unit": "Millions.",
            "sql": "select balance_musd -- of all\nfrom marts.monthly_totals",
        }
    ]
    assert catalogue(project)["newest_month"] == "February 2024"


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("select 1", "does not begin with comments"),
        (QUESTION.replace("monthly_totals", "nowhere"), "nowhere does not exist"),
    ],
)
def test_a_question_that_cannot_be_asked_leaves_the_old_site(
    project: Path, question: str, message: str
) -> None:
    write(project)
    (project / BUNDLED / "index.html").write_text("second")
    (project / COMPILED / "another.sql").write_text(question)
    with pytest.raises(TradegapError, match=message):
        write(project)
    assert {path.name for path in (project / SITE).parent.iterdir()} == {"tradegap.duckdb", "site"}
    assert (project / SITE / "index.html").read_text() == "first"
    (project / COMPILED / "another.sql").unlink()
    write(project)
    assert (project / SITE / "index.html").read_text() == "second"


def test_what_is_missing_is_named(project: Path) -> None:
    (project / BUNDLED / "index.html").unlink()
    (project / BUNDLED).rmdir()
    with pytest.raises(TradegapError, match=r"target/site.*run `make site`"):
        write(project)
