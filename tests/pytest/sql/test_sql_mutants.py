"""No change of one operator in the models' SQL gives wrong data that every test passes.

A sample of what `make mutation` tries, the same each time, and tests of what makes the changes.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

import mutations
import sql_mutants
from compiled import CompiledProject
from mutation_score import Judge, explained, sampled, score
from sql_mutants import Mutant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAMPLE = 40
QUERY = """
with figures as (
    select * from made.figures
    where is_listed and value > 10
),

final as (
    select
        name,
        coalesce(figures.value, 0) + 1.5 as value,
        case when figures.value is null then 'none' else 'some' end as kind,
        min(figures.value) over (partition by name order by month desc) as lowest
    from figures
    left join made.names
        on figures.name = names.name and figures.month between '2020' and '2021'
)

select * from final
"""
CHANGES = {
    ("gt to gte", "value > 10 -> value >= 10"),
    ("condition dropped", "value > 10 -> TRUE"),
    ("constant moved", "10 -> 11"),
    ("constant moved", "1.5 -> 1.6"),
    ("coalesce dropped", "COALESCE(figures.value, 0) -> figures.value"),
    ("is negated", "figures.value IS NULL -> NOT (figures.value IS NULL)"),
    ("order reversed", "month DESC -> month ASC"),
    ("eq to neq", "figures.name = names.name -> figures.name <> names.name"),
    ("another column", "figures.name -> figures.month"),
    (
        "between without its high end",
        "figures.month BETWEEN '2020' AND '2021' "
        "-> (figures.month >= '2020' AND figures.month < '2021')",
    ),
    (
        "and to or",
        "is_listed AND value > 10 -> (is_listed OR value > 10)",
    ),
}


def types_of(query: str) -> dict[str, str]:
    """The columns of the relations of QUERY, two of one type."""
    if "made.names" in query.rpartition("from")[2]:
        return {"name": "VARCHAR"}
    return {"name": "VARCHAR", "month": "VARCHAR", "value": "DOUBLE", "is_listed": "BOOLEAN"}


@pytest.fixture(scope="module")
def judge(root: Path, built: Path) -> Iterator[Judge]:
    """The built project, in which changes are made and taken back."""
    younger = mutations.younger_than_the_build(root)
    assert not younger, "run `dbt build` first: these changed since"
    judge = Judge(root)
    yield judge
    judge.close()


def test_one_operator_at_a_time_is_changed() -> None:
    found = sql_mutants.mutants("made", QUERY, types_of)
    texts = {(mutant.kind, mutant.text.partition(": ")[2]) for mutant in found}
    assert texts >= CHANGES
    for mutant in found:
        changed = sql_mutants.changed(sql_mutants.parsed(QUERY), mutant)
        assert sql_mutants.written(changed) != sql_mutants.written(sql_mutants.parsed(QUERY))


def test_changes_are_told_apart_by_their_text() -> None:
    found = sql_mutants.mutants("made", QUERY, types_of)
    assert len({(mutant.kind, mutant.text) for mutant in found}) == len(found)


def test_a_change_is_made_in_a_unit_test_as_in_the_model() -> None:
    fixtures = sql_mutants.parsed(QUERY.replace("made.", "given_").replace("10", "20"))
    assert sql_mutants.are_alike(sql_mutants.parsed(QUERY), fixtures)
    (mutant,) = (
        mutant
        for mutant in sql_mutants.mutants("made", QUERY, types_of)
        if mutant.kind == "gt to gte"
    )
    changed = sql_mutants.written(sql_mutants.changed(fixtures, mutant))
    assert "FROM given_figures WHERE is_listed AND value >= 20" in changed


def tolerance_excluded(judge: Judge) -> Mutant:
    """What is at the tolerance no longer holds: no figure held is, but a unit test has one."""
    (mutant,) = (
        mutant
        for mutant in judge.mutants("fct_identity_checks")
        if (mutant.kind, mutant.place) == ("lte to lt", "compared.is_within_rounding")
    )
    return mutant


def test_a_change_is_killed_by_a_unit_test(judge: Judge) -> None:
    verdict = judge.verdict(tolerance_excluded(judge))
    assert verdict.verdict == "killed"
    assert verdict.noticed_by == "a_check_stands_by_rounding_class_limit_and_review"


@pytest.mark.slow
def test_a_change_is_killed_by_a_data_test(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "unit_tests", lambda _: [])
    verdict = judge.verdict(tolerance_excluded(judge))
    assert verdict.verdict == "killed"
    assert verdict.noticed_by == "every_identity_holds"


def test_a_change_that_no_test_notices_survives(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "unit_tests", lambda _: [])
    monkeypatch.setattr(CompiledProject, "tests", property(lambda project: []))
    verdict = judge.verdict(tolerance_excluded(judge))
    assert verdict.verdict == "survived"
    assert verdict.changed_models == ("fct_identity_checks",)


def test_every_explained_change_is_one(judge: Judge) -> None:
    found = {
        (mutant.model, mutant.kind, mutant.text)
        for model in {model for model, _, _ in explained()}
        for mutant in judge.mutants(model)
    }
    assert explained().keys() <= found
    assert all(explained().values())


@pytest.mark.slow
def test_a_sample_of_changes_is_noticed(judge: Judge) -> None:
    found = [mutant for model in judge.project.models for mutant in judge.mutants(model)]
    verdicts = [judge.verdict(mutant) for mutant in sampled(found, SAMPLE)]
    survivors = [
        f"{verdict.mutant.model}: {verdict.mutant.text}"
        for verdict in verdicts
        if verdict.verdict == "survived"
    ]
    assert not survivors, f"{score(verdicts)}: add a test that fails with each of these"
    assert Counter(verdict.verdict for verdict in verdicts)["killed"] > SAMPLE / 2
