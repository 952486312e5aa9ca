"""Small worlds, each an end in AWS reached in one way, on which audit, trace, plan and repoint have to agree.

The ends are live, gone, claimable or called by a name that they do not have; the ways are an alias, a CNAME, and chains
of both. What a record is judged by is always the name that the visitor asks for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.cases.lab import ACCELERATOR, CLOUDFRONT, ZONE, world, zone
from xalias_tui.domain.audits import Audit
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import AliasVerdict, Verdict
from xalias_tui.jobs.audit.run import audit
from xalias_tui.jobs.plans.plan import PlanRequest, find, make_plan
from xalias_tui.jobs.plans.repair import repair_verdicts
from xalias_tui.jobs.session.probes import probes_by
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.targets.recognise import resolved_target
from xalias_tui.jobs.trace.run import trace
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.name_server import NameServer
from xalias_tui.sandbox.organisation.accelerators import Accelerator, add_accelerator
from xalias_tui.sandbox.organisation.api_domains import ApiDomain, add_api_domain, endpoint_name
from xalias_tui.sandbox.organisation.apprunner import Service, add_service
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer, add_classic
from xalias_tui.sandbox.organisation.environments import Environment, add_environment
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id
from xalias_tui.sandbox.organisation.records import Wire, alias, plain, website
from xalias_tui.sandbox.profiles import clashing
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal

IRELAND: Final = "eu-west-1"
ALB, NLB, CLB, EB, API, RUN = (
    alias_zone_id(service, IRELAND)
    for service in ("alb", "nlb", "clb", "elastic_beanstalk", "apigateway_regional", "app_runner")
)
WAYS: Final = ("alias", "cname", "chain", "hop", "hops")
"""An alias; a CNAME; an alias to the alias; a CNAME to the alias; a CNAME to the CNAME."""
KINDS: Final = (
    "alb", "clb", "nlb", "lightsail-loadbalancer", "cloudfront", "cloudfront-tenant", "apigateway", "apigateway-edge",
    "appsync", "cognito", "amplify", "lightsail-distribution", "globalaccelerator", "globalaccelerator-custom",
    "elasticbeanstalk", "apprunner", "s3-website",
)  # fmt: skip

VERDICTS: Final[Mapping[str, Verdict]] = {
    "alb": "live",
    "alb-plain": "live",
    "alb-gone": "broken",
    "alb-elsewhere": "broken",
    "clb": "live",
    "nlb": "live",
    "nlb-zonal": "live",
    "nlb-other-zone": "broken",
    "nlb-prefixed": "broken",
    "nlb-gone": "broken",
    "ga": "live",
    "ga-ipv4": "live",
    "ga-gone": "broken",
    "eb": "live",
    "eb-generated": "live",
    "eb-generated-gone": "broken",
    "eb-free": "takeable",
    "eb-reserved": "broken",
    "eb-terminating": "broken",
    "cdn": "live",
    "cdn-off": "broken",
    "cdn-unlisted": "takeable",
    "cdn-without-bucket": "takeable",
    "cdn-gone": "takeable",
    "api": "live",
    "api-http": "live",
    "api-edge": "live",
    "api-gone": "broken",
    "run": "live",
    "run-gone": "broken",
    "site": "live",
    "site-gone": "takeable",
}
"""What the audit says of each end, whatever the way to it."""
CORRECTED: Final = frozenset({"nlb-prefixed"})
"""What a plan points to under its right name, whatever was typed."""


def ends(made: World) -> dict[str, tuple[str, str]]:
    """Build the ends; returns the name and the zone id of each."""
    found = _balancers(made) | _environments(made) | _distributions(made) | _services(made)
    endpoint = website(IRELAND)
    for way in WAYS:
        for name in (f"{way}.site.example.com", f"new-{way}.site.example.com", "decoy.site.example.com"):
            Estate(made, MEDIA).bucket(name, IRELAND)
    site = (endpoint[0].rstrip("."), endpoint[1])
    return {end: (found | {"site": site, "site-gone": site})[end] for end in VERDICTS}


def _balancers(made: World) -> dict[str, tuple[str, str]]:
    shop = Estate(made, SHOP)
    names = [f"*.{end}.example.com" for end in VERDICTS if end.startswith(("alb", "clb"))]
    alb = add_balancer(shop, Balancer(IRELAND, "web", names=names))
    clb = add_classic(shop, IRELAND, "old", names=names)
    nlb = add_balancer(shop, Balancer(IRELAND, "mqtt", type="network"))
    made.register_alias_name(f"{IRELAND}a.{nlb}", NLB)
    add_accelerator(shop, Accelerator("play", dual_stack=True))
    (accelerator,) = made.items("globalaccelerator", SHOP, "us-west-2", "accelerators")
    return {
        "alb": (f"dualstack.{alb}", ALB),
        "alb-plain": (alb, ALB),
        "alb-gone": ("dualstack.gone-1111111111.eu-west-1.elb.amazonaws.com", ALB),
        "alb-elsewhere": ("web-2222222222.eu-west-1.elb.amazonaws.com", ALB),
        "clb": (f"dualstack.{clb}", CLB),
        "nlb": (nlb, NLB),
        "nlb-zonal": (f"{IRELAND}a.{nlb}", NLB),
        "nlb-other-zone": (f"{IRELAND}f.{nlb}", NLB),
        "nlb-prefixed": (f"dualstack.{nlb}", NLB),
        "nlb-gone": ("gone-0123456789abcdef.elb.eu-west-1.amazonaws.com", NLB),
        "ga": (accelerator["DualStackDnsName"], ACCELERATOR),
        "ga-ipv4": (accelerator["DnsName"], ACCELERATOR),
        "ga-gone": ("a0123456789abcdef.awsglobalaccelerator.com", ACCELERATOR),
    }


def _environments(made: World) -> dict[str, tuple[str, str]]:
    shop, end = Estate(made, SHOP), "eu-west-1.elasticbeanstalk.com"
    add_environment(shop, Environment(IRELAND, "returns", prefix="returns-live"))
    add_environment(shop, Environment(IRELAND, "api-live", prefix="api-live.uzk2i9mkth"))
    add_environment(shop, Environment(IRELAND, "leaving", prefix="leaving", status="Terminating", health="Grey"))
    return {
        "eb": (f"returns-live.{end}", EB),
        "eb-generated": (f"api-live.uzk2i9mkth.{end}", EB),
        "eb-generated-gone": (f"gone.eba-abcd1234.{end}", EB),
        "eb-free": (f"returns-2020.{end}", EB),
        "eb-reserved": (f"eba-8cahe6rt.{end}", EB),
        "eb-terminating": (f"leaving.{end}", EB),
    }


def _distributions(made: World) -> dict[str, tuple[str, str]]:
    media = Estate(made, MEDIA)
    origin = {"Id": "s3", "DomainName": "assets-of-2019.s3.eu-west-1.amazonaws.com"}
    names = {
        "cdn": media.distribution("cdn", ["*.cdn.example.com"]),
        "cdn-off": media.distribution("off", ["*.cdn-off.example.com"], Enabled=False),
        "cdn-unlisted": media.distribution(
            "other", ["other.example.com"], certificate_names=["other.example.com", "*.cdn-unlisted.example.com"]
        ),
        "cdn-without-bucket": media.distribution(
            "old", ["*.cdn-without-bucket.example.com"], Origins={"Quantity": 1, "Items": [origin]}
        ),
        "cdn-gone": "d0000000000000.cloudfront.net",
    }
    return {end: (name, CLOUDFRONT) for end, name in names.items()}


def _services(made: World) -> dict[str, tuple[str, str]]:
    shop = Estate(made, SHOP)
    domains = {
        "api": ApiDomain(IRELAND, "*.api.example.com"),
        "api-http": ApiDomain(IRELAND, "*.api-http.example.com", rest=False),
        "api-edge": ApiDomain(IRELAND, "*.api-edge.example.com", types=("EDGE",)),
    }
    for domain in domains.values():
        add_api_domain(shop, domain)
    add_service(shop, Service(IRELAND, "quotes", ("*.run.example.com",)))
    (running,) = made.items("apprunner", SHOP, IRELAND, "services")
    return {
        "api": (endpoint_name(shop, domains["api"], "REGIONAL"), API),
        "api-http": (endpoint_name(shop, domains["api-http"], "REGIONAL"), API),
        "api-edge": (endpoint_name(shop, domains["api-edge"], "EDGE"), CLOUDFRONT),
        "api-gone": ("d-0123456789.execute-api.eu-west-1.amazonaws.com", API),
        "run": (running["ServiceUrl"], RUN),
        "run-gone": ("abcdefghij.eu-west-1.awsapprunner.com", RUN),
    }


def ways(end: str, host: str, zone_id: str) -> Iterator[Wire]:
    """The records that lead to an end, one a way, and one that leads elsewhere."""
    place = f"{end}.example.com."
    yield alias(f"alias.{place}", "A", (f"{host}.", zone_id))
    yield plain(f"cname.{place}", "CNAME", host)
    yield alias(f"chain.{place}", "A", (f"alias.{place}", ZONE))
    yield plain(f"hop.{place}", "CNAME", f"alias.{place}")
    yield plain(f"hops.{place}", "CNAME", f"cname.{place}")
    yield alias(f"decoy.{place}", "A", ("decoy-1.eu-west-1.elb.amazonaws.com.", ALB))


@dataclass(frozen=True)
class Lab:
    """The worlds, running.

    Attributes:
        workspace: Who asks.
        audited: What the audit says.
        hosts: The name of each end.
    """

    workspace: Workspace
    audited: Audit
    hosts: Mapping[str, str]

    def verdict(self, name: str) -> AliasVerdict:
        """What the audit says of a name."""
        (found,) = [row for row in self.audited.verdicts if row.record.name.bare == name]
        return found

    def next_of(self, way: str, end: str, record: str) -> Target | None:
        """What a record of a way points to: the end, or the alias that leads there."""
        if way == "chain":
            return resolved_target(Pasted.read(f"alias.{end}.example.com"))[1]
        return find(self.workspace, self.hosts[end], DnsName.parse(record))[0]

    def planned(self, way: str, end: str) -> Plan:
        """The plan of a new record that leads to an end in the same way."""
        name, ttl = f"new-{way}.{end}.example.com", 300 if way == "cname" else None
        types = () if ttl else ("A",)
        request = PlanRequest(name, self.next_of(way, end, name), types=types, cname_ttl=ttl)
        return make_plan(self.workspace, request)[0]

    def repointed(self, way: str, end: str) -> Plan:
        """The plan that points an alias that leads elsewhere to an end, or to the alias that leads there."""
        decoy = self.verdict(f"decoy.{end}.example.com")
        target = self.next_of(way, end, decoy.record.name.bare)
        (plan,) = repair_verdicts(self.workspace, "repoint", [decoy], target)
        return plan


def errors(plan: Plan) -> list[str]:
    """The ids of a plan's findings of severity error."""
    return [finding.id for finding in plan.findings if finding.severity is Severity.ERROR]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    made = world()
    found = ends(made)
    zone(made, "example.com", [record for end, place in found.items() for record in ways(end, *place)])
    with Sandbox.start(made) as running, NameServer(made) as names, pytest.MonkeyPatch.context() as patch:
        for name in clashing(os.environ):
            patch.delenv(name, raising=False)
        for name, value in running.environment(tmp_path_factory.mktemp("aws")).items():
            patch.setenv(name, value)
        options = Options(
            ("dns-prod",), ("shop-prod", "media-prod"), kinds=KINDS, regions=(IRELAND,), connects=False,
            resolvers=(("127.0.0.1", names.port),),
        )  # fmt: skip
        workspace = Workspace(options, journal=Journal(Path(tmp_path_factory.mktemp("state")) / "journal.jsonl"))
        yield Lab(workspace, audit(workspace), {end: host for end, (host, _) in found.items()})
    assert made.defects == []


