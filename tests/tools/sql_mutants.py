"""One change at a time in the SQL of a model: an operator, a constant, a column, a join.

`mutants` says what can be changed in a query. A change is found again in another writing of
the same query, that of a unit test say, by the number of its node: `changed`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

DIALECT = "duckdb"
LONGEST_TEXT = 100

# Gives the columns of a query with their types.
TypesOf: TypeAlias = "Callable[[str], dict[str, str]]"

EXCHANGED: dict[type[exp.Expr], tuple[type[exp.Expr], ...]] = {
    exp.LT: (exp.LTE,),
    exp.LTE: (exp.LT,),
    exp.GT: (exp.GTE,),
    exp.GTE: (exp.GT,),
    exp.EQ: (exp.NEQ,),
    exp.NEQ: (exp.EQ,),
    exp.And: (exp.Or,),
    exp.Or: (exp.And,),
    exp.Add: (exp.Sub,),
    exp.Sub: (exp.Add,),
    exp.Mul: (exp.Div,),
    exp.Div: (exp.Mul,),
    exp.Lag: (exp.Lead,),
    exp.Lead: (exp.Lag,),
    exp.Min: (exp.Max,),
    exp.Max: (exp.Min,),
}
# What a query may say around a value; the value alone is left.
DROPPED = (exp.Coalesce, exp.Abs, exp.Neg, exp.Nullif, exp.Filter, exp.Not)
NEGATED = (exp.Is, exp.In, exp.Like, exp.Between, exp.Exists)


@dataclass(frozen=True)
class Mutant:
    """A change of one node of a model's SQL.

    `place` is the CTE and the column or clause it stands in, `before` and `after` are SQL.
    `nth` tells apart changes that read the same. `node`, `variant` and
    `column`, another column, make the change.
    """

    model: str
    kind: str
    place: str
    before: str
    after: str
    nth: int
    node: int
    variant: int
    column: str | None

    @property
    def text(self) -> str:
        """What identifies the change as long as the SQL around it stays."""
        nth = f" ({self.nth})" if self.nth > 1 else ""
        return f"{self.place}{nth}: {self.before} -> {self.after}"

    @property
    def order(self) -> str:
        """Where the change comes in a sample: at random, but the same each time."""
        return hashlib.sha256(f"{self.model} {self.kind} {self.text}".encode()).hexdigest()


def parsed(sql: str) -> exp.Expr:
    """The tree of a query."""
    return sqlglot.parse_one(sql, dialect=DIALECT)


def written(tree: exp.Expr) -> str:
    """The SQL of a tree, on one line."""
    return tree.sql(dialect=DIALECT, comments=False)


def nodes(tree: exp.Expr) -> list[exp.Expr]:
    """The nodes of a query in their order, names aside: a relation may have two or three."""
    return [node for node in tree.walk(bfs=False) if not isinstance(node, exp.Identifier)]


def changed(tree: exp.Expr, mutant: Mutant) -> exp.Expr:
    """A copy of the tree of a query with the change made in it.

    Args:
        tree: The tree the change was found in, or one of the same query over other relations
            and with other constants: of a unit test.
        mutant: The change.
    """
    copy = tree.copy()
    node = nodes(copy)[mutant.node]
    _, replacement = list(variants(node, mutant.column))[mutant.variant]
    if node is copy:
        return replacement
    node.replace(replacement)
    return copy


def are_alike(one: exp.Expr, other: exp.Expr) -> bool:
    """Whether two queries differ in nothing but relations, names and constants."""
    return [type(node) for node in nodes(one)] == [type(node) for node in nodes(other)]


def mutants(model: str, sql: str, types_of: TypesOf) -> list[Mutant]:
    """All changes of the SQL of a model, in the order of the query."""
    tree = parsed(sql)
    exchanges = column_exchanges(tree, types_of)
    counts: dict[tuple[str, str, str, str], int] = {}
    found = []
    for number, node in enumerate(nodes(tree)):
        column = exchanges.get(id(node))
        for variant, (kind, replacement) in enumerate(variants(node, column)):
            before, after = written(node), written(replacement)
            if after == before:
                continue
            key = (kind, place(node), *told_apart(before, after))
            counts[key] = counts.get(key, 0) + 1
            found.append(Mutant(model, *key, counts[key], number, variant, column))
    return found


def told_apart(before: str, after: str) -> tuple[str, str]:
    """Both texts, cut where they are long: what they share at either end is left out."""
    if max(len(before), len(after)) <= LONGEST_TEXT:
        return before, after
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    start = max(0, start - LONGEST_TEXT // 3)
    cut = [text[start : start + LONGEST_TEXT] for text in (before, after)]
    lead = "..." if start else ""
    return tuple(
        f"{lead}{part}{'...' if start + LONGEST_TEXT < len(text) else ''}"
        for part, text in zip(cut, (before, after), strict=True)
    )


def place(node: exp.Expr) -> str:
    """The CTE a node stands in, and the column it makes or the clause."""
    cte = node.find_ancestor(exp.CTE)
    clause = node.find_ancestor(exp.Join, exp.Where, exp.Having, exp.Group, exp.Alias, exp.Select)
    if isinstance(clause, exp.Alias):
        part = clause.alias
    elif isinstance(clause, exp.Join):
        part = f"join {clause.alias_or_name}"
    else:
        part = clause.key if clause is not None else "query"
    return f"{cte.alias if cte is not None else 'query'}.{part}"


def variants(node: exp.Expr, column: str | None) -> Iterator[tuple[str, exp.Expr]]:
    """The nodes that can stand in a node's place, each with the kind of change.

    Args:
        node: The node.
        column: Another column of the same relation and type, if the node is a column.
    """
    yield from operators(node)
    yield from values(node, column)
    yield from cases(node)
    yield from clauses(node)


def operators(node: exp.Expr) -> Iterator[tuple[str, exp.Expr]]:
    """Comparisons, arithmetic, functions and conditions."""
    for other in EXCHANGED.get(type(node), ()):
        replacement = other(**node.copy().args)
        # An `or` among `and`s needs its brackets.
        yield (
            f"{node.key} to {other.key}",
            exp.paren(replacement) if other is exp.Or else replacement,
        )
    if isinstance(node, DROPPED) and not (
        isinstance(node, exp.Coalesce) and isinstance(node.parent, exp.Unnest)
    ):
        yield f"{node.key} dropped", node.this.copy()
    if isinstance(node, NEGATED) and not isinstance(node.parent, exp.Not):
        yield f"{node.key} negated", exp.Not(this=exp.Paren(this=node.copy()))
    if isinstance(node, exp.Between):
        this, low, high = (node.args[part].copy() for part in ("this", "low", "high"))
        yield (
            "between without its low end",
            exp.Paren(this=exp.and_(exp.GT(this=this, expression=low), this.copy() <= high)),
        )
        yield (
            "between without its high end",
            exp.Paren(this=exp.and_(this.copy() >= low.copy(), exp.LT(this=this, expression=high))),
        )
    if is_condition(node):
        yield "condition dropped", exp.true()


def is_condition(node: exp.Expr) -> bool:
    """Whether a node is one of the conditions that a join, where or having joins by `and`."""
    if isinstance(node, exp.And):
        return False
    parent, child = node.parent, node
    while isinstance(parent, exp.And):
        parent, child = parent.parent, parent
    if isinstance(parent, exp.Join):
        return parent.args.get("on") is child
    return isinstance(parent, exp.Where | exp.Having) and parent.this is child


def values(node: exp.Expr, column: str | None) -> Iterator[tuple[str, exp.Expr]]:
    """Constants and columns."""
    if isinstance(node, exp.Literal) and not node.is_string:
        # The precision of a type is no constant of the query.
        if not isinstance(node.parent, exp.DataTypeParam):
            yield "constant moved", (exp.Literal.number(moved_by_one(node.this)))
    elif isinstance(node, exp.Literal) and isinstance(
        node.parent, exp.EQ | exp.NEQ | exp.In | exp.Like
    ):
        yield "word changed", exp.Literal.string(f"{node.this}x")
    if isinstance(node, exp.Boolean):
        yield "boolean", exp.Boolean(this=not node.this)
    if isinstance(node, exp.Column) and column:
        other = node.copy()
        other.set("this", exp.to_identifier(column))
        # A column of the result keeps its name.
        is_result = isinstance(node.parent, exp.Select) and node.arg_key == "expressions"
        yield "another column", (exp.alias_(other, node.name) if is_result else other)


def moved_by_one(number: str) -> str:
    """A number one up, in its last digit where it has decimals."""
    whole, _, decimals = number.partition(".")
    if not decimals:
        return str(int(whole) + 1)
    scaled = int(whole + decimals) + 1
    text = str(scaled).zfill(len(decimals) + 1)
    return f"{text[: -len(decimals)]}.{text[-len(decimals) :]}"


def cases(node: exp.Expr) -> Iterator[tuple[str, exp.Expr]]:
    """The branches of a `case`."""
    if not isinstance(node, exp.Case):
        return
    branches = node.args["ifs"]
    for number, _ in enumerate(pairwise(branches)):
        other = node.copy()
        one, two = other.args["ifs"][number : number + 2]
        first, second = one.args["true"].copy(), two.args["true"].copy()
        one.set("true", second)
        two.set("true", first)
        yield "branches swapped", other
    if node.args.get("default") is not None:
        other = node.copy()
        last = other.args["ifs"][-1]
        first, second = last.args["true"].copy(), other.args["default"].copy()
        last.set("true", second)
        other.set("default", first)
        yield "branches swapped", other
    elif node.this is None and len(branches) == 1:
        other = node.copy()
        condition = other.args["ifs"][0]
        condition.set("this", exp.Not(this=exp.Paren(this=condition.this.copy())))
        yield "condition negated", other


def clauses(node: exp.Expr) -> Iterator[tuple[str, exp.Expr]]:
    """Joins, orders, distinct, counts and unions."""
    if isinstance(node, exp.Join):
        sides = {"": "INNER", "INNER": "LEFT", "LEFT": "INNER", "FULL": "LEFT"}
        kind = node.side or node.kind
        if node.args.get("on") is not None and kind in sides:
            other = node.copy()
            new = sides[kind]
            other.set("side", new if new == "LEFT" else None)
            other.set("kind", None if new == "LEFT" else new)
            if kind == "":
                other.set("side", "LEFT")
                other.set("kind", None)
            yield "join exchanged", other
    if isinstance(node, exp.Ordered):
        other = node.copy()
        other.set("desc", not node.args.get("desc"))
        yield "order reversed", other
    if isinstance(node, exp.Count) and not isinstance(node.this, exp.Star | exp.Distinct):
        yield "values to rows", exp.Count(this=exp.Star())
    if isinstance(node, exp.Count) and isinstance(node.this, exp.Distinct):
        yield "distinct dropped", exp.Count(this=node.this.expressions[0].copy())
    if isinstance(node, exp.Select) and node.args.get("distinct"):
        other = node.copy()
        other.set("distinct", None)
        yield "distinct dropped", other
    if isinstance(node, exp.Union):
        other = node.copy()
        other.set("distinct", not node.args.get("distinct"))
        yield "union exchanged", other


def column_exchanges(tree: exp.Expr, types_of: TypesOf) -> dict[int, str]:
    """For each column of a query, another one of the same relation and type.

    Args:
        tree: The tree of the query.
        types_of: Gives the columns of what `select * from` is asked of, in SQL.
    """
    found: dict[int, str] = {}
    known: dict[str, Mapping[str, str]] = {}
    with_ = tree.args.get("with_") or tree.args.get("with")
    prefix = f"{written(with_)} " if with_ is not None else ""
    for scope in traverse_scope(tree):
        for column in scope.columns:
            name = column.table or (next(iter(scope.sources)) if len(scope.sources) == 1 else "")
            source = scope.sources.get(name)
            relation = relation_of(source)
            if relation is None:
                continue
            if relation not in known:
                known[relation] = types_of(f"{prefix}select * from {relation}")
            types = known[relation]
            alike = [
                other
                for other, kind in types.items()
                if kind == types.get(column.name) and other != column.name
            ]
            if alike:
                chosen = hashlib.sha256(f"{relation} {column.name}".encode()).digest()[0]
                found[id(column)] = alike[chosen % len(alike)]
    return found


def relation_of(source: exp.Expr | Scope | None) -> str | None:
    """The table or CTE that a query reads under some name; none where it is a subquery."""
    if isinstance(source, exp.Table):
        if not isinstance(source.this, exp.Identifier):
            return None
        bare = source.copy()
        bare.set("alias", None)
        return written(bare)
    if isinstance(source, Scope) and source.is_cte:
        cte = source.expression.find_ancestor(exp.CTE)
        return exp.to_identifier(cte.alias).sql(dialect=DIALECT) if cte is not None else None
    return None
