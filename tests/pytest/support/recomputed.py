"""The marts, computed a second time from the seeds, by rules stated here in their own words.

Nothing of the project's SQL is read, and no row of a mart: where both give the same rows, an
error would have to be made twice. Amounts are whole millionths, months whole numbers, as in
`seed_figures`; what is divided is rounded to millionths, halves away from zero.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, cached_property
from itertools import groupby
from math import isqrt
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from seed_figures import VINTAGES, Seeds, Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from seed_figures import Figure

Row = tuple[Any, ...]

# A record needs ten years of months before it; noise needs two years of revisions.
RECORD_LEAST_MONTHS = 120
NOISE_LEAST_REVISIONS = 24
DOLLARS = ("value", "calculated_duty")
SIDES = ("exports", "imports", "balance")
SECTORS = ("goods_and_services", "goods", "services")
EVIDENCE = ("printed", "quoted", "inferred", "derived")  # from the best to the weakest

SERIES_COLUMNS = (
    *("flow", "category_id", "area_id", "basis", "valuation", "export_kind"),
    *("price_basis", "seasonal_adjustment", "measure"),
)
# Changes: their name, what of Running changes, the column of the base, months between both.
CHANGES = (
    ("month", 0, "previous_month_musd", 1),
    ("year", 0, "year_ago_musd", 12),
    ("ytd", 3, "year_ago_ytd_musd", 12),
    ("avg3_month", 1, "previous_avg3_musd", 1),
    ("avg3_year", 1, "year_ago_avg3_musd", 12),
    ("avg12_month", 2, "previous_avg12_musd", 1),
    ("avg12_year", 2, "year_ago_avg12_musd", 12),
)
RECORD_COLUMNS = (
    *("months_compared", "is_record_high", "is_record_low"),
    *("highest_before_musd", "highest_before_month", "lowest_before_musd", "lowest_before_month"),
)
NOT_JUDGED = (None,) * len(RECORD_COLUMNS)


def divided(part: int, whole: int) -> int:
    """A quotient of whole numbers, rounded to a whole number, halves away from zero."""
    size = (2 * abs(part) + abs(whole)) // (2 * abs(whole))
    return size if (part < 0) == (whole < 0) else -size


def percent(part: int, whole: int) -> int:
    """A part in percent of the whole, in millionths of a percent."""
    return divided(100_000_000 * part, whole)


def less(value: int | None, base: int | None) -> int | None:
    """A change, where both are known."""
    return None if value is None or base is None else value - base


def percent_change(value: int | None, base: int | None) -> int | None:
    """A change in percent of its base; none from zero, to zero and where the sign changes."""
    if value is None or base is None or value * base <= 0:
        return None
    return percent(value - base, base)


def is_usual(series: Series) -> bool:
    """Whether a series is of all exports, or of imports at customs value."""
    usual = {"fas", "customs", "total", "not_applicable"}
    return {series.valuation, series.export_kind} <= usual


def usual_key(series: Series) -> Row:
    """The key of a series without valuation and kind of exports."""
    return (*series[:4], *series[6:9])


class Value(NamedTuple):
    """A value in a release, printed or derived."""

    amount: int
    evidence: str


class Running(NamedTuple):
    """A month's value and the sums it ends; none of those that a month is missing from."""

    value: int
    avg3: int | None
    avg12: int | None
    ytd: int | None


NOTHING = (None,) * 4


class Span(NamedTuple):
    """A value of the ledger, and from when to when it stood."""

    figure: Figure
    valid_to: int | None
    last_printed: int


