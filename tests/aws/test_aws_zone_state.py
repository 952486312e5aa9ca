"""What Route 53 tells of a zone beside its records; and whether it is Route 53 that is asked."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from tests.aws.fakes import FakeClock
from tests.sandbox.change_batches import HUB, PRIVATE, ZONE
from xalias_tui.aws.accounts import Accounts
from xalias_tui.aws.route53 import Route53Zones
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.hosted_zones import HostedZones
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.zone_evidence import Signing, SigningKey
from xalias_tui.sandbox.route53.signing import KeySigningKey, ZoneSigning
from xalias_tui.sandbox.route53.zones import Zone as SimulatedZone
from xalias_tui.sandbox.server import Sandbox


@pytest.fixture
def hosted(sandbox: Sandbox, crowded_zone: SimulatedZone, enter_sandbox: Callable[[Sandbox], None]) -> HostedZones:
    del crowded_zone
    enter_sandbox(sandbox)
    return Accounts(clock=FakeClock()).hosted_zones("dns-prod")


def test_the_limit_is_that_of_the_zone(hosted: HostedZones, crowded_zone: SimulatedZone) -> None:
    crowded_zone.record_limit = 12_345
    assert hosted.record_limit(hosted.zone(ZONE)) == 12_345


def test_a_signed_zone_tells_its_keys(hosted: HostedZones, crowded_zone: SimulatedZone) -> None:
    assert hosted.signing(hosted.zone(ZONE)) == Signing("NOT_SIGNING")
    key = KeySigningKey("primary", "example.com.", "arn", "ACTION_NEEDED", "The KMS key is disabled.")
    crowded_zone.signing = ZoneSigning("INTERNAL_FAILURE", "No key.", (key,))
    tag = int(key.ds.split()[0])
    assert hosted.signing(hosted.zone(ZONE)) == Signing(
        "INTERNAL_FAILURE", "No key.", (SigningKey("primary", "ACTION_NEEDED", "The KMS key is disabled.", tag),)
    )


def test_a_private_zone_is_not_signed_at_all(hosted: HostedZones) -> None:
    with pytest.raises(LookupFailedError, match="InvalidArgument"):
        hosted.signing(hosted.zone(PRIVATE))


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        ("https://route53.amazonaws.com", True),
        ("https://route53.amazonaws.com.cn", True),
        ("https://route53.us-gov.amazonaws.com", True),
        ("https://route53.global.api.aws", True),
        ("https://vpce-0123-abcd.route53.us-east-1.vpce.amazonaws.com", True),
        ("http://127.0.0.1:4566", False),
        ("https://amazonaws.com.example.net", False),
        ("https://notamazonaws.com", False),
    ],
)
def test_only_of_route_53_itself_the_internet_knows_the_zones(endpoint: str, expected: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    reads = SimpleNamespace(meta=SimpleNamespace(endpoint_url=endpoint))
    zones = Route53Zones(Account("dns", HUB), reads, lambda _: None, lambda: (HUB, ""), FakeClock())
    assert zones.of_the_internet is expected
