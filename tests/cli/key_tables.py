"""Which keys a command's JSON documents have and the JSON types of their values, as a table of text.

A line is a key and what was seen there: ``data.zones[].live    boolean | null``. ``optional`` means that some object at
that place lacks the key.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

Table = Mapping[str, frozenset[str]]

_TYPES: Final[Mapping[type, str]] = {
    bool: "boolean",
    dict: "object",
    float: "number",
    int: "number",
    list: "array",
    str: "string",
    type(None): "null",
}
_OPTIONAL: Final = "optional"
_LAST: Final = ("null", _OPTIONAL)
_OF_AWS: Final = ("wire", "batch", "data.policy")
"""Objects in AWS's own form, whose keys are not ours."""
_KEYED_BY_DATA: Final = ("shares", "environment", "values.keys", "values.accounts")
"""Objects whose keys are record types, variables, bindings or profiles: ``*`` stands for each of them."""


class _Reader:
    def __init__(self) -> None:
        self.types: defaultdict[str, set[str]] = defaultdict(set)
        self.seen: Counter[str] = Counter()

    def read(self, path: str, value: Any) -> None:
        self.types[path].add(_TYPES[type(value)])
        self.seen[path] += 1
        if isinstance(value, list):
            for element in value:
                self.read(f"{path}[]", element)
        elif isinstance(value, dict) and not path.endswith(_OF_AWS):
            self.seen[f"{path}."] += 1
            for key, held in value.items():
                self.read(f"{path}.{'*' if path.endswith(_KEYED_BY_DATA) else key}", held)

    def is_optional(self, path: str) -> bool:
        parent = path.rpartition(".")[0]
        return not path.endswith(("[]", ".*")) and self.seen[path] < self.seen[f"{parent}."]


def table_of(root: str, values: Iterable[Any]) -> Table:
    """The keys of several values at the same place of a document, taken together."""
    reader = _Reader()
    for value in values:
        reader.read(root, value)
    return {
        path: frozenset(types | {_OPTIONAL} if reader.is_optional(path) else types)
        for path, types in reader.types.items()
    }


def read_table(text: str) -> Table:
    """A table as ``written`` wrote it."""
    rows = (line.split(maxsplit=1) for line in text.splitlines())
    return {path: frozenset(seen.split(" | ")) for path, seen in rows}


def written(table: Table) -> str:
    """The table as text."""
    width = max(map(len, table))
    return "".join(f"{path:{width}}  {_words(table[path])}\n" for path in sorted(table))


def widened(recorded: Table, found: Table) -> Table:
    """Everything that either has: nothing that was promised is lost."""
    return {path: recorded.get(path, frozenset()) | found.get(path, frozenset()) for path in {*recorded, *found}}


def differences(recorded: Table, found: Table) -> list[str]:
    """What is not as it was recorded, in sentences."""
    return [
        *(f"{path} is gone" for path in sorted(recorded.keys() - found)),
        *(f"{path} is not recorded" for path in sorted(found.keys() - recorded)),
        *(
            f"{path} was {_words(recorded[path])}, now it is {_words(found[path])}"
            for path in sorted(recorded.keys() & found)
            if recorded[path] != found[path]
        ),
    ]


def _words(seen: Iterable[str]) -> str:
    return " | ".join(sorted(seen, key=lambda word: (_LAST.index(word) if word in _LAST else -1, word)))
