"""Route 53 over the wire, against the strict simulation and its faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.aws.fakes import FakeClock, made_up_session
from tests.sandbox.change_batches import HUB, OTHER, PRIVATE, ZONE, Record, plain
from xalias_tui.aws.accounts import Accounts
from xalias_tui.aws.rate_limit import FULL_RATE
from xalias_tui.aws.retries import PATIENCE
from xalias_tui.aws.route53 import Route53Zones, guardrails_on
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import AwsError, ConflictError, OutcomeUnknownError, RefusedError
from xalias_tui.domain.hosted_zones import HostedZones
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zones import Vpc, Zone
from xalias_tui.sandbox import faults
from xalias_tui.sandbox.clock import ManualClock
from xalias_tui.sandbox.route53.zones import Zone as SimulatedZone
from xalias_tui.sandbox.server import Sandbox

NEW = plain("new.example.com", value="192.0.2.7")


class JoinedClock(FakeClock):
    """Our time and the simulated organisation's are the same."""

    def __init__(self, world: ManualClock) -> None:
        super().__init__()
        self._world = world

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self._world.advance(seconds)


@pytest.fixture
def our_clock(clock: ManualClock) -> JoinedClock:
    return JoinedClock(clock)


@pytest.fixture
def accounts(
    sandbox: Sandbox, crowded_zone: SimulatedZone, enter_sandbox: Callable[[Sandbox], None], our_clock: JoinedClock
) -> Accounts:
    enter_sandbox(sandbox)
    return Accounts(clock=our_clock)


@pytest.fixture
def hosted(accounts: Accounts) -> HostedZones:
    return accounts.hosted_zones("dns-prod")


@pytest.fixture
def zone(hosted: HostedZones) -> Zone:
    return hosted.zone(ZONE)


def batch(*steps: tuple[str, Record]) -> dict[str, Any]:
    return {"Changes": [{"Action": action, "ResourceRecordSet": record} for action, record in steps]}


def names_in(sandbox: Sandbox) -> set[str]:
    return {record["Name"] for record in sandbox.world.route53.zones[ZONE].from_key(("", "", ""), 10_000)}


def test_zones_are_read_with_what_the_list_tells(hosted: HostedZones, sandbox: Sandbox) -> None:
    sandbox.world.route53.create_zone(
        HUB,
        "managed.example.com",
        zone_id="ZMANAGED",
        comment="hands off",
        linked_service={"ServicePrincipal": "servicediscovery.amazonaws.com", "Description": "Cloud Map"},
    )
    zones = {zone.id: zone for page in hosted.zones() for zone in page}
    assert set(zones) == {ZONE, OTHER, PRIVATE, "ZMANAGED"}
    managed = zones["ZMANAGED"]
    assert (managed.name.text, managed.comment) == ("managed.example.com.", "hands off")
    assert (managed.linked_service, managed.record_count) == ("servicediscovery.amazonaws.com", 2)
    assert (managed.account_id, managed.profile, managed.detailed) == (HUB, "dns-prod", False)
    assert zones[PRIVATE].private
    assert not managed.private


def test_zones_come_in_pages_of_a_hundred(hosted: HostedZones, sandbox: Sandbox) -> None:
    for number in range(203):
        sandbox.world.route53.create_zone(HUB, f"z{number}.example.net")
    pages = list(hosted.zones())
    assert [len(page) for page in pages] == [100, 100, 6]
    assert len({zone.id for page in pages for zone in page}) == 206


def test_a_zone_in_detail(hosted: HostedZones) -> None:
    public, private = hosted.zone(ZONE), hosted.zone(PRIVATE)
    assert len(public.name_servers) == 4
    assert (private.vpcs, private.name_servers) == ((Vpc("vpc-1", "us-east-1"),), ())
    assert public.detailed
    with pytest.raises(LookupFailedError) as caught:
        hosted.zone("Z0NOWHERE")
    assert (caught.value.code, caught.value.action) == ("NoSuchHostedZone", "route53:GetHostedZone")


def test_the_features_of_a_zone_are_read(hosted: HostedZones, sandbox: Sandbox) -> None:
    sandbox.world.route53.zones[ZONE].guardrails = frozenset({"ALIAS_TARGET_CHECK", "NS_FORMAT_CHECK"})
    sandbox.world.route53.zones[PRIVATE].public_dns_fallback = "ENABLED"
    public, private, other = (hosted.zone(id_) for id_ in (ZONE, PRIVATE, OTHER))
    assert (public.guardrails, public.public_dns_fallback) == (frozenset({"ALIAS_TARGET_CHECK", "NS_FORMAT_CHECK"}), "")
    assert (private.guardrails, private.public_dns_fallback) == (frozenset(), "ENABLED")
    assert (other.guardrails, other.public_dns_fallback, other.accelerated_recovery) == (frozenset(), "", "")


