from __future__ import annotations

import string
from dataclasses import replace
from typing import Any, Literal

import boto3
import pytest

from tests.targets import documents as docs
from tests.targets import lightsail_documents as lightsail
from tests.targets import network_documents as network
from tests.targets.fakes import FakeAsk, by_id, case_of, found_and_inspected, ids
from tests.targets.kinds import test_apprunner as runners
from tests.targets.kinds import test_appsync as appsync
from tests.targets.kinds import test_elasticbeanstalk as beanstalk
from tests.targets.kinds import test_globalaccelerator as accelerators
from xalias_tui.aws.iam import iam_action
from xalias_tui.domain.findings import Rule
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets import Kind, all_kinds, judge, kind, offline_target, recognise, rules
from xalias_tui.targets.shared.lookalikes import LOOKALIKE

KINDS = ["alb", "nlb", "clb", "cloudfront", "cloudfront-tenant", "apigateway", "apigateway-edge"]


def test_kinds_join_by_existing_in_a_settled_order() -> None:
    assert [found.key for found in all_kinds()][: len(KINDS)] == KINDS


@pytest.mark.parametrize("found", all_kinds(), ids=lambda found: found.key)
def test_a_kind_says_what_operators_and_policies_need(found: Kind) -> None:
    assert found.title
    assert found.inspects
    assert set(found.record_types) <= {"A", "AAAA", "HTTPS"}
    assert found.iam_actions
    assert all(service and action.partition(":")[1] for service in found.services for action in found.iam_actions)
    assert not any(
        action.split(":")[1].startswith(("Create", "Put", "Delete", "Update")) for action in found.iam_actions
    )


ASKED: list[tuple[str, dict[str, Any]]] = [
    ("alb", docs.balancer_answers(**docs.every_sort_of_certificate())),
    ("nlb", docs.network_answers(**docs.every_sort_of_certificate())),
    ("clb", docs.classic_answers(**docs.every_sort_of_classic_certificate())),
    ("cloudfront", docs.cloudfront_answers()),
    ("apigateway", docs.api_answers(docs.regional_domain(routingMode="ROUTING_RULE_THEN_BASE_PATH_MAPPING"))),
    ("apigateway-edge", docs.api_answers(docs.edge_domain())),
    ("opensearch", network.search_answers()),
    ("vpc-endpoint", network.endpoint_answers()),
    ("vpc-lattice", network.lattice_answers()),
    ("vpc-lattice-endpoint", network.association_answers()),
    ("cognito", network.pool_answers()),
    ("amplify", network.app_answers()),
    ("lightsail-loadbalancer", lightsail.balancer_answers()),
    ("lightsail-distribution", lightsail.distribution_answers()),
    ("lightsail-container", lightsail.container_answers()),
    ("appsync", appsync.answers()),
    ("apprunner", runners.answers()),
    ("elasticbeanstalk", beanstalk.answers()),
    ("globalaccelerator", accelerators.answers(accelerators.ENDPOINT)),
    ("globalaccelerator-custom", accelerators.answers(accelerators.ENDPOINT, custom=True)),
    ("s3-website", docs.bucket_answers(list_buckets={"Buckets": [{"Name": "docs.example.com"}]}, head_bucket={})),
]

LESS = {
    "alb": [docs.balancer_answers(), docs.balancer_answers(**docs.certificate_of_iam())],
    "nlb": [docs.network_answers()],
    "lightsail-container": [lightsail.container_answers(publicDomainNames=None)],
}
"""Tags, and certificates of IAM after those of ACM, are read only where certificates take few calls; certificates of
containers only where they have no domain."""