class Recomputed:
    """The marts of a project, from its seeds."""

    def __init__(self, root: Path) -> None:
        self.seeds = Seeds(root)
        self.figures = self.seeds.figures
        self.series = self.seeds.series

    # What a release says

    @cached_property
    def preferred(self) -> list[Figure]:
        """Of each series and period the figure that speaks for its release.

        The release itself goes before what the next one says it printed, more digits before
        fewer, then the exhibit that comes first. A history that contradicts the total known
        of its release says nothing of that month.
        """
        totals = {figure[:5]: figure for figure in self.figures if figure.exhibit == VINTAGES}
        contradicted = {
            (figure.exhibit, figure.carried_by, figure.start)
            for figure in self.figures
            if (total := totals.get(figure[:5]))
            and figure.precedence > total.precedence
            and figure.value != total.value
        }
        contradicting = {(exhibit, release) for exhibit, release, _ in contradicted}
        chosen: dict[Row, Figure] = {}
        orders: dict[Row, Row] = {}
        for figure in self.figures:
            source = (figure.exhibit, figure.carried_by)
            if source in contradicting and any(
                (*source, at) in contradicted for at in range(figure.start, figure.end + 1)
            ):
                continue
            key = figure[1:5] + figure[:1]
            order = (figure.is_as_published, figure.half_unit, figure.precedence)
            if key not in orders or order < orders[key]:
                chosen[key], orders[key] = figure, order
        return [chosen[key] for key in sorted(chosen)]

    @cached_property
    def ledger(self) -> list[Span]:
        """Values and the releases they stood in: a new one begins where the value changes."""
        spans = []
        for _, prints in groupby(self.preferred, key=lambda figure: figure[1:5]):
            runs = [list(run) for _, run in groupby(prints, key=lambda figure: figure.value)]
            for run, after in zip(runs, [*runs[1:], None], strict=True):
                valid_to = after[0].release if after else None
                spans.append(Span(run[0], valid_to, run[-1].release))
        return spans

    @cached_property
    def values(self) -> dict[Row, dict[str, Value]]:
        """Per release and period: series in dollars, printed, or derived where none is."""
        found: dict[Row, dict[str, Value]] = defaultdict(dict)
        for figure in self.preferred:
            if self.series[figure.series].measure in DOLLARS:
                key = (figure.release, *figure[2:5])
                found[key][figure.series] = Value(figure.value, figure.evidence)
        names = {series[:-1]: name for name, series in self.series.items()}
        usual = self._usual(self.series)
        # By the series that another one is taken from: what is left, and what is taken.
        services, balances = defaultdict(list), defaultdict(list)
        for name, series in self.series.items():
            key = usual_key(series)
            if series.category == "services" and series.flow != "balance":
                total = names.get(series._replace(category="goods_and_services")[:-1])
                goods = names.get(series._replace(category="goods")[:-1])
                services[total].append((name, goods))
            if series.flow == "balance":
                # Exports have one valuation; that of imports is the balance's own, or usual.
                imports = usual.get(("imports", *key[1:]))
                if series.valuation != "not_applicable":
                    imports = names.get(("imports", *series[1:-1]))
                balances[usual.get(("exports", *key[1:]))].append((name, imports))
        for of_period in found.values():
            # Services first: a balance may be made of them.
            for left_over in (services, balances):
                for whole in list(of_period):
                    for name, part in left_over.get(whole, ()):
                        if name not in of_period and part in of_period:
                            amount = of_period[whole].amount - of_period[part].amount
                            of_period[name] = Value(amount, "derived")
        return dict(found)

    def _usual(self, names: Iterable[str]) -> dict[Row, str]:
        """Of all exports, and imports at customs value: the series by the rest of its key."""
        found = ((name, self.series[name]) for name in names)
        return {usual_key(series): name for name, series in found if is_usual(series)}

    @cached_property
    def sides(self) -> dict[Row, dict[str, Value]]:
        """Per release, period and key without a flow: exports, imports and a printed balance."""
        found: dict[Row, dict[str, Value]] = defaultdict(dict)
        for period, of_period in self.values.items():
            for name, value in of_period.items():
                series = self.series[name]
                if series.measure != "value" or not is_usual(series):
                    continue
                if series.flow != "balance" or value.evidence != "derived":
                    found[(*period, *usual_key(series)[1:])][series.flow] = value
        return dict(found)

    @cached_property
    def months(self) -> dict[str, dict[int, dict[int, Value]]]:
        """Per series and release: its months."""
        found: dict[str, dict[int, dict[int, Value]]] = defaultdict(lambda: defaultdict(dict))
        for (release, kind, at, _), of_period in self.values.items():
            if kind == "month":
                for name, value in of_period.items():
                    found[name][release][at] = value
        return found

    @cached_property
    def running(self) -> dict[str, dict[int, dict[int, Running]]]:
        """Per series, release and month: means and sums within the release."""
        return {
            name: {release: _running(months) for release, months in releases.items()}
            for name, releases in self.months.items()
        }

    # Values

    VALUE_COLUMNS = (
        *("series_id", *SERIES_COLUMNS, "unit", "period_kind", "period_start", "period_end"),
        *("valid_from_release", "valid_to_release", "last_printed_release", "value", "value_musd"),
        *("half_unit", "evidence", "exhibit", "carried_by_release_month"),
    )

    def trade_values(self) -> Iterator[Row]:
        """The ledger."""
        return (self._value_row(span) for span in self.ledger)

    def _value_row(self, span: Span) -> Row:
        figure, series = span.figure, self.series[span.figure.series]
        return (
            *(figure.series, *series, figure.kind, figure.start, figure.end),
            *(figure.release, span.valid_to, span.last_printed, figure.value),
            figure.value if series.measure in DOLLARS else None,
            *(figure.half_unit, figure.evidence, figure.exhibit, figure.carried_by),
        )

    def latest_trade_values(self) -> Iterator[Row]:
        """What nothing supersedes, and whether a sum stood together with all its months."""
        held = {span.figure[1:5]: span for span in self.ledger if span.valid_to is None}
        for (series, kind, start, end), span in held.items():
            together = None
            if kind != "month":
                parts = [held.get((series, "month", at, at)) for at in range(start, end + 1)]
                if None not in parts:
                    all_of_them = [span, *parts]
                    newest = max(part.figure.release for part in all_of_them)
                    together = newest <= min(part.last_printed for part in all_of_them)
            yield (*self._value_row(span), together)

    # Balances

    BALANCE_COLUMNS = (
        *("release_month", "month", "category_id", "area_id", "basis", "price_basis"),
        *("seasonal_adjustment", "measure", "exports_musd", "imports_musd", "balance_musd"),
        *("is_balance_published", "rounding_musd", "evidence"),
    )

    @cache  # noqa: B019 - lives as long as the tests
    def trade_balances(self) -> list[Row]:
        """Months of which a release has both flows; the balance as printed, or derived."""
        found = []
        for (release, kind, at, _, *key), sides in self.sides.items():
            if kind == "month" and "exports" in sides and "imports" in sides:
                evidence = max(
                    (sides["exports"].evidence, sides["imports"].evidence), key=EVIDENCE.index
                )
                found.append((release, at, *key, *_balanced(sides), evidence))
        return found

    def latest_trade_balances(self) -> Iterator[Row]:
        """Of each category the newest release, and whether those beside it are of the same."""
        return _with_unity(_newest_rows(self.trade_balances(), range(1, 8)), (1, *range(3, 8)))

    HEADLINE_COLUMNS = (
        *("month", "basis", "price_basis", "seasonal_adjustment", "release_month", "is_whole"),
        "newest_total_release_month",
        *(f"{side}_{sector}_musd" for side in SIDES for sector in SECTORS),
    )

    def latest_headline_trade(self) -> Iterator[Row]:
        """Months with all nine figures of one release, the newest that has them whole."""
        found: dict[int, dict[int, dict[str, Row]]] = defaultdict(lambda: defaultdict(dict))
        for row in self.trade_balances():
            if row[3:8] == ("world", "bop", "current", "sa", "value"):
                found[row[1]][row[0]][row[2]] = row[8:11]
        for at, releases in found.items():
            with_total = [release for release in releases if SECTORS[0] in releases[release]]
            if not with_total:
                continue
            whole = [release for release in with_total if releases[release].keys() >= {*SECTORS}]
            release = max(whole or with_total)
            sectors = [releases[release].get(sector, (None,) * 3) for sector in SECTORS]
            yield (
                *(at, "bop", "current", "sa", release, bool(whole), max(with_total)),
                *(amounts[side] for side in range(3) for amounts in sectors),
            )

    # Balances with partners

    BILATERAL_COLUMNS = (
        *("release_month", "period_kind", "period_start", "period_end", "category_id", "area_id"),
        *("area_kind", "basis", "seasonal_adjustment", "measure"),
        *("exports_musd", "imports_musd", "balance_musd", "is_balance_published", "rounding_musd"),
        *(
            f"{side}_{base}_change_{unit}"
            for base in ("period", "year")
            for side in SIDES
            for unit in ("musd", "pct")
        ),
        *(f"{side}_share_pct" for side in SIDES),
        *(f"{side}_{rank}" for side in SIDES for rank in ("rank", "rank_among")),
    )

    @cache  # noqa: B019 - lives as long as the tests
    def bilateral_balances(self) -> list[Row]:
        """Partners in a period: changes, shares in the world and places among countries."""
        amounts = self._amounts_by_area()
        worlds = self._worlds(amounts)
        groups = defaultdict(dict)
        for (*group, area), of_area in amounts.items():
            if area != "world" and None not in of_area[:2]:
                groups[tuple(group)][area] = of_area
        return [
            (
                *(*group[:5], area, self.seeds.areas.get(area, "unreviewed"), *group[5:]),
                *_balanced(self.sides[(*group[:5], area, group[5], "current", *group[6:])]),
                *self._changes_of_area(amounts, group, area),
                *(
                    percent(part, whole) if whole and part * whole >= 0 else None
                    for part, whole in zip(of_area, worlds[group], strict=True)
                ),
                *ranks[area],
            )
            for group, partners in groups.items()
            for ranks in [self._ranks(partners)]
            for area, of_area in partners.items()
        ]

    def _amounts_by_area(self) -> dict[Row, Row]:
        """Per release, period, category, basis, adjustment, measure and area: three amounts.

        No states and no derived services of partners.
        """
        found = {}
        for key, sides in self.sides.items():
            release, kind, start, end, category, area, basis, prices, *adjustment_measure = key
            known = {
                side: value.amount
                for side, value in sides.items()
                if area == "world" or value.evidence != "derived"
            }
            if (
                not known
                or category not in SECTORS
                or prices != "current"
                or self.seeds.areas.get(area) == "state"
                or self.seeds.schemes_of_items.get(area) == {"states"}
            ):
                continue
            exports, imports = known.get("exports"), known.get("imports")
            balance = known.get("balance", less(exports, imports))
            group = (release, kind, start, end, category, basis, *adjustment_measure)
            found[(*group, area)] = (exports, imports, balance)
        return found

    @staticmethod
    def _worlds(amounts: dict[Row, Row]) -> dict[Row, Row]:
        """The world that partners have a share of: as printed, or the sum of its months."""
        worlds = {}
        for *group, _ in amounts:
            release, kind, start, end, *key = group
            if (*group, "world") in amounts:
                worlds[tuple(group)] = amounts[(*group, "world")]
                continue
            months = [
                amounts.get((release, "month", at, at, *key, "world"), (None,) * 3)
                for at in range(start, end + 1)
            ]
            worlds[tuple(group)] = tuple(
                None if None in side or kind == "month" else sum(side)
                for side in zip(*months, strict=True)
            )
        return worlds

    @staticmethod
    def _changes_of_area(amounts: dict[Row, Row], group: Row, area: str) -> Row:
        """Changes of all three amounts from the period before, then from the year before."""
        release, kind, start, end, *key = group
        found = []
        # A year, and a year to date, has no period before it but that of a year before.
        for back in ({"month": 1, "quarter": 3}.get(kind), 12):
            before = (None,) * 3
            if back:
                period = (release, kind, start - back, end - back)
                before = amounts.get((*period, *key, area), before)
            for value, base in zip(amounts[(*group, area)], before, strict=True):
                found += [less(value, base), percent_change(value, base)]
        return tuple(found)

    def _ranks(self, partners: dict[str, Row]) -> dict[str, Row]:
        """Places among countries that trade; the largest flows and the largest deficit first."""
        ranked = {
            area: of_area
            for area, of_area in partners.items()
            if self.seeds.areas.get(area) == "country" and any(of_area[:2])
        }
        ranks = {area: [] for area in partners}
        for side, sign in enumerate((-1, -1, 1)):
            # A flow of zero has no place; a balance of zero has one.
            sizes = {
                area: sign * of_area[side]
                for area, of_area in ranked.items()
                if of_area[side] or SIDES[side] == "balance"
            }
            places: dict[int, int] = {}
            for place, size in enumerate(sorted(sizes.values()), start=1):
                places.setdefault(size, place)
            for area, found in ranks.items():
                is_placed = area in sizes
                found += [places[sizes[area]], len(sizes)] if is_placed else [None, None]
        return {area: tuple(found) for area, found in ranks.items()}

    def latest_bilateral_balances(self) -> Iterator[Row]:
        """Of each area the newest release, and whether all areas beside it are of the same."""
        newest = _newest_rows(self.bilateral_balances(), (*range(1, 6), 7, 8, 9))
        return _with_unity(newest, (*range(1, 5), 7, 8, 9))

    # Changes

    CHANGE_COLUMNS = (
        *("release_month", "series_id", "month", *SERIES_COLUMNS, "evidence", "value_musd"),
        *(
            column
            for name, _, base, _ in CHANGES
            for column in (base, f"{name}_change_musd", f"{name}_change_pct")
        ),
        *("avg3_musd", "avg12_musd", "ytd_musd", *RECORD_COLUMNS),
        *("revision_noise_musd", "is_within_revision_noise"),
    )

    @cache  # noqa: B019 - lives as long as the tests
    def trade_changes(self) -> list[Row]:
        """Every month of every release, beside other months of that release."""
        found = []
        for name, releases in self.months.items():
            series, noise = self.series[name], self._noise(name)
            records = self._records_of_releases(releases)
            for release, months in releases.items():
                running = self.running[name][release]
                for at, value in months.items():
                    now, changes = running[at], []
                    for _, what, _, back in CHANGES:
                        amount, base = now[what], running.get(at - back, NOTHING)[what]
                        changes += [base, less(amount, base), percent_change(amount, base)]
                    band = noise.get(release) if at == release else None
                    change = changes[1]
                    is_within = None if band is None or change is None else abs(change) <= band
                    found.append(
                        (
                            *(release, name, at, *series[:-1], value.evidence, value.amount),
                            *(*changes, now.avg3, now.avg12, now.ytd),
                            *records.get((release, at), NOT_JUDGED),
                            *(band, is_within),
                        )
                    )
        return found

    @staticmethod
    def _records_of_releases(releases: dict[int, dict[int, Value]]) -> dict[Row, Row]:
        """Records by what was known at each release: older months as last printed before."""
        found = {}
        if len({at for months in releases.values() for at in months}) > RECORD_LEAST_MONTHS:
            known: dict[int, int] = {}
            for release in sorted(releases):
                months = releases[release]
                known.update((at, value.amount) for at, value in months.items())
                for at, judged in _records(known).items():
                    if at in months:
                        found[release, at] = judged
        return found

    def _noise(self, name: str) -> dict[int, int]:
        """Per release what revisions of a year did to first prints of a month's change.

        1.645 standard deviations, nine in ten of a normal distribution, over the months of
        which the release knew it.
        """
        if self.series[name].measure != "value":
            return {}
        releases = self.months[name]
        revisions = {}
        firsts = [
            at
            for at, months in releases.items()
            if at in months and months[at].evidence != "inferred"
        ]
        for at in firsts:
            first, later = releases[at], releases.get(at + 12, {})
            if at - 1 in first and at in later and at - 1 in later:
                revisions[at + 12] = (later[at].amount - later[at - 1].amount) - (
                    first[at].amount - first[at - 1].amount
                )
        found = {}
        for release in firsts:
            known = [size for known_at, size in revisions.items() if known_at <= release]
            if (count := len(known)) >= NOISE_LEAST_REVISIONS:
                # The variance is squares / (count * (count - 1)); its root is taken with
                # six more digits, so that the rounding is that of the exact one.
                squares = count * sum(size * size for size in known) - sum(known) ** 2
                root = isqrt(1645**2 * squares * 10**12 // (count * (count - 1)))
                found[release] = divided(root, 10**9)
        return found

    LATEST_CHANGE_COLUMNS = (
        *CHANGE_COLUMNS[:14],
        *(
            column
            for name, _, base, _ in CHANGES
            for column in (
                base,
                f"{name}_change_musd",
                f"{name}_change_pct",
                f"{name}_change_release_month",
            )
        ),
        *(f"{name}_change_base_release_month" for name in ("month", "year")),
        *(f"is_{name}_change_across_releases" for name in ("month", "year")),
        *(
            f"{part}_{what}"
            for part in ("avg3", "avg12", "ytd")
            for what in ("musd", "release_month")
        ),
        *CHANGE_COLUMNS[-9:],
    )

    def latest_trade_changes(self) -> Iterator[Row]:
        """Months as the newest release has them; each change of the newest that has it."""
        place = {column: spot for spot, column in enumerate(self.CHANGE_COLUMNS)}
        spots = [(place[base], back) for _, _, base, back in CHANGES]
        of_value = place["value_musd"]
        for _, rows in groupby(self.trade_changes(), key=itemgetter(1)):
            months: dict[int, list[Row]] = defaultdict(list)
            for row in sorted(rows, key=itemgetter(0), reverse=True):
                months[row[2]].append(row)
            newest = {at: releases[0] for at, releases in months.items()}
            records = _records({at: row[of_value] for at, row in newest.items()})
            for at, row in newest.items():
                changes, bases, across, means = [], [], [], []
                for spot, back in spots:
                    # A base, the change from it, the change in percent.
                    held = _newest_with(months[at], spot + 1)
                    changes += [*held[spot : spot + 3], held[0]] if held else NOTHING
                    if spot > spots[1][0]:
                        continue
                    # Of a month and of a year: of two releases, where none holds both.
                    before = held or newest.get(at - back)
                    bases.append(before[0] if before else None)
                    across.append(not held if before else None)
                    if before and not held:
                        amount, base = row[of_value], before[of_value]
                        percentage = percent_change(amount, base)
                        changes[-4:] = [base, amount - base, percentage, row[0]]
                for spot in (place["avg3_musd"], place["avg12_musd"], place["ytd_musd"]):
                    held = _newest_with(months[at], spot)
                    means += [held[spot], held[0]] if held else NOTHING[:2]
                yield (
                    *(*row[:14], *changes, *bases, *across, *means),
                    *records.get(at, NOT_JUDGED),
                    *row[-2:],
                )

    # Contributions

    CONTRIBUTION_COLUMNS = (
        *("release_month", "month", "compared_with", "rollup_id", "parent_series_id", "child_id"),
        *("flow", "category_id", "area_id", "is_residual", "child_count", "parent_change_musd"),
        *("change_musd", "contribution_pp", "balance_change_musd", "gross_movement_share_pct"),
        *("movement_rank", "direction"),
    )

    @cache  # noqa: B019 - lives as long as the tests
    def category_contributions(self) -> list[Row]:
        """The parts of children in what their parent changed by, and what rounding leaves."""
        periods: dict[int, dict[str, dict[Row, int]]] = defaultdict(dict)
        for name, releases in self.running.items():
            for release, months in releases.items():
                found = periods[release][name] = {}
                for at, running in months.items():
                    found["month", "summed", at] = running.value
                    if running.ytd is not None:
                        found["to_date", "summed", at] = running.ytd
        for (release, kind, _, end), of_period in self.values.items():
            if kind in ("year", "year_to_date"):
                for name, value in of_period.items():
                    periods[release].setdefault(name, {})["to_date", "printed", end] = value.amount
        rows = []
        for release, of_release in periods.items():
            wholes = self._wholes(release, of_release)
            for (rollup, parent), of_sum in wholes.items():
                for compared_with, span, back in (
                    ("previous_month", "month", 1),
                    ("year_ago", "month", 12),
                    ("year_ago_ytd", "to_date", 12),
                ):
                    for at in sorted({at for of_span, _, at in of_sum if of_span == span}):
                        # Sums of months go before printed ones; both ends are of one kind.
                        for source in ("summed", "printed"):
                            later = of_sum.get((span, source, at))
                            before = of_sum.get((span, source, at - back))
                            if later and before:
                                start = (release, at, compared_with, rollup, parent)
                                rows.extend(self._parts(start, later, before))
                                break
        return rows

    def _wholes(
        self, release: int, values: dict[str, dict[Row, int]]
    ) -> dict[Row, dict[Row, tuple[int, dict[str, int]]]]:
        """Per sum and parent: the periods in which every child has a value, with all of them."""
        found: dict[Row, dict[Row, tuple[int, dict[str, int]]]] = defaultdict(dict)

        def take(
            rollup: str, parent: str, children: list[str], listed: set[Row] | None = None
        ) -> None:
            for period, amount in values[parent].items():
                if listed is None or period[1:] in listed:
                    parts = {name: values[name].get(period) for name in children}
                    if None not in parts.values():
                        found[rollup, parent][period] = (amount, parts)

        usual = self._usual(values)
        for key, parent in usual.items():
            flow, category, area, basis, prices, *rest = key
            # What selected areas leave over is another list in each table.
            schemes = self.seeds.schemes_of_items.get(area, ())
            if self.seeds.areas.get(area) == "residual" and "selected_areas" in schemes:
                continue
            for rollup, members in self.seeds.sums_of(category, basis, prices):
                children = [usual.get((flow, c, area, b, prices, *rest)) for c, b in members]
                if None not in children:
                    take(rollup, parent, children)
        # Items make up the sum that their exhibit says, in the periods that it prints.
        for lists in self.seeds.lists_of(release):
            for members in lists.values():
                by_part = defaultdict(list)
                for member in members:
                    by_part[member.part_of].append(member)
                for parent, of_parent in members.items():
                    children = by_part[parent.item] if parent.item else []
                    if not children or parent.series not in values:
                        continue
                    names = [child.series for child in children]
                    if all(name in values for name in names):
                        listed = {
                            ("summed" if kind == "month" else "printed", end)
                            for kind, _, end in of_parent
                        }
                        take(children[0].rollup, parent.series, names, listed)
        return found

    def _parts(
        self,
        start: Row,
        later: tuple[int, dict[str, int]],
        before: tuple[int, dict[str, int]],
    ) -> Iterator[Row]:
        """A row for each child, and one for what rounding leaves."""
        flow = self.series[start[-1]].flow
        total, base = later[0] - before[0], before[0]
        # What a list lacks in one of the two periods is nothing there.
        names = later[1].keys() | before[1].keys()
        parts = {name: later[1].get(name, 0) - before[1].get(name, 0) for name in names}
        order = sorted(parts, key=lambda name: (-abs(parts[name]), name))
        places = {name: place for place, name in enumerate(order, start=1)}
        residual = total - sum(parts.values())
        gross = sum(map(abs, parts.values())) + abs(residual)
        for name, change in (*parts.items(), ("rounding_residual", residual)):
            series = self.series.get(name)
            yield (
                *(*start, name, flow),
                *((series.category, series.area) if series else (name, name)),
                *(series is None, len(parts), total, change),
                percent(change, base) if base * later[0] > 0 else None,
                -change if flow == "imports" else change,
                percent(abs(change), gross) if gross else None,
                places.get(name),
                "with" if change * total > 0 else "against" if change * total < 0 else "neither",
            )

    def latest_category_contributions(self) -> list[Row]:
        """Of each sum, month and comparison the newest release that has them."""
        return _newest_rows(self.category_contributions(), range(1, 5))

    COMMODITY_COLUMNS = (
        *("release_month", "flow", "category_id", "parent_category_id", "series_id", "month"),
        *("value_musd", "previous_month_musd", "month_change_musd", "month_change_pct"),
        *("movement_rank", "category_change_share_pct", "gross_movement_share_pct"),
        *("ytd_musd", "previous_ytd_musd", "ytd_change_musd", "ytd_change_pct"),
    )

    def commodity_changes(self) -> Iterator[Row]:
        """Commodities in the release's own month, and their printed sums to date."""
        printed = {
            (release, name, end): value.amount
            for (release, kind, _, end), of_period in self.values.items()
            if kind in ("year", "year_to_date")
            for name, value in of_period.items()
        }
        for row in self.category_contributions():
            release, at, compared_with, rollup, parent, name, flow, category = row[:8]
            if (
                release != at
                or compared_with != "previous_month"
                or rollup not in ("goods_exports_by_commodity", "goods_imports_by_commodity")
                or name not in self.series
            ):
                continue
            total, change, share, place = row[11], row[12], row[15], row[16]
            value = self.months[name][release][at].amount
            to_date, before = (printed.get((release, name, end)) for end in (at, at - 12))
            yield (
                *(release, flow, category, self.series[parent].category, name, at),
                *(value, value - change, change, percent_change(value, value - change)),
                *(place, percent(change, total) if total else None, share),
                *(to_date, before, less(to_date, before), percent_change(to_date, before)),
            )

    # Real trade

    REAL_COLUMNS = (
        *("release_month", "month", "flow", "category_id", "price_basis", "is_chain_residual"),
        *("nominal_musd", "real_musd", "implicit_price_index"),
        *("nominal_month_change_musd", "nominal_month_change_pct"),
        *("real_month_change_musd", "real_month_change_pct", "price_month_change_pct"),
        *("volume_effect_musd", "price_effect_musd", "interaction_musd"),
        *("balance_nominal_change_musd", "balance_volume_effect_musd"),
        *("balance_price_effect_musd", "balance_interaction_musd"),
    )

    def real_trade(self) -> Iterator[Row]:
        """Chained goods beside nominal ones of the release; changes in volume and in price."""
        usual = self._usual(self.months)
        for key, name in usual.items():
            flow, category, area, basis, prices, adjustment, measure = key
            if prices == "current" or flow == "balance":
                continue
            if (area, basis, adjustment, measure) != ("world", "census", "sa", "value"):
                continue
            nominal_name = usual.get((*key[:4], "current", *key[5:]))
            nominals = self.months[nominal_name] if nominal_name else {}
            for release, months in self.months[name].items():
                nominal_months = nominals.get(release, {})
                for at, value in months.items():
                    real, old_real = value.amount, _amount(months, at - 1)
                    nominal = _amount(nominal_months, at)
                    old_nominal = _amount(nominal_months, at - 1) if old_real is not None else None
                    change = less(nominal, old_nominal)
                    price_change, *effects = NOTHING
                    if change is not None and real and old_real:
                        price_change, *effects = _price_effects(
                            nominal, real, old_nominal, old_real
                        )
                    of_balance = [
                        -part if flow == "imports" and part is not None else part
                        for part in (change, *effects)
                    ]
                    yield (
                        *(release, at, flow, category, prices, category.endswith("_residual")),
                        *(nominal, real),
                        percent(nominal, real) if nominal is not None and real else None,
                        *(change, percent_change(nominal, old_nominal)),
                        *(less(real, old_real), percent_change(real, old_real)),
                        *(price_change, *effects, *of_balance),
                    )


def _amount(months: dict[int, Value], at: int) -> int | None:
    return months[at].amount if at in months else None


def _balanced(sides: dict[str, Value]) -> Row:
    """Exports, imports and balance, whether it is printed, and what rounding leaves."""
    exports, imports = sides["exports"].amount, sides["imports"].amount
    is_printed = "balance" in sides
    balance = sides["balance"].amount if is_printed else exports - imports
    return exports, imports, balance, is_printed, balance - (exports - imports)


def _newest_rows(rows: list[Row], key: Iterable[int]) -> list[Row]:
    """Per key the rows of the newest release."""
    of = itemgetter(*key)
    newest: dict[Row, int] = {}
    for row in rows:
        newest[of(row)] = max(newest.get(of(row), 0), row[0])
    return [row for row in rows if newest[of(row)] == row[0]]


def _newest_with(releases: list[Row], spot: int) -> Row | None:
    """Of rows, the newest release first, the first one that has something in a column."""
    return next((row for row in releases if row[spot] is not None), None)


def _with_unity(rows: list[Row], kind: Iterable[int]) -> Iterator[Row]:
    """Rows, and whether all of their kind are of one release."""
    of = itemgetter(*kind)
    releases: dict[Row, set[int]] = defaultdict(set)
    for row in rows:
        releases[of(row)].add(row[0])
    return ((*row, len(releases[of(row)]) == 1) for row in rows)


def _running(months: dict[int, Value]) -> dict[int, Running]:
    """Means and sums of months without a gap."""
    found, run = {}, []
    for at in sorted(months):
        # the months up to this one since the last gap
        run = run if at - 1 in months else []
        run.append(months[at].amount)
        totals = [sum(run[-n:]) if len(run) >= n else None for n in (3, 12, at % 12 + 1)]
        avg3, avg12 = (
            None if total is None else divided(total, n)
            for total, n in zip(totals, (3, 12), strict=False)
        )
        found[at] = Running(run[-1], avg3, avg12, totals[2])
    return found


def _records(known: dict[int, int]) -> dict[int, Row]:
    """Per month with ten years before it: whether it is a record, and of what before it."""
    found, highest, lowest = {}, None, None
    order = sorted(known)
    for count, at in enumerate(order):
        amount = known[at]
        if count >= RECORD_LEAST_MONTHS and order[count - RECORD_LEAST_MONTHS] == (
            at - RECORD_LEAST_MONTHS
        ):
            is_high, is_low = amount > highest[0], amount < lowest[0]
            found[at] = (count, is_high, is_low, *highest, *lowest)
        if highest is None or amount > highest[0]:
            highest = (amount, at)
        if lowest is None or amount < lowest[0]:
            lowest = (amount, at)
    return found


def _price_effects(nominal: int, real: int, old_nominal: int, old_real: int) -> Row:
    """The change of the price in percent; the change split into volume, price and the rest."""
    # The volume more at the price before; the volume before at the price now.
    volume = divided((real - old_real) * old_nominal, old_real)
    price = divided(old_real * nominal - old_nominal * real, real)
    # Both prices over one denominator.
    of_price = percent_change(nominal * old_real, old_nominal * real)
    return of_price, volume, price, nominal - old_nominal - volume - price
