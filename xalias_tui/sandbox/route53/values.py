"""Plain values: what an A, AAAA, CNAME or TXT record may hold."""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from xalias_tui.sandbox.route53.judgement import Attempt, Rule
from xalias_tui.sandbox.route53.names import NameProblem, listed
from xalias_tui.sandbox.route53.records import values_of


def _ipv4(value: str) -> str | None:
    try:
        ipaddress.IPv4Address(value)
    except ValueError:
        return "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)"
    return None


def _ipv6(value: str) -> str | None:
    try:
        ipaddress.IPv6Address(value)
    except ValueError:
        return "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)"
    return None


def _domain_name(value: str) -> str | None:
    try:
        listed(value)
    except NameProblem as problem:
        return str(problem).removeprefix("FATAL problem: ").partition(" encountered")[0]
    return None


def _quoted(value: str) -> str | None:
    if value.startswith('"') and value.endswith('"') and len(value) > 1:
        return None
    return "InvalidCharacterString (Value should be enclosed in quotation marks)"


_CHECKS: Mapping[str, Callable[[str], str | None]] = {
    "A": _ipv4,
    "AAAA": _ipv6,
    "CNAME": _domain_name,
    "NS": _domain_name,
    "PTR": _domain_name,
    "SPF": _quoted,
    "TXT": _quoted,
}


def well_formed_values(attempt: Attempt) -> Iterator[str]:
    """Each value is one of its type, and none stands there twice."""
    check = _CHECKS.get(attempt.record["Type"])
    counted = Counter(values_of(attempt.record))
    for value, count in counted.items():
        problem = check(value) if check else None
        if problem:
            yield f"Invalid Resource Record: FATAL problem: {problem} encountered with '{value}'"
        if count > 1:
            yield f"Duplicate Resource Record: '{value}'"


RULES: tuple[Rule, ...] = (well_formed_values,)