@pytest.mark.parametrize(("key", "answers"), ASKED, ids=[row[0] for row in ASKED])
def test_a_kind_names_every_iam_action_that_it_needs_and_no_other(key: str, answers: dict[str, Any]) -> None:
    ask = FakeAsk(answers, "us-east-1" if kind(key).scope == "global" else "eu-west-1")
    found_and_inspected(kind(key), ask)
    for ask.answers in LESS.get(key, ()):
        found_and_inspected(kind(key), ask)
    session: Any = boto3.Session(region_name="eu-west-1")
    needed = set()
    for service, operation in (call.split(".") for call in ask.calls):
        client = session.client(service, aws_access_key_id="AKID", aws_secret_access_key="secret")
        assert getattr(client, operation)
        needed.add(iam_action(client, operation))
        client.close()
    assert needed == set(kind(key).iam_actions)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_about_targets_is_complete(rule: Rule) -> None:
    assert rule.when
    assert rule.source
    assert rule.stage is not None, "a trace must know the step that reports it"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_sentences_of_the_catalogue_read_as_sentences(rule: Rule) -> None:
    assert rule.message.endswith((".", "}"))
    fields = [field for _, field, _, _ in string.Formatter().parse(rule.message + rule.remedy) if field is not None]
    assert all(field.isidentifier() for field in fields)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com", "apigw-default-endpoint"),
        ("www.example.com.s3-website-us-east-1.amazonaws.com", "s3-bucket-in-dnsname"),
        ("www.example.com.s3.amazonaws.com", "target-not-aliasable"),
        ("db.abc.eu-west-1.rds.amazonaws.com", "target-not-aliasable"),
    ],
)
def test_a_draft_to_a_near_miss_is_an_error(text: str, expected: str) -> None:
    found = recognise(DnsName.parse(text))
    assert found is not None
    target = offline_target(found)
    findings = list(judge(case_of(target)))
    assert ids(findings) == {expected}
    assert found.reason in by_id(findings, expected).message + by_id(findings, expected).remedy or (
        expected == "apigw-default-endpoint"
    )


def test_a_draft_to_a_name_of_unknown_form_is_warned_about() -> None:
    unknown = Target(
        kind="",
        name="www.example.org",
        arn="",
        account_id="",
        profile="",
        region="",
        dns_name=DnsName.parse("www.example.org"),
        zone_id="",
        zone_id_origin="",
        record_types=(),
    )
    assert ids(list(judge(case_of(unknown)))) == {"target-shape-unknown"}


def test_lookalikes_are_never_discovered() -> None:
    assert list(LOOKALIKE.discover(FakeAsk({}))) == []


def test_what_was_only_recognised_says_what_was_not_checked() -> None:
    for text in ("shop-1.eu-west-1.elb.amazonaws.com", "d111111abcdef8.cloudfront.net"):
        found = recognise(DnsName.parse(text))
        assert found is not None
        target = offline_target(found)
        findings = list(judge(case_of(target, types=("A", "AAAA"))))
        assert [finding.id for finding in findings] == ["investigation-incomplete"]
        assert kind(target.kind).inspects in findings[0].message


@pytest.mark.parametrize(
    ("zone_id", "origin", "differs"),
    [
        ("Z32O12XQLNTSW2", "api", False),
        ("Z3NF1Z3NOM5OY2", "api", False),  # the zone of Classic Load Balancers of 2012, clb-legacy-zone-id says it
        ("Z35SXDOTRQ7X7K", "api", True),  # us-east-1's
        ("Z0NEWLYPUBLISHED", "api", True),
        ("Z0NEWLYPUBLISHED", "table", False),
    ],
)
def test_a_zone_id_of_the_api_that_is_not_the_tables_is_said_with_both(
    zone_id: str, origin: Literal["api", "table"], *, differs: bool
) -> None:
    found = recognise(DnsName.parse("shop-123.eu-west-1.elb.amazonaws.com"))
    assert found is not None
    target = replace(offline_target(found), zone_id=zone_id, zone_id_origin=origin)
    findings = [finding for finding in judge(case_of(target)) if finding.id == "zone-id-differs-from-table"]
    assert bool(findings) is differs
    assert all(zone_id in finding.message and "Z32O12XQLNTSW2" in finding.message for finding in findings)


@pytest.mark.parametrize("found", all_kinds(), ids=lambda found: found.key)
def test_a_kind_whose_gone_targets_can_be_taken_over_says_how(found: Kind) -> None:
    """What a service can tell of a single name is one of those ways, and none that needs an action without it."""
    asks = type(found).exists is not Kind.exists
    assert not asks or found.claim in ("bucket", "prefix")
    assert not found.exists_actions or asks
