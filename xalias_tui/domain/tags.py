"""Tags of AWS resources as their services list them; keys and values are untrusted text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Tags = tuple[tuple[str, str], ...]
"""Key and value of each."""

LONGEST_KEY: Final = 128
"""Characters of a key (Tag in the API reference of AWS Resource Groups Tagging)."""


def read_tags(listed: Any) -> Tags | None:
    """Tags in either form that services have: a list of keys with values, or a map; None for what is neither.

    Spelling differs (``Key`` and ``key``), and a value may be missing, which is an empty one.
    """
    if isinstance(listed, Mapping):
        return tuple((str(key), str(value or "")) for key, value in listed.items())
    if not isinstance(listed, list | tuple) or not all(isinstance(each, Mapping) for each in listed):
        return None
    return tuple((str(_either(each, "Key")), str(_either(each, "Value") or "")) for each in listed)


def tag_value(tags: Tags | None, key: str) -> str | None:
    """The value of a tag: empty where the resource does not have it, None where its tags were not read."""
    if tags is None:
        return None
    return next((value for own, value in tags if own == key), "")


def _either(tag: Mapping[str, Any], name: str) -> Any:
    return tag.get(name, tag.get(name.lower(), ""))
