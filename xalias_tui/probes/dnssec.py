"""Whether what a parent publishes of a zone's keys fits the keys: DS against DNSKEY (RFC 4034, RFC 4509)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import dns.dnssec
import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
from dns.rdtypes.ANY.DNSKEY import DNSKEY
from dns.rdtypes.ANY.DS import DS

from xalias_tui.domain.names import DnsName

_Read = TypeVar("_Read", DNSKEY, DS)


def key_tags(ds: Iterable[str]) -> tuple[int, ...]:
    """The keys that DS records name, by tag, sorted."""
    return tuple(sorted({int(value.split()[0]) for value in ds}))


def is_chained(zone: DnsName, ds: Iterable[str], keys: Iterable[str]) -> bool:
    """Whether one of the DS records is the digest of one of the keys.

    Args:
        zone: Whose keys they are.
        ds: Values of DS records, as they are written.
        keys: Values of DNSKEY records, as they are written.
    """
    name = zone.wire
    published = [_read("DNSKEY", key, DNSKEY) for key in keys]
    for wanted in (_read("DS", value, DS) for value in ds):
        for key in published:
            if dns.dnssec.key_id(key) != wanted.key_tag:
                continue
            try:
                made = dns.dnssec.make_ds(name, key, wanted.digest_type, validating=True)
            except (dns.exception.DNSException, ValueError):  # a digest of a kind that this machine can't make
                return True
            if made == wanted:
                return True
    return False


def _read(type_: str, value: str, kind: type[_Read]) -> _Read:
    read = dns.rdata.from_text(dns.rdataclass.IN, dns.rdatatype.from_text(type_), value)
    if not isinstance(read, kind):
        raise TypeError(f"{value} is not a record of type {type_}")
    return read
