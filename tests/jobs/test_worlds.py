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
from xalias_tui.domain.verdicts import AliasVerdict, Verdict
from xalias_tui.jobs.audit.run import audit
from xalias_tui.jobs.plans.plan import PlanRequest, make_plan
from xalias_tui.jobs.plans.repair import repair_verdicts
from xalias_tui.jobs.session.probes import probes_by
from xalias_tui.jobs.session.workspace import Options, Workspace
from xalias_tui.jobs.trace.run import trace
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.name_server import NameServer
from xalias_tui.sandbox.organisation.accelerators import Accelerator, add_accelerator
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.environments import Environment, add_environment
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id
from xalias_tui.sandbox.organisation.records import Wire, alias, plain, website
from xalias_tui.sandbox.profiles import clashing
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.store.journal import Journal

IRELAND: Final = "eu-west-1"
ALB, NLB, EB = (alias_zone_id(service, IRELAND) for service in ("alb", "nlb", "elastic_beanstalk"))
WAYS: Final = ("alias", "cname", "chain", "hop", "hops")
"""An alias; a CNAME; an alias to the alias; a CNAME to the alias; a CNAME to the CNAME."""
KINDS: Final = (
    "alb", "clb", "nlb", "lightsail-loadbalancer", "cloudfront", "globalaccelerator", "elasticbeanstalk", "s3-website",
)  # fmt: skip

VERDICTS: Final[Mapping[str, Verdict]] = {
    "alb": "live",
    "alb-plain": "live",
    "nlb": "live",
    "nlb-zonal": "live",
    "nlb-prefixed": "broken",
    "ga": "live",
    "ga-ipv4": "live",
    "eb": "live",
    "eb-free": "takeable",
    "eb-reserved": "broken",
    "alb-gone": "broken",
    "nlb-gone": "broken",
    "cdn": "live",
    "cdn-unlisted": "takeable",
    "site": "live",
    "site-gone": "takeable",
}
"""What the audit says of each end, whatever the way to it."""


def ends(made: World) -> dict[str, tuple[str, str]]:
    """Build the ends; returns the name and the zone id of each."""
    shop, media = Estate(made, SHOP), Estate(made, MEDIA)
    names = [f"*.{end}.example.com" for end in VERDICTS if end.startswith("alb")]
    alb = add_balancer(shop, Balancer(IRELAND, "web", names=names))
    nlb = add_balancer(shop, Balancer(IRELAND, "mqtt", type="network"))
    made.register_alias_name(f"{IRELAND}a.{nlb}", NLB)
    add_accelerator(shop, Accelerator("play", dual_stack=True))
    (accelerator,) = made.items("globalaccelerator", SHOP, "us-west-2", "accelerators")
    add_environment(shop, Environment(IRELAND, "api-live", prefix="api-live.uzk2i9mkth"))
    made.register_alias_name("api-live.uzk2i9mkth.eu-west-1.elasticbeanstalk.com", EB)
    cdn = media.distribution("cdn", ["*.cdn.example.com"])
    unlisted = media.distribution("other", ["other.example.com"])
    for way in WAYS:
        media.bucket(f"{way}.site.example.com", IRELAND)
    endpoint = website(IRELAND)
    return {
        "alb": (f"dualstack.{alb}", ALB),
        "alb-plain": (alb, ALB),
        "nlb": (nlb, NLB),
        "nlb-zonal": (f"{IRELAND}a.{nlb}", NLB),
        "nlb-prefixed": (f"dualstack.{nlb}", NLB),
        "ga": (accelerator["DualStackDnsName"], ACCELERATOR),
        "ga-ipv4": (accelerator["DnsName"], ACCELERATOR),
        "eb": ("api-live.uzk2i9mkth.eu-west-1.elasticbeanstalk.com", EB),
        "eb-free": ("returns-2020.eu-west-1.elasticbeanstalk.com", EB),
        "eb-reserved": ("eba-8cahe6rt.eu-west-1.elasticbeanstalk.com", EB),
        "alb-gone": ("dualstack.gone-1111111111.eu-west-1.elb.amazonaws.com", ALB),
        "nlb-gone": ("gone-0123456789abcdef.elb.eu-west-1.amazonaws.com", NLB),
        "cdn": (cdn, CLOUDFRONT),
        "cdn-unlisted": (unlisted, CLOUDFRONT),
        "site": (endpoint[0].rstrip("."), endpoint[1]),
        "site-gone": (endpoint[0].rstrip("."), endpoint[1]),
    }


def ways(end: str, host: str, zone_id: str) -> Iterator[Wire]:
    """The records that lead to an end, one a way."""
    place = f"{end}.example.com."
    yield alias(f"alias.{place}", "A", (f"{host}.", zone_id))
    yield plain(f"cname.{place}", "CNAME", host)
    yield alias(f"chain.{place}", "A", (f"alias.{place}", ZONE))
    yield plain(f"hop.{place}", "CNAME", f"alias.{place}")
    yield plain(f"hops.{place}", "CNAME", f"cname.{place}")


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


@pytest.mark.parametrize("end", VERDICTS)
@pytest.mark.parametrize("way", WAYS)
def test_the_audit_and_the_trace_agree_in_every_world(lab: Lab, end: str, way: str) -> None:
    name = f"{way}.{end}.example.com"
    verdict = lab.verdict(name)
    traced = trace(lab.workspace, name, probes_by(lab.workspace.options))
    bad = VERDICTS[end] in ("broken", "takeable")
    assert (verdict.is_bad, traced.verdict == "broken") == (bad, bad), (verdict, traced.headline)
    if way in ("alias", "cname"):
        assert verdict.verdict == VERDICTS[end]


@pytest.mark.parametrize("end", [end for end, verdict in VERDICTS.items() if verdict == "live"])
def test_what_is_live_is_planned_and_repointed_without_an_error(lab: Lab, end: str) -> None:
    verdict = lab.verdict(f"alias.{end}.example.com")
    assert verdict.target is not None
    request = PlanRequest(verdict.record.name.bare, verdict.target, types=("A",), replace=True)
    plans = (
        make_plan(lab.workspace, request)[0],
        *repair_verdicts(lab.workspace, "repoint", [verdict], verdict.target),
    )
    for plan in plans:
        assert [finding.id for finding in plan.findings if finding.severity is Severity.ERROR] == []
