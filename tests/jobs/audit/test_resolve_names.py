from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.jobs.fakes import alias, zone
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.jobs.audit.resolve_names import MOST_SILENT, resolve
from xalias_tui.probes.dns import Answer

GONE = "gone-1.eu-west-1.elb.amazonaws.com"
HERE, SIX = "here-1.eu-west-1.elb.amazonaws.com", "six-1.eu-west-1.elb.amazonaws.com"
API = "d-0123456789.execute-api.eu-west-1.amazonaws.com"


class Resolver:
    """Answers from a table; of names below ``everything`` all resolve."""

    def __init__(self, table: Mapping[tuple[str, str], tuple[str, ...]], everything: str = "", rcode: str = "") -> None:
        self.table, self.everything, self.rcode = table, everything, rcode
        self.asked: list[DnsName] = []

    def ask(self, name: DnsName, type_: str) -> Answer:
        self.asked.append(name)
        values = self.table.get((name.bare, type_), ())
        if self.everything and name.bare.endswith(self.everything):
            values = ("192.0.2.9",)
        rcode = self.rcode or ("NOERROR" if values or (name.bare, "AAAA") in self.table else "NXDOMAIN")
        return Answer("192.0.2.53", name, type_, rcode if rcode != "silent" else "", values, problem="no word")

    def ask_server(self, host: str, name: DnsName, type_: str) -> Answer:
        raise AssertionError("authoritative servers tell nothing here")

    def delegation(self, zone: DnsName) -> Answer:
        raise AssertionError("as above")


def absent(*names: str) -> list[AliasVerdict]:
    return [
        AliasVerdict(alias(f"a{at}.example.com", "A", name), zone(), "unknown", points_to=DnsName.parse(name))
        for at, name in enumerate(names)
    ]


def test_names_resolve_or_do_not_and_prefixes_make_no_difference() -> None:
    dns = Resolver({(HERE, "A"): ("192.0.2.1",), (SIX, "AAAA"): ("::1",)})
    told = resolve(dns, absent(GONE, f"dualstack.{GONE}", HERE, SIX))
    seen = {name.bare: sighting.exists for (_, name), sighting in told.sightings.items()}
    assert seen == {GONE: False, HERE: True, SIX: True}
    assert (told.unresolved, told.missed) == ({}, ())


def test_where_every_name_resolves_nothing_follows() -> None:
    told = resolve(Resolver({}, everything=".execute-api.eu-west-1.amazonaws.com"), absent(API))
    assert told.sightings == {}
    assert "as any name below execute-api.eu-west-1.amazonaws.com" in told.unresolved[DnsName.parse(API)]
    assert told.missed == ()


@pytest.mark.parametrize("rcode", ["SERVFAIL", "REFUSED"])
def test_a_resolver_that_fails_tells_nothing(rcode: str) -> None:
    told = resolve(Resolver({}, rcode=rcode), absent(GONE))
    assert told.sightings == {}
    assert list(told.unresolved) == [DnsName.parse(GONE)]
    (missed,) = told.missed
    assert (missed.kind, "1 of 1 names of targets could not be resolved" in missed.message) == ("resolver", True)


def test_a_silent_resolver_is_not_asked_for_ever() -> None:
    dns = Resolver({}, rcode="silent")
    told = resolve(dns, absent(*(f"gone-{at}.eu-west-1.elb.amazonaws.com" for at in range(200))))
    assert MOST_SILENT <= len(dns.asked) < 40
    assert len(told.unresolved) == 200


def test_aliases_of_the_own_zone_and_found_targets_are_not_asked_about() -> None:
    own = AliasVerdict(alias("a.example.com", "A", "b.example.com", zone().id), zone(), "broken")
    dns = Resolver({})
    assert resolve(dns, [own]).sightings == {}
    assert dns.asked == []
