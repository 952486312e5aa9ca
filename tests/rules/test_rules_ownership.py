from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import replace

import pytest

from tests.rules.examples import (
    ERROR,
    INFO,
    WARNING,
    ZONE,
    Example,
    Quiet,
    Raises,
    alias,
    case,
    check,
    found,
    label,
    name,
    plain,
    zone,
)
from xalias_tui.domain.custody import Custody, Protection
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import RecordSet

OWNED, PROTECTED, UNREAD = "record-owned-by-automation", "record-protected", "custody-not-checked"
WWW = alias("www.example.com.")
APEX = alias("example.com.")
WILD = alias(r"\052.example.com.")
HERITAGE = '"heritage=external-dns,external-dns/owner=shop-eks,external-dns/resource=ingress/shop/web"'
OLD_HERITAGE = '"heritage=external-dns"'
OCTODNS = '"*octodns*"'
SEALED = f'"{base64.b64encode(bytes(range(90))).decode()}"'
CHALLENGE = plain("_acme-challenge.www.example.com.", "TXT", '"token"')
DENIED = Unscanned("1", "dns", "", "protections", "AccessDenied", "not authorized", "route53:ListX")


def text(at: str, *values: str) -> RecordSet:
    return plain(at, "TXT", *(values or (HERITAGE,)))


def held(given: Case, custody: Custody) -> Case:
    return replace(given, around=replace(given.around, custody=custody))


def tagged(**tags: str) -> Case:
    return held(case(WWW), Custody(tags=tuple(tags.items())))


def protecting(given: Case, *protections: Protection) -> Case:
    return held(given, Custody(protections=protections))


def external_dns(at: str, record: RecordSet = WWW, *, beside: Iterable[RecordSet] = ()) -> Example:
    return Raises(OWNED, WARNING, "external-dns (owner shop-eks)", case(record, standing=[text(at), *beside]))


def not_external_dns(at: str, record: RecordSet = WWW, *, beside: Iterable[RecordSet] = ()) -> Example:
    return Quiet(OWNED, case(record, standing=[text(at), *beside]))


def of_zone(says: str, given: Case) -> Example:
    return Raises(OWNED, WARNING, says, given, of_zone=True)


