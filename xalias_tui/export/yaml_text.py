"""YAML as every reader of it understands alike: strings stay strings, and no value leaves its line."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*\Z")
_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""What YAML 1.1 reads as something else than text (YAML 1.2 knows only the last three)."""


class _Dumper(yaml.SafeDumper):
    """In double quotes, with escape codes, whatever is not plainly a word."""

    def ignore_aliases(self, data: Any) -> bool:
        """Values that occur twice are written twice."""
        del data
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002 -- PyYAML's own signature
        """Lists are indented below their key."""
        del indentless
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    word = _PLAIN.match(text) and text.lower() not in _WORDS
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if word else '"')


_Dumper.add_representer(str, _text)


def yaml_lines(value: object) -> list[str]:
    """Lines of a YAML block, printable ASCII only."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=False, default_flow_style=False, width=float("inf")
    )
    return text.splitlines()
