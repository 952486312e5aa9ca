"""Types of record sets, and how operators write several."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xalias_tui.domain.errors import UsageError

RECORD_TYPES: Final = (
    "A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB",
    "TLSA", "TXT",
)  # fmt: skip
"""RRType in the Route 53 API reference."""


def split_types(text: str) -> tuple[str, ...]:
    """The words of ``A+AAAA`` or ``a, aaaa``, in capitals, repeats dropped."""
    return tuple(dict.fromkeys(text.upper().replace("+", " ").replace(",", " ").split()))


def read_types(texts: Iterable[str]) -> tuple[str, ...]:
    """The types that operators write, several in one text or one in each.

    Raises:
        UsageError: when one of them is not a type of Route 53, or a text is empty.
    """
    found: dict[str, None] = {}
    for text in texts:
        words = split_types(text) or ("",)
        unknown = next((word for word in words if word not in RECORD_TYPES), None)
        if unknown is not None:
            raise UsageError(
                "record-type-unknown",
                f"'{unknown}' is not a record type of Route 53.",
                f"The types are {', '.join(RECORD_TYPES)}.",
            )
        found |= dict.fromkeys(words)
    return tuple(found)