def agreed(lab: Lab, way: str, end: str) -> bool:
    """Whether a world is bad, on which audit and trace agree."""
    name = f"{way}.{end}.example.com"
    verdict = lab.verdict(name)
    traced = trace(lab.workspace, name, probes_by(lab.workspace.options))
    assert verdict.is_bad == (traced.verdict == "broken"), (verdict, traced.headline)
    if way in ("alias", "cname"):
        assert verdict.verdict == VERDICTS[end]
    return verdict.is_bad


@pytest.mark.parametrize("end", VERDICTS)
@pytest.mark.parametrize("way", ["alias", "chain"])
def test_audit_trace_plan_and_repoint_agree_in_every_world(lab: Lab, end: str, way: str) -> None:
    bad = agreed(lab, way, end)
    assert bad == (VERDICTS[end] in ("broken", "takeable"))
    refused = bad and not (end in CORRECTED and way == "alias")
    planned, repointed = errors(lab.planned(way, end)), errors(lab.repointed(way, end))
    assert (bool(planned), bool(repointed)) == (refused, refused), (planned, repointed)


@pytest.mark.parametrize("end", VERDICTS)
@pytest.mark.parametrize("way", ["cname", "hop", "hops"])
def test_audit_and_trace_agree_on_cnames(lab: Lab, end: str, way: str) -> None:
    assert agreed(lab, way, end) == (VERDICTS[end] in ("broken", "takeable"))


@pytest.mark.parametrize("end", ["alb", "nlb-zonal", "eb-free", "alb-gone", "cdn-without-bucket", "site"])
def test_a_cname_is_planned_with_the_same_verdict(lab: Lab, end: str) -> None:
    assert bool(errors(lab.planned("cname", end))) == (VERDICTS[end] in ("broken", "takeable"))


def test_there_are_worlds_enough() -> None:
    assert len(VERDICTS) * 2 >= 60
