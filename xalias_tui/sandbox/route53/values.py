"""Plain values: what a record of each type may hold."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Final

import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype

from xalias_tui.sandbox.route53.judgement import Attempt, Rule
from xalias_tui.sandbox.route53.names import NameProblem, listed
from xalias_tui.sandbox.route53.records import values_of

_MAX_STRING: Final = 255
_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"\s*')
_OCTAL: Final = re.compile(r"\\([0-3][0-7]{2})")
_ONE_VALUE: Final = frozenset({"CNAME", "SOA"})


class _Malformed(Exception):  # noqa: N818 -- Route 53 calls it a problem
    """A value is not valid for its type; its message is the problem in Route 53's words."""


def _ipv4(value: str) -> Hashable:
    try:
        return ipaddress.IPv4Address(value)
    except ValueError:
        raise _Malformed("ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)") from None


def _ipv6(value: str) -> Hashable:
    try:
        return ipaddress.IPv6Address(value)
    except ValueError:
        raise _Malformed("AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)") from None


def _domain_name(value: str) -> Hashable:
    try:
        return listed(value)
    except NameProblem as problem:
        raise _Malformed(str(problem).removeprefix("FATAL problem: ").partition(" encountered")[0]) from None


def _strings(value: str) -> Hashable:
    """Character strings in quotation marks; Route 53 takes them with and without a space between them."""
    if not value or _STRING.sub("", value):
        raise _Malformed("InvalidCharacterString (Value should be enclosed in quotation marks)")
    strings = tuple(re.sub(r"\\(.)", r"\1", _OCTAL.sub("?", string)) for string in _STRING.findall(value))
    if any(len(string.encode()) > _MAX_STRING for string in strings):
        raise _Malformed("CharacterStringTooLong (Value is too long)")
    return value


def _other(record_type: str) -> Callable[[str], Hashable]:
    """How a type is read whose own sentences are not known: as the DNS reads it, with octal escapes."""

    def read(value: str) -> Hashable:
        text = _OCTAL.sub(lambda found: f"\\{int(found[1], 8):03d}", value)
        try:
            return dns.rdata.from_text(
                dns.rdataclass.IN, dns.rdatatype.from_text(record_type), text, dns.name.root, relativize=False
            )
        except (dns.exception.DNSException, ValueError):
            raise _Malformed(f"{record_type}RRDATAIllegal (Value is not a valid {record_type} value)") from None

    return read


_READERS: Mapping[str, Callable[[str], Hashable]] = {
    "A": _ipv4,
    "AAAA": _ipv6,
    "CNAME": _domain_name,
    "NS": _domain_name,
    "PTR": _domain_name,
    "SPF": _strings,
    "TXT": _strings,
}


def well_formed_values(attempt: Attempt) -> Iterator[str]:
    """Each value is one of its type, none is there twice, and a CNAME or a SOA record has one."""
    record_type, values = attempt.record["Type"], values_of(attempt.record)
    read = _READERS.get(record_type) or _other(record_type)
    seen: set[Hashable] = set()
    for value in values:
        try:
            meaning = read(value)
        except _Malformed as problem:
            meaning = value
            yield f"Invalid Resource Record: FATAL problem: {problem} encountered with '{value}'"
        if meaning in seen:
            yield f"Duplicate Resource Record: '{value}'"
        seen.add(meaning)
    if record_type in _ONE_VALUE and len(values) > 1:
        yield f"{attempt.rrset} is not permitted as it has more than one resource record in zone {attempt.zone.name}"


RULES: tuple[Rule, ...] = (well_formed_values,)