def test_a_guardrail_that_is_off_is_not_one_of_the_zones() -> None:
    names = {"ALIAS_TARGET_CHECK": "DISABLED", "NS_OCCLUSION_CHECK": "ENABLED"}
    listed = [{"Name": name, "Status": status} for name, status in names.items()]
    assert guardrails_on({"Features": {"ChangeGuardrails": listed}}) == {"NS_OCCLUSION_CHECK"}


def test_records_come_in_pages_of_three_hundred_also_inside_a_group(
    hosted: HostedZones, zone: Zone, sandbox: Sandbox
) -> None:
    many = [plain(f"n{number:04}.example.com") for number in range(450)]  # so that a page ends inside the group
    group = [plain("zz.example.com", SetIdentifier=f"s{number:03}", Weight=1) for number in range(100)]
    sandbox.world.route53.load(ZONE, [*many, *group])
    pages = list(hosted.records(zone))
    assert pages[1][-1].name == pages[2][0].name
    assert [len(page) for page in pages[:-1]] == [300] * (len(pages) - 1)
    keys = [record.key for page in pages for record in page]
    assert len(keys) == len(set(keys)) == len(list(sandbox.world.route53.zones[ZONE].from_key(("", "", ""), 10_000)))


def test_records_at_a_name_are_all_of_it_and_nothing_else(hosted: HostedZones, zone: Zone, sandbox: Sandbox) -> None:
    sandbox.world.route53.load(ZONE, [plain("*.example.com"), plain("*.example.com", "TXT", '"x"')])
    assert len(hosted.records_at(zone, DnsName.parse("full.example.com"))) == 100
    assert [r.type for r in hosted.records_at(zone, DnsName.parse("*.example.com"))] == ["A", "TXT"]
    assert [r.type for r in hosted.records_at(zone, DnsName.parse("example.com"))] == ["NS", "SOA"]
    assert hosted.records_at(zone, DnsName.parse("absent.example.com")) == ()
    assert hosted.records_at(zone, DnsName.parse("zzzz.example.com")) == ()


def test_what_was_read_is_what_deletes(hosted: HostedZones, zone: Zone, sandbox: Sandbox) -> None:
    for record in [record for page in hosted.records(zone) for record in page if record.type not in {"NS", "SOA"}]:
        hosted.change(zone, batch(("DELETE", record.wire)))
    assert names_in(sandbox) == {"example.com."}


def test_a_change_is_pending_and_then_in_sync(hosted: HostedZones, zone: Zone, clock: ManualClock) -> None:
    status = hosted.change(zone, batch(("CREATE", NEW)))
    assert status.status == "PENDING"
    assert "/" not in status.id
    assert hosted.change_status(status.id) == status
    clock.advance(61)
    assert hosted.change_status(status.id).status == "INSYNC"
    assert [r.values for r in hosted.records_at(zone, DnsName.parse("new.example.com"))] == [("192.0.2.7",)]
    with pytest.raises(LookupFailedError):
        hosted.change_status("C0NOWHERE")


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ((("CREATE", plain("taken.example.com")),), "but it already exists"),
        ((("DELETE", plain("absent.example.com")),), "but it was not found"),
        ((("DELETE", plain("taken.example.com", ttl=61)),), "but the values provided do not match the current values"),
    ],
)
def test_a_record_that_is_no_longer_what_was_read_is_a_conflict(
    hosted: HostedZones, zone: Zone, steps: tuple[tuple[str, Record], ...], sentence: str
) -> None:
    with pytest.raises(ConflictError) as caught:
        hosted.change(zone, batch(*steps))
    assert caught.value.code == "InvalidChangeBatch"
    assert sentence in caught.value.message


