"""Every reader of Route 53 meets every fault: what can't be read is a failed look-up, and never an empty answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, Final

import pytest

from tests.cases.between import Answered, Meddle
from tests.cases.faults import FAULTS, meeting
from tests.cases.lab import ZONE, lab, world, zone
from xalias_tui.aws.accounts import Accounts
from xalias_tui.domain.errors import OutcomeUnknownError
from xalias_tui.domain.hosted_zones import HostedZones
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zones import Zone
from xalias_tui.sandbox.organisation.records import plain

WWW: Final = DnsName.parse("www.example.com")
NEW: Final = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": plain("new.example.com.", "A", "192.0.2.9")}]}
READERS: Final[dict[str, tuple[str, Callable[[HostedZones, Zone], Any]]]] = {
    "zones": ("ListHostedZones", lambda hosted, _: list(hosted.zones())),
    "zone": ("GetHostedZone", lambda hosted, zone: hosted.zone(zone.id)),
    "records": ("ListResourceRecordSets", lambda hosted, zone: list(hosted.records(zone))),
    "records_at": ("ListResourceRecordSets", lambda hosted, zone: hosted.records_at(zone, WWW)),
    "tags": ("ListTagsForResource", lambda hosted, zone: hosted.tags(zone)),
    "protections": ("ListResourceRecordSetProtections", lambda hosted, zone: hosted.protections(zone)),
    "record_limit": ("GetHostedZoneLimit", lambda hosted, zone: hosted.record_limit(zone)),
    "signing": ("GetDNSSEC", lambda hosted, zone: hosted.signing(zone)),
}
QUICK: Final = [fault for fault in FAULTS if fault != "slow"]


class Place:
    """Hosted zones of the DNS hub, with somebody between who may meddle."""

    hosted: HostedZones
    zone: Zone
    meddle: Meddle | None = None


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made, here = world(), Place()
    zone(made, "example.com", [plain("www.example.com.", "A", "192.0.2.1")])

    def meddle(name: str, ask: Callable[[], Answered]) -> Answered:
        return ask() if here.meddle is None else here.meddle(name, ask)

    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        shell = stack.enter_context(lab(made, tmp_path_factory.mktemp("readers"), meddle=meddle))
        for name, value in shell.variables.items():
            patch.setenv(name, value)
        here.hosted = Accounts().hosted_zones("dns-prod")
        here.zone = here.hosted.zone(ZONE)
        yield here


CELLS: Final = [
    (reader, fault)
    for reader in READERS
    for fault in QUICK
    if (reader, fault)
    != ("records_at", "endless marker")  # it ends where another name begins, wherever a marker points
]


@pytest.mark.parametrize(("reader", "fault"), CELLS)
def test_what_can_not_be_read_is_a_failed_look_up(place: Place, reader: str, fault: str) -> None:
    operation, read = READERS[reader]
    place.meddle = None
    right = read(place.hosted, place.zone)
    met: list[bool] = []
    place.meddle = meeting(f"route53:{operation}", FAULTS[fault], met)
    try:
        answer: Any = read(place.hosted, place.zone)
    except LookupFailedError as error:
        answer = error
    assert isinstance(answer, LookupFailedError) == any(met)
    if isinstance(answer, LookupFailedError):
        assert "<" not in answer.message
    else:
        assert answer == right


@pytest.mark.parametrize("fault", QUICK)
def test_a_change_is_refused_by_nobody_but_route_53(place: Place, fault: str) -> None:
    met: list[bool] = []
    place.meddle = meeting("route53:ChangeResourceRecordSets", FAULTS[fault], met)
    try:
        place.hosted.change(place.zone, NEW)
    except OutcomeUnknownError:
        assert any(met)
    else:
        assert not any(met)
    place.meddle = None
    there = place.hosted.records_at(place.zone, DnsName.parse("new.example.com"))
    for record in there:
        gone = {"Changes": [{"Action": "DELETE", "ResourceRecordSet": record.wire}]}
        place.hosted.change(place.zone, gone)
