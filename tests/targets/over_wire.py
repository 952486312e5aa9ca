"""Finding what the demo organisation owns through the SDK, and planning aliases to what is healthy."""

from __future__ import annotations

from collections.abc import Iterator

from tests.stage import accounts_here
from tests.targets.fakes import case_of, serious
from xalias_tui.domain.targets import Target
from xalias_tui.targets import judge, kind, recognise
from xalias_tui.targets.shared.certificate_rules import CERT_VALIDATION_RECORD_GONE
from xalias_tui.targets.shared.validation_rules import VALIDATION_RECORD_MISSING

PROFILES = ("shop-prod", "media-prod")
ONLY_THE_API_TELLS = frozenset({"apigateway-portal", "opensearch", "vpc-lattice", "vpc-lattice-endpoint"})
"""Kinds whose zone ids were never published."""


def judged(target: Target, name: str, *, private: bool = False) -> set[str]:
    """Errors and warnings about an A record of a name that leads to a target, in a zone without other records.

    No validation record of a certificate is there either, which is none of the target's faults.
    """
    found = serious(list(judge(case_of(target, name, private=private))))
    return found - {CERT_VALIDATION_RECORD_GONE.id, VALIDATION_RECORD_MISSING.id}


def everything(key: str) -> Iterator[Target]:
    """Every target of a kind in the accounts of shop and media, as found."""
    accounts, one = accounts_here(), kind(key)
    for profile in PROFILES:
        for region in ("us-east-1",) if one.scope == "global" else accounts.enabled_regions(profile):
            yield from one.discover(accounts.ask(profile, region))


def assert_recognised(target: Target) -> None:
    """The bare name tells the kind, among those that share its form, and the zone id where one is published."""
    assert target.dns_name is not None
    first, own = recognise(target.dns_name), kind(target.kind).recognise(target.dns_name)
    assert first is not None
    assert own is not None
    known = "" if target.kind in ONLY_THE_API_TELLS else target.zone_id
    told = {(found.dns_name, found.zone_id, found.aliasable) for found in (first, own)}
    assert told == {(target.dns_name, known, True)}
