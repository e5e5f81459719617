"""The project is found from inside it, or from where the package is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tradegap import project
from tradegap.errors import TradegapError
from tradegap.project import find_root, is_root


def test_the_root_is_found_from_any_folder_inside(root: Path) -> None:
    assert find_root(root / "models" / "marts") == root
    assert find_root(root) == root


def test_elsewhere_it_is_found_from_the_package(root: Path, tmp_path: Path) -> None:
    assert find_root(tmp_path) == root


def test_another_dbt_project_on_the_way_is_passed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "dbt_project.yml").write_text("name: 'other'\nprofile: tradegap\n")
    assert find_root(tmp_path) == root


def test_nowhere_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "__file__", str(tmp_path / "tradegap" / "project.py"))
    with pytest.raises(TradegapError, match=r"change to the folder that holds its dbt_project"):
        find_root(tmp_path)


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        ("name: tradegap\n", True),
        ("# a comment\nname: 'tradegap'  # ours\n", True),
        ('name: "tradegap"', True),
        ("name: tradegap_other\n", False),
        ("models:\n  name: tradegap\n", False),
        ("", False),
    ],
)
def test_the_name_in_the_project_file_decides(text: str, is_it: bool, tmp_path: Path) -> None:
    (tmp_path / "dbt_project.yml").write_text(text)
    assert is_root(tmp_path) is is_it


def test_an_error_is_one_line() -> None:
    assert str(TradegapError("a\n  b\tc ")) == "a b c"
