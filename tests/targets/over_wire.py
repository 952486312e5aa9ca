"""Finding what the demo organisation owns through the SDK, and planning aliases to what is healthy."""

from __future__ import annotations

from collections.abc import Iterator

from tests.targets.fakes import case_of, serious
from xalias_tui.aws.accounts import Accounts
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import propose
from xalias_tui.domain.targets import Target
from xalias_tui.targets import kind, recognise
from xalias_tui.targets.certificate_rules import CERT_VALIDATION_RECORD_GONE
from xalias_tui.targets.validation_rules import VALIDATION_RECORD_MISSING

PROFILES = ("shop-prod", "media-prod")


def judged(target: Target, name: str, *, private: bool = False) -> set[str]:
    """Errors and warnings about an A record of a name that leads to a target, in a zone without other records.

    No validation record of a certificate is there either, which is none of the target's faults.
    """
    found = serious(list(kind(target.kind).judge(case_of(target, name, private=private))))
    return found - {CERT_VALIDATION_RECORD_GONE.id, VALIDATION_RECORD_MISSING.id}


def called(target: Target) -> str:
    """The first name that a target serves, else one made of its own."""
    return target.hostnames[0] if target.hostnames else f"{target.name}.example.com"


def everything(key: str) -> Iterator[Target]:
    """Every target of a kind in the accounts of shop and media, as found."""
    accounts, one = Accounts(), kind(key)
    for profile in PROFILES:
        for region in ("us-east-1",) if one.scope == "global" else accounts.enabled_regions(profile):
            yield from one.discover(accounts.ask(profile, region))


def healthy(key: str, *, private: bool = False) -> list[Target]:
    """Those that serve their own name without an error or a warning."""
    accounts, one, found = Accounts(), kind(key), []
    for target in everything(key):
        region = "us-east-1" if target.region == "global" else target.region
        picked = one.inspect(target, accounts.ask(target.profile, region), DnsName.parse(called(target)))
        if picked.aliasable and not judged(picked, called(picked), private=private):
            found.append(picked)
    return found


def batch_for(target: Target, *, private: bool = False) -> dict[str, object]:
    """The change batch of aliases of every type that a target takes, at the name that it serves."""
    case = case_of(target, called(target), target.record_types, private=private)
    return propose(case.draft, case.around.records).batch


def assert_recognised(target: Target) -> None:
    """The bare name tells the kind among those that share its form, and the zone id where one is published."""
    assert target.dns_name is not None
    first, own = recognise(target.dns_name), kind(target.kind).recognise(target.dns_name)
    assert first is not None
    assert own is not None
    for recognition in (first, own):
        assert recognition.dns_name == target.dns_name
        assert recognition.zone_id in ("", target.zone_id)
