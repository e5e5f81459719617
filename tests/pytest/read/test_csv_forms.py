"""docs/csv-forms.md describes the csv files that are read: the very columns that the code wants."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tradegap.errors import TradegapError
from tradegap.read.csv_exhibits import NUMBERS
from tradegap.read.inputs import CSV_FORMS, CsvForm, read_all


@dataclass(frozen=True)
class Described:
    """What the document says of a form."""

    text: str
    columns: tuple[str, ...]
    example: tuple[list[str], ...]


@pytest.fixture(scope="module")
def described(root: Path) -> dict[str, Described]:
    """The forms of the document, by name, in its order."""
    text = (root / "docs" / "csv-forms.md").read_text(encoding="utf-8")
    forms = {}
    for part in text.split("\n## ")[1:]:
        name, _, body = part.partition("\n")
        columns = re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE)
        (example,) = re.findall(r"^```csv\n(.*?)^```$", body, re.MULTILINE | re.DOTALL)
        lines = tuple(csv.reader(example.splitlines()))
        forms[name] = Described(body, tuple(columns), lines)
    return forms


def without_year(columns: list[str]) -> tuple[str, ...]:
    """Column names with YYYY for a year."""
    return tuple(re.sub(r"(?<=chained_)\d{4}", "YYYY", column) for column in columns)


def test_every_form_is_described_and_no_other(described: dict[str, Described]) -> None:
    assert list(described) == [form.name for form in CSV_FORMS]


@pytest.mark.parametrize("form", CSV_FORMS, ids=[form.name for form in CSV_FORMS])
def test_the_columns_of_a_form_are_those_that_are_read(
    form: CsvForm, described: dict[str, Described]
) -> None:
    found = described[form.name]
    assert found.columns == form.columns
    header, *lines = found.example
    assert without_year(header) == form.columns
    assert [len(line) for line in lines] == [len(header)]


@pytest.mark.parametrize("form", CSV_FORMS, ids=[form.name for form in CSV_FORMS])
def test_an_example_is_of_its_form(
    form: CsvForm, described: dict[str, Described], tmp_path: Path
) -> None:
    """One line is seldom a whole file: then only what else the form has is missed."""
    path = tmp_path / "any name.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(described[form.name].example)
    forms, missed = set(), ""
    try:
        forms = {reading.source.form for reading in read_all([path])[0]}
    except TradegapError as error:
        missed = str(error)
    assert forms == {form.form} or re.search(r"found (no|only one|\w+ without) ", missed)


def test_the_exhibits_of_a_tidy_file_are_named(described: dict[str, Described]) -> None:
    (said,) = re.findall(r"exhibits ([\d, toand]+)\. Every", described["exhibits"].text)
    numbers: list[str] = []
    for part in re.split(r", | and ", said):
        first, _, last = part.partition(" to ")
        numbers += [str(number) for number in range(int(first), int(last or first) + 1)]
    assert tuple(numbers) == NUMBERS


@pytest.mark.official
def test_the_examples_are_lines_of_the_official_files(
    described: dict[str, Described], official_files: Path
) -> None:
    lines = set()
    for path in official_files.rglob("*.csv"):
        lines |= set(path.read_text(encoding="utf-8").splitlines())
    examples = {
        name: line
        for name, form in described.items()
        for line in form.text.partition("```csv\n")[2].partition("\n```")[0].splitlines()
        if name != "imports by end-use code"
    }
    assert [name for name, line in examples.items() if line not in lines] == []
