"""What the seeds themselves say about releases and coverage.

Which releases there are, when they were published and what each should hold follows from the
figures held, the layouts and the provenance. People review these two seeds, so a cell that
somebody changed is kept: only cells that still say what was derived before are renewed.
"""

from __future__ import annotations

from collections.abc import Collection

from tradegap.errors import TradegapError
from tradegap.layouts.coverage import coverage_of, snapshots_of
from tradegap.layouts.seeds import (
    CATEGORY_CHANGES,
    COVERAGE,
    EXHIBIT_SEEDS,
    GOODS_BY_CODE,
    PUBLISHED_FIGURES,
    RELEASE_TOTALS,
    RELEASES,
    REPORT_SEEDS,
    SOURCE_FILES,
    VINTAGES,
    Holdings,
    Rows,
    Seed,
)
from tradegap.periods import release_name


def renew(before: Holdings, after: Holdings, replaced: Collection[str] = ()) -> None:
    """Bring releases and coverage of the new holdings up to date, in place.

    Reviewed cells are overwritten of replaced releases only.
    """
    for seed, derive in ((RELEASES, releases_of), (COVERAGE, coverage_of)):
        after[seed.name] = _merged(seed, before[seed.name], derive(before), derive(after), replaced)
    for row in after[RELEASES.name].values():
        if row["published_on"]:  # also where a person put the day in: no bound is needed then
            row["published_no_later_than"] = ""


def _merged(
    seed: Seed, held: Rows, derived_before: Rows, derived: Rows, replaced: Collection[str]
) -> Rows:
    """The rows held, renewed where nobody changed them."""
    rows: Rows = {}
    for key in held.keys() | derived.keys():
        row, old, new = held.get(key), derived_before.get(key), derived.get(key)
        if row is None:
            rows[key] = dict(new or {})
        elif new is None:
            if row != old:  # reviewed: somebody wrote it or changed it
                rows[key] = dict(row)
        else:
            rows[key] = {
                column: new[column]
                if not row[column]
                or (old and row[column] == old[column])
                or (new["release_month"] in replaced and new[column])
                else row[column]
                for column in seed.columns
            }
    return rows


# --- releases -----------------------------------------------------------------------------


def releases_of(holdings: Holdings) -> Rows:
    """Every release that anything is known of, with what is known about its date."""
    published = {month: min(days, default="") for month, days in _days_published(holdings).items()}
    snapshots = snapshots_of(holdings[VINTAGES.name].values())
    updated: dict[str, list[str]] = {}
    for row in holdings[SOURCE_FILES.name].values():
        # The day BEA's history was last updated; other files tell when somebody saved them.
        if row["form"] == "history_workbook":
            updated.setdefault(row["release_month"], []).append(row["file_date"])
    months = {
        row["release_month"]
        for seed in (*EXHIBIT_SEEDS.values(), RELEASE_TOTALS, GOODS_BY_CODE)
        for row in holdings[seed.name].values()
    }
    months |= {
        row["period_start"]
        for seed in REPORT_SEEDS
        for row in holdings[seed.name].values()
        if row["row_kind"] == "as_published_last_month"
    }
    months |= published.keys() | snapshots.keys()
    rows: Rows = {}
    for month in months:
        day = published.get(month, "")
        seen = [d for d in (snapshots.get(month), *updated.get(month, ())) if d]
        rows[(month,)] = {
            "release_month": month,
            "published_on": day,
            "published_no_later_than": min(seen) if seen and not day else "",
            "vintage_first_seen": snapshots.get(month, ""),
            "note": "",
        }
    return rows


def _days_published(holdings: Holdings) -> dict[str, set[str]]:
    """The days of publication that the control figures give, by release."""
    days: dict[str, set[str]] = {}
    for seed in (PUBLISHED_FIGURES, CATEGORY_CHANGES):
        for row in holdings[seed.name].values():
            days.setdefault(row["release_month"], set()).update({row["published_on"]} - {""})
    return days


def check_days(holdings: Holdings) -> None:
    """The control figures give a release one day of publication.

    Raises:
        TradegapError: They give several.
    """
    for release, days in sorted(_days_published(holdings).items()):
        if len(days) > 1:
            raise TradegapError(
                f"control figures of {release_name(release)}: found the days of publication "
                f"{' and '.join(sorted(days))}, expected one: correct the file that is wrong"
            )
