"""The query language of AWS Config: a subset of SQL's SELECT, refused as soon as it leaves that subset.

Source: AWS Config Developer Guide (querying-AWS-resources, query-components): no FROM, JOIN, AS, DISTINCT, HAVING or
UNION, no tests for NULL; LIKE with a wildcard at the end after three characters; SELECT * shows top-level scalars only;
a condition on a member of objects in a list holds where it holds for any of them. Whether comparisons heed case is not
documented; here they do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from functools import partial
from typing import Any, Final, TypeVar

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.calls import Refusal

Item = Mapping[str, Any]
Condition = Callable[[Item], bool]
_T = TypeVar("_T")

_LONGEST: Final = 4_096
_MOST_GROUPS: Final = 3
_FEWEST_BEFORE_WILDCARD: Final = 3
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>[A-Za-z_][\w.:\-]*)|(?P<sign><=|>=|!=|<>|[=<>(),*]))"
)
_FORBIDDEN: Final = frozenset(
    {"ALL", "AS", "DISTINCT", "EXISTS", "FROM", "HAVING", "IS", "JOIN", "LIMIT", "NULL", "OFFSET", "OVER", "UNION"}
)
_FUNCTIONS: Final = ("AVG", "COUNT", "MAX", "MIN", "SUM")
_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": lambda one, other: bool(one == other),
    "!=": lambda one, other: bool(one != other),
    "<>": lambda one, other: bool(one != other),
    "<": lambda one, other: bool(one < other),
    "<=": lambda one, other: bool(one <= other),
    ">": lambda one, other: bool(one > other),
    ">=": lambda one, other: bool(one >= other),
}


def _refuse(why: str) -> Refusal:
    return Refusal("InvalidExpressionException", f"The query expression is not valid: {why}")


@dataclass(slots=True)
class Query:
    """A query as it was read.

    Attributes:
        fields: Properties and aggregates that are selected; ``*`` for the top-level scalars.
        groups: Properties that it groups by.
        order: Selected fields by which the result is sorted, and whether downwards.
        condition: What an item must be.
    """

    fields: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    order: list[tuple[str, bool]] = field(default_factory=list)
    condition: Condition = lambda _: True

    @property
    def aggregates(self) -> bool:
        """Whether rows are groups."""
        return bool(self.groups) or any("(" in name for name in self.fields)

    def run(self, items: Iterable[Item]) -> list[dict[str, Any]]:
        """The rows that it finds."""
        found = [item for item in items if self.condition(item)]
        rows = self._grouped(found) if self.aggregates else [self._selected(item) for item in found]
        for name, downwards in reversed(self.order):
            rows.sort(key=partial(_first, name), reverse=downwards)
        return rows

    def _selected(self, item: Item) -> dict[str, Any]:
        if self.fields == ["*"]:
            return {name: value for name, value in item.items() if not isinstance(value, Mapping | list)}
        row: dict[str, Any] = {}
        for name in self.fields:
            _merge(row, _part(item, name.split(".")))
        return row

    def _grouped(self, items: Sequence[Item]) -> list[dict[str, Any]]:
        groups: dict[tuple[str, ...], list[Item]] = {}
        for item in items:
            key = tuple(_first(name, item) for name in self.groups)
            groups.setdefault(key, []).append(item)
        return [self._group(members) for members in groups.values()]

    def _group(self, members: Sequence[Item]) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for name in self.fields:
            function, _, argument = name.rstrip(")").partition("(")
            if not argument:
                _merge(row, _part(members[0], name.split(".")))
            elif argument == "*":
                row[name] = len(members)
            else:
                row[name] = _aggregate(function, [value for item in members for value in values(item, argument)])
        return row


def _first(path: str, item: Item) -> str:
    return str(next(iter(values(item, path)), ""))


def values(item: Item, path: str) -> list[Any]:
    """Every value at a path, through lists."""
    found: list[Any] = [item.get(path)] if path in item else [item]
    for name in () if path in item else path.split("."):
        members = [one for each in found for one in (each if isinstance(each, list) else [each])]
        found = [one[name] for one in members if isinstance(one, Mapping) and name in one]
    return [one for each in found for one in (each if isinstance(each, list) else [each])]


def _part(value: Any, path: Sequence[str]) -> Any:
    """A value reduced to one path; None where it has none."""
    if not path or value is None:
        return value
    if isinstance(value, list):
        return [part for part in (_part(one, path) for one in value) if part is not None]
    inside = _part(value[path[0]], path[1:]) if isinstance(value, Mapping) and path[0] in value else None
    return None if inside is None else {path[0]: inside}


def _merge(row: dict[str, Any], part: Any) -> None:
    for name, value in (part or {}).items():
        known = row.get(name)
        if isinstance(known, dict) and isinstance(value, dict):
            _merge(known, value)
        elif isinstance(known, list) and isinstance(value, list) and len(known) == len(value):
            row[name] = [
                {**one, **more} if isinstance(one, dict) else one for one, more in zip(known, value, strict=True)
            ]
        else:
            row[name] = value


def _aggregate(function: str, found: Sequence[Any]) -> Any:
    if function == "COUNT":
        return len(found)
    if not found:
        return None
    numbers = [float(value) for value in found] if function in ("AVG", "SUM") else []
    of: Mapping[str, Callable[[], Any]] = {
        "AVG": lambda: sum(numbers) / len(numbers),
        "SUM": lambda: sum(numbers),
        "MAX": lambda: max(found),
        "MIN": lambda: min(found),
    }
    return of[function]()


def read(expression: str) -> Query:
    """Read a query.

    Raises:
        Refusal: ``InvalidExpressionException`` where it leaves the subset, or is too long.
    """
    if len(expression) > _LONGEST:
        raise _refuse(f"it is longer than {_LONGEST} characters.")
    return _Reader(_tokens(expression)).query()


def _tokens(expression: str) -> list[str]:
    position, found = 0, []
    text = expression.strip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _refuse(f"'{text[position : position + 10]}' was not expected.")
        word = match["word"]
        if word and word.upper() in _FORBIDDEN:
            raise _refuse(f"{word.upper()} is not supported.")
        found.append(match[0].strip())
        position = match.end()
    return found


class _Reader:
    """Reads tokens from the left to the right."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = [*tokens, ""]
        self._at = 0

    def query(self) -> Query:
        self._need("SELECT")
        found = Query(fields=self._list(self._field))
        if self._take("WHERE"):
            found.condition = self._either()
        if self._take("GROUP"):
            self._need("BY")
            found.groups = self._list(self._property)
            if len(found.groups) > _MOST_GROUPS:
                raise _refuse(f"GROUP BY takes up to {_MOST_GROUPS} properties.")
        if self._take("ORDER"):
            self._need("BY")
            found.order = self._list(self._order)
        if self._tokens[self._at]:
            raise _refuse(f"'{self._tokens[self._at]}' was not expected.")
        plain = [name for name in found.fields if "(" not in name]
        if found.aggregates and (set(plain) - set(found.groups) or "*" in plain):
            raise _refuse("beside an aggregate only properties of GROUP BY can be selected.")
        return found

    def _next(self) -> str:
        token = self._tokens[self._at]
        if not token:
            raise _refuse("it ends too early.")
        self._at += 1
        return token

    def _take(self, word: str) -> bool:
        if self._tokens[self._at].upper() != word:
            return False
        self._at += 1
        return True

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise _refuse(f"{word} was expected before '{self._tokens[self._at]}'.")

    def _list(self, one: Callable[[], _T]) -> list[_T]:
        found = [one()]
        while self._take(","):
            found.append(one())
        return found

    def _property(self) -> str:
        token = self._next()
        if not re.fullmatch(r"[A-Za-z_][\w.:\-]*", token):
            raise _refuse(f"'{token}' is not a property.")
        return token

    def _field(self) -> str:
        if self._take("*"):
            return "*"
        name = self._property()
        if name.upper() not in _FUNCTIONS or not self._take("("):
            return name
        argument = "*" if self._take("*") else self._property()
        self._need(")")
        return f"{name.upper()}({argument})"

    def _order(self) -> tuple[str, bool]:
        name = self._field()
        if self._take("DESC"):
            return name, True
        self._take("ASC")
        return name, False

    def _either(self) -> Condition:
        parts = [self._both()]
        while self._take("OR"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else lambda item: any(part(item) for part in parts)

    def _both(self) -> Condition:
        parts = [self._one()]
        while self._take("AND"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else lambda item: all(part(item) for part in parts)

    def _one(self) -> Condition:
        if self._take("NOT"):
            inner = self._one()
            return lambda item: not inner(item)
        if self._take("("):
            inside = self._either()
            self._need(")")
            return inside
        return self._comparison(self._property())

    def _comparison(self, path: str) -> Condition:
        if self._take("NOT"):
            inner = self._comparison(path)
            return lambda item: not inner(item)
        if self._take("IN"):
            self._need("(")
            wanted = self._list(self._value)
            self._need(")")
            return lambda item: any(_plain(value) in wanted for value in values(item, path))
        if self._take("BETWEEN"):
            low = self._value()
            self._need("AND")
            high = self._value()
            return lambda item: any(low <= _plain(value) <= high for value in values(item, path))
        if self._take("LIKE"):
            return self._like(path)
        sign = self._next()
        if sign not in _COMPARE:
            raise _refuse(f"'{sign}' is not a comparison.")
        compare, value = _COMPARE[sign], self._value()
        return lambda item: any(_comparable(one, value) and compare(_plain(one), value) for one in values(item, path))

    def _like(self, path: str) -> Condition:
        pattern = str(self._value())
        stem = pattern.removesuffix("%")
        if "%" in stem or len(stem) < _FEWEST_BEFORE_WILDCARD:
            raise _refuse("LIKE takes a wildcard at the end, after three characters or more.")
        end = ".*" if pattern.endswith("%") else ""
        matches = re.compile("".join("." if one == "_" else re.escape(one) for one in stem) + end, re.DOTALL).fullmatch
        return lambda item: any(matches(str(value)) is not None for value in values(item, path))

    def _value(self) -> Any:
        token = self._next()
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if token.lower() in ("true", "false"):
            return token.lower() == "true"
        try:
            return float(token)
        except ValueError:
            raise _refuse(f"'{token}' is not a value.") from None


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _comparable(one: Any, other: Any) -> bool:
    return type(_plain(one)) is type(other)
