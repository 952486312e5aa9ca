"""What each kind says when an action is denied: what needed it could not be checked, and nothing wrong is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.stage import Stage, accounts_here
from tests.targets.documents import x509_pem
from tests.targets.fakes import case_of, ids
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.balancers import add_classic
from xalias_tui.sandbox.organisation.estate import CREATED, Estate
from xalias_tui.sandbox.organisation.tenants import Tenant, add_tenant
from xalias_tui.sandbox.world import World
from xalias_tui.targets import Kind, all_kinds, judge, kind, rules
from xalias_tui.targets.shared.judging import needing

PROFILES = {"shop-prod": SHOP, "media-prod": MEDIA}
SAYS_SO = frozenset({"iam-read-denied", "investigation-incomplete"})
HTTP_ALONE = "s3-http-only"
"""Said of what may be a website, also where it is not known to be one."""

NEVER_ASKED = frozenset({"s3:GetBucketLocation"})
"""Only where the list of buckets tells no region, as it once did."""

BELOW_DOMAINS = ("apigateway:GetBasePathMappings", "apigatewayv2:GetApiMappings", "apigatewayv2:ListRoutingRules")
"""All that API Gateway tells has one action, which a policy may allow for domain names and deny below them."""

DENIALS = [
    (each.key, action)
    for each in all_kinds()
    for action in each.iam_actions
    if needing(each, action) and action not in NEVER_ASKED
]

Said = dict[str, list[Finding]]


@pytest.fixture(scope="module")
def world(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World.empty(propagation_seconds=0)
    organisation.build(made)
    add_what_is_rare(made)
    with stage.shown(made, tmp_path_factory.mktemp("denied")):
        yield made


def add_what_is_rare(world: World) -> None:
    """Certificates of IAM, a Network Load Balancer with a security group, a tenant without a certificate of its own."""
    shop = Estate(world, SHOP)
    arn = shop.arn("iam", "", "server-certificate/old")
    metadata = {"Path": "/", "ServerCertificateName": "old", "ServerCertificateId": "ASCAOLD", "Arn": arn}
    body = x509_pem("*.example.com", days=10)
    old = {"ServerCertificateMetadata": {**metadata, "UploadDate": CREATED}, "CertificateBody": body}
    world.put("iam", SHOP, GLOBAL_REGION, "server_certificates", old)
    add_classic(shop, "eu-west-1", "clb-of-iam", names=("clb-of-iam.example.com",))
    classic: Any = world.items("elb", SHOP, "eu-west-1", "load_balancers")[-1]
    classic["ListenerDescriptions"][0]["Listener"]["SSLCertificateId"] = arn
    for name in ("shop-api", "stream"):
        balancers = world.items("elbv2", SHOP, "eu-west-1", "load_balancers")
        balancer: Any = next(item for item in balancers if item["LoadBalancerName"] == name)
        balancer["SecurityGroups"] = [shop.open_group("eu-west-1")]
        for listener in world.items("elbv2", SHOP, "eu-west-1", "listeners"):
            if listener["LoadBalancerArn"] == balancer["LoadBalancerArn"] and "Certificates" in listener:
                listener["Certificates"][0]["CertificateArn"] = arn
    add_tenant(shop, Tenant("umbrella", ("umbrella.example.com",)))
    tenant: Any = world.items("cloudfront", SHOP, GLOBAL_REGION, "tenants")[-1]
    tenant["Customizations"] = {}


def called(target: Target) -> str:
    if target.name == "tenants":
        return "umbrella.example.com"
    return target.hostnames[0].replace("*", "acme") if target.hostnames else f"{target.name.lower()}.example.com"


def said_of(key: str) -> Said:
    """Everything that is said of each target of a kind for drafts of every type."""
    one, accounts, said = kind(key), accounts_here(), Said()
    for profile in PROFILES:
        for region in ("us-east-1",) if one.scope == "global" else accounts.enabled_regions(profile):
            ask = accounts.ask(profile, region)
            for found in one.discover(ask):
                picked = one.inspect(found, ask, DnsName.parse(called(found)))
                evaluate = one.evaluate_target_health == "allowed"
                said[picked.key] = list(judge(case_of(picked, called(found), one.record_types, evaluate=evaluate)))
    return said


@pytest.fixture(scope="module")
def undenied(world: World) -> dict[str, Said]:
    assert world.served is not None
    return {key: said_of(key) for key in dict.fromkeys(key for key, _ in DENIALS)}


@pytest.fixture
def denied(world: World, request: pytest.FixtureRequest) -> Iterator[str]:
    """Denies an action in both accounts."""
    action: str = request.param
    patterns = BELOW_DOMAINS if action == "apigateway:GET" else (action,)
    before = {account_id: world.accounts[account_id] for account_id in PROFILES.values()}
    for account in before.values():
        world.add_account(replace(account, denied=patterns))
    yield action
    for account in before.values():
        world.add_account(account)


@pytest.mark.parametrize(("key", "denied"), DENIALS, indirect=["denied"])
def test_what_needs_a_denied_action_could_not_be_checked(undenied: dict[str, Said], key: str, denied: str) -> None:
    unchecked = [rule.id for rule in needing(kind(key), denied)]
    needs = set(unchecked)
    now, before = said_of(key), undenied[key]
    assert now.keys() == before.keys()
    told = 0
    for target, findings in now.items():
        unread = [finding for finding in findings if finding.id == "iam-read-denied"]
        assert all(finding.message.startswith(f"{', '.join(unchecked)} could not") for finding in unread)
        assert all(f"needs {denied}, which is denied" in finding.message for finding in unread)
        lost, gained = ids(before[target]) - ids(findings), ids(findings) - ids(before[target])
        assert lost - {HTTP_ALONE} <= needs | SAYS_SO, target
        assert gained - {HTTP_ALONE} <= SAYS_SO, target
        assert not lost or unread or lost <= SAYS_SO, target
        told += bool(unread)
    assert told


@pytest.mark.parametrize("one", all_kinds(), ids=lambda one: one.key)
def test_every_action_of_an_inspection_decides_something_or_is_known_not_to(one: Kind) -> None:
    decides_nothing = {"elasticloadbalancing:DescribeTags", "acm:ListCertificates", "s3:ListBucket"}
    listing = set(one.list_actions or one.iam_actions)
    needed = {action for action in one.iam_actions if needing(one, action)}
    assert set(one.iam_actions) - listing - decides_nothing <= needed


@pytest.mark.parametrize("one", all_kinds(), ids=lambda one: one.key)
def test_a_rule_that_a_kind_may_be_denied_needs_one_of_its_actions(one: Kind) -> None:
    assert [rule.id for rule in one.checks if rule.needs.isdisjoint(one.iam_actions)] == []


def test_every_action_that_a_rule_needs_is_one_of_a_kind_that_checks_it() -> None:
    needed = {(rule.id, action) for one in all_kinds() for rule in one.checks for action in rule.needs}
    asked = {(rule.id, action) for one in all_kinds() for rule in one.checks for action in one.iam_actions}
    assert needed - asked == set()
    assert {rule.id for rule in rules() if rule.needs} == {rule.id for one in all_kinds() for rule in one.checks}
