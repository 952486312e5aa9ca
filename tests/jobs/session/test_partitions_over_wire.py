"""GovCloud and China end to end: what is there is found, planned, applied, verified and undone; mixing is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.jobs.fakes import over_wire
from tests.jobs.one_plan import commit, undo
from tests.raised import Raised, raises
from xalias_tui.aws import endpoints
from xalias_tui.domain.audits import Audit
from xalias_tui.domain.errors import RefusedError, UsageError
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.routing import Routing
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zone_ids import partition_of_region
from xalias_tui.jobs.audit.run import audit
from xalias_tui.jobs.audit.used_by import used_by
from xalias_tui.jobs.history.entries import read_journal
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.sending.commit import Clock
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.discover import discover
from xalias_tui.jobs.targets.inspect import inspect
from xalias_tui.jobs.trace.run import trace
from xalias_tui.jobs.zones.read import read_zones
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.members import CHINA, GOV
from xalias_tui.sandbox.organisation import china, govcloud, public_zone
from xalias_tui.sandbox.organisation.records import alias
from xalias_tui.sandbox.world import World
from xalias_tui.targets import kind, recognise

PUBLIC: Final = {"gov-prod": ("agency.example", govcloud.AGENCY), "china-prod": ("example.cn", china.EXAMPLE_CN)}
KINDS: Final = {
    "gov-prod": ["alb", "nlb", "clb", "apigateway", "s3-website", "elasticbeanstalk", "opensearch", "vpc-endpoint"],
    "china-prod": ["alb", "nlb", "clb", "cloudfront", "apigateway", "s3-website", "elasticbeanstalk", "vpc-endpoint"],
}
NOT_TO_BE_ALIASED: Final = {"coupons"}
UNFILED: Final = "news.example.cn"
WARNED: Final = {
    "opensearch": {"zone-govcloud-limits"},
    "s3-website": {"s3-http-only"},
    "vpc-endpoint": {"vpce-in-public-zone"},
}
"""What stands against the healthiest of these kinds in a public zone; AWS announced no aliases to OpenSearch."""
MakeWorkspace = Callable[..., Workspace]


@pytest.fixture
def on(estate: World, tmp_path: Path) -> MakeWorkspace:
    del estate

    def make(zones: str, targets: str = "", regions: str = "", kinds: str = "") -> Workspace:
        return over_wire(
            tmp_path,
            zone_profiles=tuple(zones.split()),
            target_profiles=tuple((targets or zones).split()),
            regions=tuple(regions.split()),
            kinds=tuple(kinds.split()),
        )

    return make


def record_name(workspace: Workspace, target: Target, domain: str) -> DnsName:
    """What the target serves inside the domain, else a name made of its own."""
    known = target if target.hostnames else inspect(workspace, target, DnsName.parse(domain))
    served = [
        name for name in known.hostnames if name.endswith(f".{domain}") and name.count(".") == domain.count(".") + 1
    ]
    return DnsName.parse(served[0] if served else f"{target.name.lower()}.{domain}")


def errors(plan: Plan) -> set[str]:
    return {finding.id for finding in plan.findings if finding.severity is Severity.ERROR}


def warnings(plan: Plan) -> set[str]:
    return {finding.id for finding in plan.findings if finding.severity is Severity.WARNING}


def said(made: Audit) -> str:
    return " ".join(finding.message for row in made.verdicts for finding in row.findings)


def standing(workspace: Workspace, zone_id: str, name: DnsName) -> tuple[RecordSet, ...]:
    zone = next(zone for zone in read_zones(workspace).zones if zone.id == zone_id)
    return workspace.accounts.hosted_zones(zone.profile).records_at(zone, name)


@pytest.mark.parametrize("profile", ["gov-prod", "china-prod"])
def test_there_are_two_of_every_kind_and_other_kinds_are_not_asked_for(
    on: MakeWorkspace, estate: World, profile: str
) -> None:
    found = discover(on(profile))
    assert found.unscanned == ()
    counts = {key: sum(target.kind == key for target in found.targets) for key in KINDS[profile]}
    assert {target.kind for target in found.targets} == set(KINDS[profile])
    assert min(counts.values()) >= 2
    account_id = {"gov-prod": GOV, "china-prod": CHINA}[profile]
    calls = [call for call in estate.served if call.account_id == account_id]
    partition = estate.accounts[account_id].partition
    regions = {call.region for call in calls} - {GLOBAL_REGION}
    assert {partition_of_region(region) for region in regions} == {partition}
    home = {"gov-prod": "us-gov-west-1", "china-prod": "cn-northwest-1"}[profile]
    asked = {(call.service, home if call.region == GLOBAL_REGION else call.region) for call in calls}
    assert [place for place in asked if not endpoints.supports(*place)] == []
    assert ("GetDomainNames" in {call.operation for call in calls}, "ListPortals" in {c.operation for c in calls}) == (
        True,
        profile == "gov-prod",
    )


@pytest.mark.parametrize("profile", ["gov-prod", "china-prod"])
def test_what_is_found_is_planned_applied_verified_and_undone(on: MakeWorkspace, time: Clock, profile: str) -> None:
    workspace, (domain, zone_id) = on(profile), PUBLIC[profile]
    for target in discover(workspace).targets:
        if target.name in NOT_TO_BE_ALIASED or UNFILED in target.hostnames:
            continue
        name = record_name(workspace, target, domain)
        assert target.dns_name is not None
        recognition = recognise(target.dns_name)
        assert recognition is not None
        assert recognition.dns_name == target.dns_name
        assert kind(target.kind).recognise(target.dns_name) is not None
        assert recognition.zone_id in (target.zone_id, "")
        plan, unscanned = make_plan(workspace, PlanRequest(name.text, target, zone=zone_id))
        assert (unscanned, errors(plan)) == ((), set()), name
        assert warnings(plan) == WARNED.get(target.kind, set()), name
        committed = commit(workspace, plan, allow_errors=False, clock=time)
        assert committed.state == "insync"
        stands = standing(workspace, zone_id, name)
        assert stands == plan.after
        assert {record.alias and (record.alias.dns_name, record.alias.zone_id) for record in stands} == {
            (target.dns_name, target.zone_id)
        }
        undo(workspace, allow_errors=False, clock=time)
        assert standing(workspace, zone_id, name) == ()
    assert {entry.status for entry in read_journal(workspace).entries} == {"undone", "insync"}


def test_the_apex_of_a_zone_in_china_is_aliased(on: MakeWorkspace, time: Clock) -> None:
    workspace = on("china-prod")
    plan, _ = make_plan(workspace, PlanRequest("example.cn", "storefront"))
    assert errors(plan) == set()
    assert commit(workspace, plan, allow_errors=False, clock=time).state == "insync"


def test_a_filing_that_is_not_approved_stands_against_a_distribution_in_china(on: MakeWorkspace) -> None:
    workspace = on("china-prod", kinds="cloudfront")
    target = next(target for target in discover(workspace).targets if UNFILED in target.hostnames)
    plan, _ = make_plan(workspace, PlanRequest(UNFILED, target))
    assert errors(plan) == {"cloudfront-china-icp"}


def test_an_environment_in_beijing_is_listed_with_the_reason_and_reached_by_a_cname(on: MakeWorkspace) -> None:
    workspace = on("china-prod", kinds="elasticbeanstalk")
    target = next(target for target in discover(workspace).targets if target.name == "coupons")
    assert (target.record_types, target.state) == ((), "target-not-aliasable")
    plan, _ = make_plan(workspace, PlanRequest("coupons.example.cn", "coupons"))
    assert "No alias zone id of Elastic Beanstalk is published for cn-north-1" in " ".join(
        finding.message for finding in plan.findings
    )
    by_cname, _ = make_plan(workspace, PlanRequest("coupons.example.cn", "coupons", cname_ttl=300))
    assert errors(by_cname) == set()


@pytest.mark.parametrize(
    ("zones", "targets", "target", "name"),
    [
        ("dns-prod", "gov-prod", "casework", "cases.example.com"),
        ("dns-prod", "china-prod", "storefront", "www-cn.example.com"),
        ("china-prod", "shop-prod", "shop-web", "shop.example.cn"),
        ("china-prod", "gov-prod", "casework", "cases.example.cn"),
        ("gov-prod", "shop-prod", "shop-web", "shop.agency.example"),
    ],
)
def test_an_alias_over_a_border_is_refused_and_a_cname_does_it(
    on: MakeWorkspace, estate: World, raised: Raised, time: Clock, zones: str, targets: str, target: str, name: str
) -> None:
    workspace = on(zones, targets, kinds="alb")
    plan, unscanned = make_plan(workspace, PlanRequest(name, target))
    raised(estate, plan.findings)
    assert unscanned == ()
    (finding,) = [finding for finding in plan.findings if finding.id == "partition-mismatch"]
    assert finding.severity is Severity.ERROR
    assert finding.remedy == "Write a CNAME: --cname, in the explorer a."
    with pytest.raises(RefusedError):
        commit(workspace, plan, allow_errors=False, clock=time)
    with pytest.raises(RefusedError) as refused:  # Route 53 itself refuses what the finding says
        commit(workspace, plan, allow_errors=True, clock=time)
    assert "Tried to create an alias" in str(refused.value)
    by_cname, _ = make_plan(workspace, PlanRequest(name, target, cname_ttl=60))
    assert "partition-mismatch" not in errors(by_cname)
    assert commit(workspace, by_cname, allow_errors=True, clock=time).state == "insync"
    assert [record.type for record in standing(workspace, by_cname.zone.id, DnsName.parse(name))] == ["CNAME"]
    undo(workspace, allow_errors=True, clock=time)
    assert standing(workspace, by_cname.zone.id, DnsName.parse(name)) == ()


@raises("zone-govcloud-limits")
def test_a_private_zone_in_govcloud_takes_an_alias_but_no_latency_routing(
    on: MakeWorkspace, estate: World, raised: Raised, time: Clock
) -> None:
    workspace = on("gov-prod", "gov-prod", kinds="alb")
    name, limits = "cases.inside.agency.example", "zone-govcloud-limits"
    simple, _ = make_plan(workspace, PlanRequest(name, "casework"))
    assert limits not in {finding.id for finding in simple.findings}
    nearest = PlanRequest(name, "casework", routing=Routing("latency", "us-gov-west-1"), set_identifier="west")
    plan, _ = make_plan(workspace, nearest)
    raised(estate, plan.findings)
    assert limits in errors(plan)
    with pytest.raises(RefusedError, match="latency"):
        commit(workspace, plan, allow_errors=True, clock=time)
    assert commit(workspace, simple, allow_errors=False, clock=time).state == "insync"


def test_the_documented_pattern_is_quiet_a_commercial_zone_leads_to_govcloud_by_a_cname(on: MakeWorkspace) -> None:
    plan, _ = make_plan(
        on("dns-prod", "gov-prod", kinds="alb"), PlanRequest("cases.example.com", "casework", cname_ttl=60)
    )
    assert errors(plan) | warnings(plan) == set()
    assert plan.target is not None
    assert plan.target.inspected


def test_no_cname_is_offered_at_the_apex(on: MakeWorkspace) -> None:
    workspace = on("dns-prod", "gov-prod", kinds="alb")
    plan, _ = make_plan(workspace, PlanRequest("example.com", "casework", replace=True))
    (finding,) = [finding for finding in plan.findings if finding.id == "partition-mismatch"]
    assert finding.remedy.startswith("No CNAME can exist at example.com, the zone's apex")
    by_cname, _ = make_plan(workspace, PlanRequest("example.com", "casework", cname_ttl=60))
    assert "cname-at-apex" in errors(by_cname)


MIXED: Final = ["shop-prod gov-prod", "gov-prod china-prod", "china-prod media-prod shop-prod"]


@pytest.mark.parametrize("profiles", MIXED)
def test_one_partition_a_side_or_nothing_is_asked(on: MakeWorkspace, estate: World, profiles: str) -> None:
    asks: list[Callable[[], object]] = [
        lambda: discover(on("dns-prod", profiles)),
        lambda: read_zones(on(profiles, "shop-prod")),
        lambda: make_plan(on("dns-prod", profiles), PlanRequest("new.example.com", "shop-web")),
        lambda: audit(on("dns-prod", profiles)),
        lambda: trace(on("dns-prod", profiles), "www.example.com", None),
        lambda: used_by(on("dns-prod", profiles), "shop-web"),
    ]
    for ask in asks:
        with pytest.raises(UsageError) as caught:
            ask()
        assert (caught.value.code, caught.value.exit_status) == ("partitions-mixed", 2)
        assert all(f"{profile} is in" in caught.value.message for profile in profiles.split()[:2])
    assert {call.service for call in estate.served} <= {"sts"}


def test_a_region_of_another_partition_is_refused(on: MakeWorkspace, estate: World) -> None:
    with pytest.raises(UsageError) as caught:
        discover(on("gov-prod", regions="us-gov-west-1 eu-west-1"))
    assert "eu-west-1 is a region of commercial AWS, the target side is in GovCloud." in str(caught.value)
    assert {call.service for call in estate.served} <= {"sts"}


def test_a_name_of_another_partition_is_no_reason_to_ask_there(on: MakeWorkspace, estate: World) -> None:
    workspace = on("dns-prod", "shop-prod")
    plan, unscanned = make_plan(
        workspace, PlanRequest("x.example.com", "a-1.us-gov-west-1.elb.amazonaws.com", cname_ttl=60)
    )
    assert (unscanned, errors(plan)) == ((), set())
    assert {partition_of_region(call.region) for call in estate.served} == {"aws"}


def test_an_alias_is_not_called_broken_by_who_can_not_know_its_target(on: MakeWorkspace, estate: World) -> None:
    gone = "dualstack.gone-1234567890.cn-north-1.elb.amazonaws.com.cn."
    site = "s3-website.cn-north-1.amazonaws.com.cn."
    estate.route53.load(
        china.EXAMPLE_CN,
        [
            alias("gone.example.cn.", "A", (gone, "Z1GDH35T77C1KE")),
            alias("site.example.cn.", "A", (site, "Z5CN8UMXT92WN")),
        ],
    )
    at_home = {row.record.name.bare: row.verdict for row in audit(on("china-prod")).verdicts}
    assert at_home == {"gone.example.cn": "broken", "site.example.cn": "takeable"}
    abroad = audit(on("china-prod", "shop-prod"))
    assert {row.record.name.bare: row.verdict for row in abroad.verdicts} == {
        "gone.example.cn": "unknown",
        "site.example.cn": "unknown",
    }
    assert "no account in China was searched" in said(abroad)


def test_zones_of_the_commercial_demo_are_audited_as_before(on: MakeWorkspace) -> None:
    made = audit(on("dns-prod", "shop-prod media-prod legacy"))
    assert public_zone.PUBLIC in {zone.id for zone in made.zones}
    assert "no account in" not in said(made)