@pytest.mark.parametrize(
    ("record", "code", "sentence"),
    [
        (plain("old.example.com"), "InvalidChangeBatch", "conflicting RRSet of type CNAME"),
        (plain("www.example.org"), "InvalidChangeBatch", "is not permitted in zone"),
        (
            {
                "Name": "a.example.com",
                "Type": "A",
                "AliasTarget": {
                    "HostedZoneId": ZONE,
                    "DNSName": "nothing.example.com",
                    "EvaluateTargetHealth": False,
                },
            },
            "InvalidChangeBatch",
            "but that target was not found",
        ),
        ({"Name": "a.example.com", "Type": "A"}, "InvalidInput", "but found none"),
    ],
)
def test_what_route_53_refuses_keeps_its_own_sentence(
    hosted: HostedZones, zone: Zone, record: Record, code: str, sentence: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        hosted.change(zone, batch(("CREATE", record)))
    assert caught.value.code == code
    assert sentence in caught.value.message


def test_a_role_that_may_not_change_is_told_apart(accounts: Accounts, zone: Zone, sandbox: Sandbox) -> None:
    with pytest.raises(RefusedError) as caught:
        accounts.hosted_zones("dns-audit").change(zone, batch(("CREATE", NEW)))
    assert caught.value.code == "iam-change-denied"
    assert "ChangeResourceRecordSets" in caught.value.message
    assert f"arn:aws:route53:::hostedzone/{ZONE}" in caught.value.remedy
    assert caught.value.remedy.endswith(
        f"xalias policy zone --zone {ZONE} --name new.example.com --type A --action CREATE"
    )
    assert "new.example.com." not in names_in(sandbox)


def test_a_zone_of_another_account_is_not_written_to(accounts: Accounts, zone: Zone, sandbox: Sandbox) -> None:
    with pytest.raises(RefusedError) as caught:
        accounts.hosted_zones("shop-prod").change(zone, batch(("CREATE", NEW)))
    assert caught.value.code == "wrong-account"
    assert "222222222222" in caught.value.message
    assert HUB in caught.value.message
    assert "new.example.com." not in names_in(sandbox)


def test_a_login_that_has_become_another_accounts_is_noticed(
    accounts: Accounts, hosted: HostedZones, zone: Zone, sandbox: Sandbox
) -> None:
    sandbox.world.faults.next("sts:GetCallerIdentity", faults.expired())
    with pytest.raises(AwsError) as caught:
        hosted.change(zone, batch(("CREATE", NEW)))
    assert caught.value.code == "expired"
    assert "new.example.com." not in names_in(sandbox)


def test_read_only_refuses_before_anything_is_asked(sandbox: Sandbox, zone: Zone) -> None:
    hosted = Accounts(read_only=True).hosted_zones("dns-prod")
    sandbox.world.faults.next("sts:GetCallerIdentity", faults.expired())
    with pytest.raises(RefusedError) as caught:
        hosted.change(zone, batch(("CREATE", NEW)))
    assert caught.value.code == "read-only"
    assert "new.example.com." not in names_in(sandbox)


def test_an_answer_that_is_lost_after_the_change_is_not_sent_again(
    hosted: HostedZones, zone: Zone, sandbox: Sandbox
) -> None:
    sandbox.world.faults.next("route53:ChangeResourceRecordSets", faults.Cut())
    with pytest.raises(OutcomeUnknownError) as caught:
        hosted.change(zone, batch(("CREATE", NEW)))
    assert caught.value.code == "commit-outcome-unknown"
    assert "new.example.com." in names_in(sandbox)


def test_a_server_error_leaves_the_outcome_open(hosted: HostedZones, zone: Zone, sandbox: Sandbox) -> None:
    sandbox.world.faults.next("route53:ChangeResourceRecordSets", faults.server_error())
    with pytest.raises(OutcomeUnknownError):
        hosted.change(zone, batch(("CREATE", NEW)))


def test_throttling_and_a_prior_request_are_ridden_out(
    hosted: HostedZones, zone: Zone, sandbox: Sandbox, our_clock: JoinedClock
) -> None:
    sandbox.world.faults.next("route53:ChangeResourceRecordSets", faults.throttled(), times=3)
    sandbox.world.faults.next("route53:ChangeResourceRecordSets", faults.prior_request_not_complete(), times=3)
    assert hosted.change(zone, batch(("CREATE", NEW))).status == "PENDING"
    assert our_clock.slept


@pytest.mark.parametrize(
    ("fault", "code"),
    [(faults.throttled(), "throttled"), (faults.prior_request_not_complete(), "prior-request-not-complete")],
)
def test_but_not_for_ever(
    hosted: HostedZones, zone: Zone, sandbox: Sandbox, our_clock: JoinedClock, fault: faults.Refuse, code: str
) -> None:
    start = our_clock.time
    sandbox.world.faults.next("route53:ChangeResourceRecordSets", fault, times=10_000)
    with pytest.raises(AwsError) as caught:
        hosted.change(zone, batch(("CREATE", NEW)))
    assert caught.value.code == code
    assert not isinstance(caught.value, OutcomeUnknownError)
    assert PATIENCE <= our_clock.time - start <= PATIENCE * 1.5
    assert "new.example.com." not in names_in(sandbox)


@pytest.mark.parametrize("fault", [faults.Cut(), faults.server_error()])
def test_a_read_is_asked_again_after_a_lost_answer(
    hosted: HostedZones, zone: Zone, sandbox: Sandbox, fault: faults.Fault
) -> None:
    sandbox.world.faults.next("route53:ListResourceRecordSets", fault, times=2)
    assert sum(len(page) for page in hosted.records(zone)) > 100
    sandbox.world.faults.next("route53:ListResourceRecordSets", fault, times=3)
    with pytest.raises(LookupFailedError) as caught:
        list(hosted.records(zone))
    assert caught.value.action == "route53:ListResourceRecordSets"
    assert not caught.value.denied


@pytest.mark.parametrize(("rate", "burst"), [(5, 5), (10, 50)])
def test_a_throttled_sweep_loses_nothing_and_takes_no_longer_than_it_must(
    hosted: HostedZones, zone: Zone, sandbox: Sandbox, our_clock: JoinedClock, rate: float, burst: float
) -> None:
    requests = 120
    sandbox.world.faults.limit_rate(HUB, rate, burst)
    start = our_clock.time
    for _ in range(requests):
        assert hosted.records_at(zone, DnsName.parse("taken.example.com"))
    ideal = (requests - burst) / rate
    assert our_clock.time - start <= ideal * 1.15
    assert sandbox.world.faults.throttled["route53"] <= 16


def test_profiles_of_one_account_share_its_pace(accounts: Accounts, zone: Zone, our_clock: JoinedClock) -> None:
    one, other = accounts.hosted_zones("dns-prod"), accounts.hosted_zones("dns-audit")
    name, start = DnsName.parse("taken.example.com"), our_clock.time
    for _ in range(60):
        one.records_at(zone, name)
        other.records_at(zone, name)
    assert our_clock.time - start == pytest.approx((121 - 48) / FULL_RATE, rel=0.05)


def test_changes_are_paced_too(hosted: HostedZones, zone: Zone, our_clock: JoinedClock) -> None:
    start = our_clock.time
    for number in range(60):
        hosted.change(zone, batch(("CREATE", plain(f"n{number}.example.com"))))
    assert our_clock.time - start >= 10 / FULL_RATE


class PagesOfTwo:
    """Answers ListResourceRecordSets with two records at a time, as Route 53 may at any time."""

    def __init__(self, *names: str) -> None:
        self._names = names
        self._real = made_up_session().client("route53", "us-east-1")
        self.asked = 0

    def __getattr__(self, name: str) -> Any:
        """What the SDK knows of the API."""
        return getattr(self._real, name)

    def list_resource_record_sets(self, StartRecordName: str, StartRecordIdentifier: str = "", **_: Any) -> Any:  # noqa: N803 -- the API's names
        self.asked += 1
        start = int(StartRecordIdentifier or 0)
        records = [plain(name, SetIdentifier=str(at), Weight=1) for at, name in enumerate(self._names)]
        rest = {"IsTruncated": True, "NextRecordName": StartRecordName, "NextRecordIdentifier": str(start + 2)}
        return {
            "ResourceRecordSets": records[start : start + 2],
            **(rest if start + 2 < len(records) else {"IsTruncated": False}),
        }


def test_records_at_a_name_are_read_until_the_name_has_passed(zone: Zone) -> None:
    reads = PagesOfTwo(*["a.example.com"] * 5, *["b.example.com"] * 4)
    hosted = Route53Zones(Account("dns-prod", HUB), reads, lambda _: None, lambda: (HUB, ""), FakeClock())
    assert len(hosted.records_at(zone, DnsName.parse("a.example.com"))) == 5
    assert reads.asked == 3


def test_a_denied_read_names_the_action(hosted: HostedZones, zone: Zone, sandbox: Sandbox) -> None:
    sandbox.world.faults.next("route53:ListHostedZones", faults.denied("route53:ListHostedZones"))
    with pytest.raises(LookupFailedError) as caught:
        list(hosted.zones())
    assert (caught.value.denied, caught.value.action) == (True, "route53:ListHostedZones")


def test_a_writer_that_cannot_connect_had_no_effect(
    accounts: Accounts, zone: Zone, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_ROUTE_53", "http://127.0.0.1:1")
    with pytest.raises(AwsError) as caught:
        accounts.hosted_zones("dns-prod").change(zone, batch(("CREATE", NEW)))
    assert caught.value.code == "no-network"
    assert type(caught.value) is AwsError
    assert "new.example.com." not in names_in(sandbox)