EXAMPLES: tuple[Example, ...] = (
    # the registry, in every form that --txt-prefix, --txt-suffix and %{record_type} give it
    external_dns("www.example.com."),
    external_dns("a-www.example.com."),
    external_dns("edns-cname-www.example.com."),
    external_dns("a-abc-.www.example.com."),
    external_dns("edns.a-www.example.com."),
    external_dns("www-.cname.example.com."),
    external_dns("a-www-edns.example.com."),
    external_dns(r"a-\052.example.com.", WILD),
    external_dns("a-abc-.example.com.", APEX),
    external_dns("edns-a.example.com.", APEX),
    external_dns("a-www.example.com.", beside=[plain("shop.www.example.com.")]),
    Raises(OWNED, WARNING, "(owner shop-eks)", case(deleted=[WWW], standing=[text("aaaa-www.example.com.")])),
    Raises(OWNED, WARNING, "(owner unknown)", case(WWW, standing=[text("a-www.example.com.", OLD_HERITAGE)])),
    Raises(OWNED, WARNING, "an encrypted entry", case(WWW, standing=[text("a-www.example.com.", SEALED)])),
    Raises(
        OWNED, WARNING, "(owner shop-eks)",
        case(WWW, standing=[text("a-www.example.com.", SEALED), text("cname-www.example.com.")]),
    ),
    not_external_dns("w.example.com."),
    not_external_dns("a-www.dev.example.com."),
    not_external_dns("awww.example.com."),
    not_external_dns("a-www.example.com.", APEX),
    not_external_dns("a-new-www.example.com.", beside=[plain("new-www.example.com.")]),
    not_external_dns("a-x.www.example.com.", beside=[plain("x.www.example.com.")]),
    Quiet(OWNED, case(WWW, standing=[text("www.example.com.", '"v=spf1 -all"')])),
    Quiet(OWNED, case(WWW, standing=[text("www.example.com.", SEALED)])),
    Quiet(OWNED, case(WWW, standing=[text("k1-www.example.com.", SEALED)])),
    Quiet(OWNED, case(WWW, standing=[text("a-www.example.com.", '"c2hvcnQ="')])),
    # octoDNS
    Raises(OWNED, WARNING, "_owner.a.www", case(WWW, standing=[text("_owner.a.www.example.com.", OCTODNS)])),
    Raises(
        OWNED, WARNING, "octoDNS manages this name",
        case(WILD, standing=[text("_owner.a._wildcard.example.com.", OCTODNS)]),
    ),
    Raises(
        OWNED, WARNING, "_octodns-eu-pool.www.example.com",
        case(deleted=[alias("www.example.com.", target="_octodns-eu-pool.www.example.com.", zone_id=ZONE.id)]),
    ),
    Raises(OWNED, WARNING, "octoDNS", case(deleted=[plain("_octodns-eu-value.www.example.com.")])),
    Quiet(OWNED, case(WWW, standing=[text("_owner.aaaa.www.example.com.", OCTODNS)])),
    Quiet(OWNED, case(WWW, standing=[text("_owner.a.www.example.com.", '"somebody"')])),
    of_zone(
        "record meta.example.com says that octoDNS",
        case(WWW, standing=[text("meta.example.com.", '"octodns-version=1.22.0"')]),
    ),
    of_zone("time=2026", case(WWW, standing=[text("_octodns-meta.example.com.", '"time=2026-11-02T09:00:00"')])),
    Quiet(OWNED, case(WWW, standing=[text("meta.example.com.", '"time=2026-11-02T09:00:00"')])),
    # the zone's comment
    of_zone("comment says that Terraform manages it", case(WWW, in_zone=zone(comment="Managed by Terraform"))),
    of_zone("CloudFormation manages it", case(deleted=[WWW], in_zone=zone(comment="stack x, cloudformation"))),
    of_zone("DNSControl manages it", case(WWW, in_zone=zone(comment="see dnscontrol repository"))),
    Quiet(OWNED, case(WWW, in_zone=zone(comment="terraforming Mars"))),
    Quiet(OWNED, replace(case(WWW, in_zone=zone(comment="terraform")), changes=())),
    # its tags
    of_zone("aws:cloudformation:stack-name = dns", tagged(**{"aws:cloudformation:stack-name": "dns"})),
    of_zone("AWS CDK manages it", tagged(**{"aws-cdk:id": "Zone"})),
    of_zone("ManagedBy = terraform", tagged(ManagedBy="terraform")),
    of_zone("Terraform manages it", tagged(terraform="true")),
    of_zone("Terraform manages it", tagged(managed_by_terraform="yes")),
    of_zone("Kubernetes manages it", tagged(**{"kubernetes.io/cluster/shop": "owned"})),
    of_zone("Crossplane manages it", tagged(**{"crossplane-kind": "zone.route53"})),
    of_zone("Kubernetes manages it", tagged(**{"services.k8s.aws/controller-version": "route53-v1"})),
    Quiet(OWNED, tagged(terraform="false")),
    Quiet(OWNED, tagged(team="platform", Name="shop")),
    # ACME
    Raises("acme-challenge-changed", WARNING, "_acme-challenge.www.example.com is where", case(deleted=[CHALLENGE])),
    Raises(
        "acme-challenge-changed", WARNING, "renewed", case(alias("x._acme-challenge.www.example.com.", "CNAME"))
    ),
    Quiet("acme-challenge-changed", case(WWW, standing=[CHALLENGE])),
    Raises("acme-challenge-beside", INFO, "A certificate for www.example.com", case(WWW, standing=[CHALLENGE])),
    Raises(
        "acme-challenge-beside", INFO, "_acme-challenge.example.com",
        case(WILD, standing=[plain("_acme-challenge.example.com.", "CNAME", "x.acme.example.net.")]),
    ),
    Quiet("acme-challenge-beside", case(deleted=[WWW], standing=[CHALLENGE])),
    Quiet("acme-challenge-beside", case(WWW, standing=[plain("_acme-challenge.www.example.com.", "A")])),
    Quiet("acme-challenge-beside", case(alias("shop.example.com."), standing=[CHALLENGE])),
    # protections
    Raises(PROTECTED, ERROR, "(ask #dns)", protecting(case(WWW), Protection(name("www.example.com"), "A", "ask #dns"))),
    Raises(PROTECTED, ERROR, "changes:", protecting(case(deleted=[WWW]), Protection(name("www.example.com."), "A"))),
    Raises(
        PROTECTED, ERROR, "www.example.com A",
        protecting(
            case([alias("www.example.com.", SetIdentifier=of, Weight=1) for of in "ab"]),
            Protection(name("www.example.com"), "A"),
        ),
    ),
    Quiet(PROTECTED, protecting(case(WWW), Protection(name("www.example.com"), "AAAA"))),
    Quiet(PROTECTED, protecting(case(WWW), Protection(name("example.com"), "A"))),
    Raises(UNREAD, INFO, "needs route53:ListX", held(case(WWW), Custody(unread=(DENIED,))), of_zone=True),
    Raises(
        UNREAD, INFO, "tags say that other tools manage it could not be checked: Rate exceeded.",
        held(case(WWW), Custody(unread=(replace(DENIED, kind="tags", action="", message="Rate exceeded."),))),
        of_zone=True,
    ),
    Quiet(UNREAD, replace(held(case(WWW), Custody(unread=(DENIED,))), changes=())),
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_example(example: Example) -> None:
    check(example)


def test_a_name_too_long_for_a_prefix_is_registered_nowhere() -> None:
    longest = ".".join(("a" * 63, "b" * 63, "c" * 63, "d" * 49)) + ".example.com."
    given = case(alias(longest))
    assert found(OWNED, given) == found("acme-challenge-beside", given) == []


def test_what_kubernetes_holds_is_named_where_to_change_it() -> None:
    (finding,) = found(OWNED, case(WWW, standing=[text("a-www.example.com.")]))
    assert finding.remedy == "Change ingress/shop/web in Kubernetes, which external-dns reads."


def test_each_tool_that_manages_the_zone_is_said_once() -> None:
    given = tagged(ManagedBy="terraform", module="terraform-dns", team="pulumi")
    assert [finding.message.split()[5] for finding in found(OWNED, given)] == ["Terraform", "Pulumi"]


def test_the_command_removes_exactly_the_protection() -> None:
    given = protecting(case(alias(r"\052.example.com.")), Protection(name("*.example.com"), "A"))
    (finding,) = found(PROTECTED, given)
    assert finding.fix.startswith("aws route53 delete-resource-record-set-protections --hosted-zone-id ")
    assert r"'RecordName=\052.example.com.,RecordType=A'" in finding.fix


def test_a_missing_permission_comes_with_the_command_that_prints_its_statement() -> None:
    (finding,) = found(
        UNREAD, held(case(WWW), Custody(unread=(replace(DENIED, action="route53:ListTagsForResource"),)))
    )
    assert finding.remedy == "Allow route53:ListTagsForResource: 'xalias policy zone' prints the statement."


def test_comments_with_braces_are_quoted_as_they_are() -> None:
    (finding,) = found(OWNED, case(WWW, in_zone=zone(comment="terraform {env}")))
    assert finding.message.endswith("terraform {env}")
