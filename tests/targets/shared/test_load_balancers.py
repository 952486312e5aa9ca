from __future__ import annotations

import json
import shlex
from dataclasses import replace
from typing import Any

import pytest

from tests.targets import documents as docs
from tests.targets.fakes import (
    FakeAsk,
    by_id,
    case_of,
    denied,
    failure,
    found_and_inspected,
    ids,
    only,
    serious,
)
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet
from xalias_tui.targets import judge, kind, offline_target, recognise
from xalias_tui.targets.shared.load_balancers import LoadBalancerFacts

ALB, NLB, CLB = kind("alb"), kind("nlb"), kind("clb")


def judged(answers: dict[str, Any], **options: Any) -> list[Finding]:
    return list(judge(case_of(found_and_inspected(ALB, FakeAsk(answers)), **options)))


def test_an_alb_is_found_with_the_values_of_its_alias() -> None:
    target = only(ALB, FakeAsk(docs.balancer_answers()))
    assert target.dns_name is not None
    assert target.dns_name.text == "dualstack.shop-123456.eu-west-1.elb.amazonaws.com."
    assert (target.zone_id, target.zone_id_origin) == ("Z32O12XQLNTSW2", "api")
    assert (target.record_types, target.state, target.internal) == (("A",), "active", False)
    assert (target.account_id, target.profile, target.region) == ("222222222222", "shop-prod", "eu-west-1")


def test_the_apis_zone_id_wins_over_the_table_and_the_table_serves_where_it_has_none() -> None:
    other = only(ALB, FakeAsk(docs.balancer_answers(docs.load_balancer(CanonicalHostedZoneId="ZNEW"))))
    assert (other.zone_id, other.zone_id_origin) == ("ZNEW", "api")
    without = docs.load_balancer()
    del without["CanonicalHostedZoneId"]
    bare = only(ALB, FakeAsk(docs.balancer_answers(without)))
    assert (bare.zone_id, bare.zone_id_origin) == ("Z32O12XQLNTSW2", "table")
    network = docs.network_load_balancer(CanonicalHostedZoneId="ZNEW")
    assert only(NLB, FakeAsk(docs.balancer_answers(network))).zone_id == "ZNEW"
    del network["CanonicalHostedZoneId"]
    plain = only(NLB, FakeAsk(docs.balancer_answers(network)))
    assert (plain.zone_id, plain.zone_id_origin) == ("Z2IFOLAFXWLO4F", "table")
    classic = docs.classic_load_balancer(CanonicalHostedZoneNameID=None)
    old = only(CLB, FakeAsk(docs.classic_answers(describe_load_balancers={"LoadBalancerDescriptions": [classic]})))
    assert (old.zone_id, old.zone_id_origin) == ("Z32O12XQLNTSW2", "table")


@pytest.mark.parametrize(
    ("ip_address_type", "types"),
    [("ipv4", ("A",)), ("dualstack", ("A", "AAAA")), ("dualstack-without-public-ipv4", ("A", "AAAA"))],
)
def test_an_alb_takes_aaaa_only_where_it_is_dual_stack(ip_address_type: str, types: tuple[str, ...]) -> None:
    balancer = docs.load_balancer(IpAddressType=ip_address_type)
    assert only(ALB, FakeAsk(docs.balancer_answers(balancer))).record_types == types


def test_an_nlb_is_found_without_a_prefix_and_a_gateway_is_listed_as_excluded() -> None:
    gateway = docs.load_balancer(Type="gateway", LoadBalancerName="gw")
    del gateway["DNSName"], gateway["CanonicalHostedZoneId"]
    network = docs.network_load_balancer(IpAddressType="dualstack")
    pages = [{"LoadBalancers": [docs.load_balancer(), network]}, {"LoadBalancers": [gateway]}]
    found, excluded = NLB.discover(FakeAsk(docs.balancer_answers(describe_load_balancers=pages)))
    assert found.dns_name is not None
    assert found.dns_name.text == "net-0123456789abcdef.elb.eu-west-1.amazonaws.com."
    assert (found.zone_id, found.zone_id_origin, found.state) == ("Z2IFOLAFXWLO4F", "api", "active")
    assert found.record_types == ("A", "AAAA")
    assert (excluded.name, excluded.state, excluded.record_types) == ("gw", "lb-gateway-type", ())
    assert ids(list(judge(case_of(excluded)))) == {"lb-gateway-type"}


def test_a_clb_is_found_with_prefix_and_an_arn_of_its_own() -> None:
    target = only(CLB, FakeAsk(docs.classic_answers()))
    assert target.dns_name is not None
    assert target.dns_name.text == "dualstack.old-123456.eu-west-1.elb.amazonaws.com."
    assert target.arn == "arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/old"
    assert (target.zone_id, target.zone_id_origin, target.record_types) == ("Z32O12XQLNTSW2", "api", ("A",))


@pytest.mark.parametrize(
    ("found", "answers"),
    [
        (ALB, docs.balancer_answers()),
        (NLB, docs.balancer_answers(docs.network_load_balancer())),
        (CLB, docs.classic_answers()),
    ],
    ids=["alb", "nlb", "clb"],
)
def test_the_name_of_what_was_found_is_recognised_with_the_same_zone_id(found: Any, answers: dict[str, Any]) -> None:
    target = only(found, FakeAsk(answers))
    assert target.dns_name is not None
    recognition = recognise(target.dns_name)
    assert recognition is not None
    assert (recognition.dns_name, recognition.zone_id) == (target.dns_name, target.zone_id)


def test_a_refused_list_is_left_to_the_caller() -> None:
    ask = FakeAsk(docs.balancer_answers(describe_load_balancers=denied("elasticloadbalancing:DescribeLoadBalancers")))
    with pytest.raises(LookupFailedError):
        list(ALB.discover(ask))


@pytest.mark.parametrize(
    ("found", "answers"),
    [
        (ALB, docs.balancer_answers()),
        (NLB, docs.balancer_answers(docs.network_load_balancer(SecurityGroups=[]))),
        (CLB, docs.classic_answers()),
    ],
    ids=["alb", "nlb", "clb"],
)
def test_a_well_configured_load_balancer_has_no_findings(found: Any, answers: dict[str, Any]) -> None:
    target = found_and_inspected(found, FakeAsk(answers))
    assert target.inspected
    assert list(judge(case_of(target, evaluate=True))) == []


def test_discovery_is_one_call_and_inspection_of_two_listeners_eight() -> None:
    ask = FakeAsk(docs.balancer_answers())
    target = only(ALB, ask)
    assert ask.calls == ["elbv2.describe_load_balancers"]
    ask.calls.clear()
    ALB.inspect(target, ask, DnsName.parse("www.example.com"))
    assert len(ask.calls) == 8


def test_tags_become_the_label_and_decide_nothing() -> None:
    assert found_and_inspected(ALB, FakeAsk(docs.balancer_answers())).label == "team=shop, env="
    assert found_and_inspected(CLB, FakeAsk(docs.classic_answers())).label == ""
    findings = judged(docs.balancer_answers(describe_tags=denied("elasticloadbalancing:DescribeTags")))
    assert [(finding.id, finding.message) for finding in findings] == [
        ("investigation-incomplete", "Not checked: its tags (needs elasticloadbalancing:DescribeTags).")
    ]


def test_a_certificate_of_two_listeners_is_read_once() -> None:
    second = {**docs.https_listener(), "Port": 8443}
    ask = FakeAsk(docs.balancer_answers(describe_listeners={"Listeners": [docs.https_listener(), second]}))
    found_and_inspected(ALB, ask)
    assert ask.calls.count("acm.describe_certificate") == 1


def test_inspection_adds_the_host_names_of_certificates_and_rules() -> None:
    rules = {"Rules": [docs.host_rule("Api.example.com", "*.shop.example.com")]}
    target = found_and_inspected(ALB, FakeAsk(docs.balancer_answers(describe_rules=rules)))
    assert target.hostnames == ("api.example.com", "*.shop.example.com", "example.com", "*.example.com")


LISTENER_404 = {"Listeners": [docs.https_listener(docs.fixed_response())]}
MISCONFIGURED: list[tuple[str, dict[str, Any], dict[str, Any], set[str]]] = [
    ("internal", docs.balancer_answers(docs.load_balancer(Scheme="internal")), {}, {"lb-internal-in-public-zone"}),
    (
        "provisioning",
        docs.balancer_answers(docs.load_balancer(State={"Code": "provisioning"})),
        {},
        {"lb-not-active"},
    ),
    ("failed", docs.balancer_answers(docs.load_balancer(State={"Code": "failed"})), {}, {"lb-not-active"}),
    ("no listener", docs.balancer_answers(describe_listeners={"Listeners": []}), {}, {"lb-no-listener"}),
    (
        "unhealthy",
        docs.balancer_answers(describe_target_health=docs.target_health("unhealthy", "draining")),
        {},
        {"lb-no-healthy-target"},
    ),
    (
        "empty group, evaluated",
        docs.balancer_answers(describe_target_health=docs.target_health()),
        {"evaluate": True},
        {"lb-no-healthy-target", "eth-empty-target-group"},
    ),
    (
        "certificate",
        docs.balancer_answers(describe_certificate=docs.certificate("example.com", "*.shop.example.com")),
        {},
        {"lb-certificate-mismatch"},
    ),
    ("certificate depth", docs.balancer_answers(), {"name": "a.b.example.com"}, {"lb-certificate-mismatch"}),
    (
        "host rule",
        docs.balancer_answers(
            describe_listeners=LISTENER_404, describe_rules={"Rules": [docs.host_rule("api.example.com")]}
        ),
        {},
        {"lb-host-rule-missing"},
    ),
    (
        "closed",
        docs.balancer_answers(describe_security_groups={"SecurityGroups": [{"IpPermissions": [docs.ingress(22)]}]}),
        {},
        {"lb-security-group-closed"},
    ),
    (
        "open to some",
        docs.balancer_answers(
            describe_security_groups={
                "SecurityGroups": [{"IpPermissions": [docs.ingress(80), docs.ingress(443, "10.0.0.0/8")]}]
            }
        ),
        {},
        {"lb-security-group-closed"},
    ),
    (
        "no public IPv4",
        docs.balancer_answers(docs.load_balancer(IpAddressType="dualstack-without-public-ipv4")),
        {"types": ("A", "AAAA")},
        {"lb-no-public-ipv4"},
    ),
    ("IPv4 only", docs.balancer_answers(), {"types": ("A", "AAAA")}, {"aaaa-target-ipv4-only"}),
]


@pytest.mark.parametrize(
    ("answers", "options", "expected"),
    [row[1:] for row in MISCONFIGURED],
    ids=[row[0] for row in MISCONFIGURED],
)
def test_each_misconfiguration_is_found_alone(
    answers: dict[str, Any], options: dict[str, Any], expected: set[str]
) -> None:
    assert serious(judged(answers, **options)) == expected


def test_severities_follow_the_state() -> None:
    failed = judged(docs.balancer_answers(docs.load_balancer(State={"Code": "failed"})))
    impaired = judged(docs.balancer_answers(docs.load_balancer(State={"Code": "active_impaired"})))
    starting = judged(docs.balancer_answers(describe_target_health=docs.target_health("initial")))
    assert by_id(failed, "lb-not-active").severity is Severity.ERROR
    assert by_id(failed, "lb-not-active").remedy == "Create it anew: it could not be set up."
    assert by_id(impaired, "lb-not-active").severity is Severity.WARNING
    assert by_id(starting, "lb-no-healthy-target").severity is Severity.INFO


def test_internal_and_public_zones_are_told_apart() -> None:
    internal = docs.balancer_answers(docs.load_balancer(Scheme="internal"))
    assert judged(internal, private=True) == []
    assert ids(judged(docs.balancer_answers(), private=True)) == {"lb-public-in-private-zone"}
    without = docs.balancer_answers(docs.load_balancer(IpAddressType="dualstack-without-public-ipv4"))
    assert "lb-no-public-ipv4" not in ids(judged(without, private=True))


def test_an_internal_load_balancer_needs_its_port_open_to_anybody_only() -> None:
    groups = {"SecurityGroups": [{"IpPermissions": [docs.ingress(80, "10.0.0.0/8"), docs.ingress(443, "10.0.0.0/8")]}]}
    internal = docs.load_balancer(Scheme="internal")
    assert judged(docs.balancer_answers(internal, describe_security_groups=groups), private=True) == []


def test_all_protocols_open_admit_every_port() -> None:
    everything = {"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}
    groups = {"SecurityGroups": [{"IpPermissions": [everything]}]}
    assert judged(docs.balancer_answers(describe_security_groups=groups)) == []


@pytest.mark.parametrize(
    ("protocol", "open_", "told", "missing"),
    [
        ("UDP", ("udp",), "", ()),
        ("UDP", ("tcp",), "port 53/udp.", ("udp",)),
        ("TCP_UDP", ("tcp", "udp"), "", ()),
        ("TCP_UDP", ("tcp",), "port 53/udp.", ("udp",)),
        ("TCP_QUIC", ("udp",), "port 53.", ("tcp",)),
        ("TCP_QUIC", (), "port 53, 53/udp.", ("tcp", "udp")),
    ],
)
def test_a_listener_needs_its_port_open_for_each_of_its_protocols(
    protocol: str, open_: tuple[str, ...], told: str, missing: tuple[str, ...]
) -> None:
    rules = [{**docs.ingress(53), "IpProtocol": transport} for transport in open_]
    answers = docs.balancer_answers(
        docs.network_load_balancer(SecurityGroups=["sg-1"]),
        describe_listeners={"Listeners": [{**docs.http_listener(), "Protocol": protocol, "Port": 53}]},
        describe_security_groups={"SecurityGroups": [{"IpPermissions": rules}]},
    )
    found = list(judge(case_of(found_and_inspected(NLB, FakeAsk(answers)))))
    assert serious(found) == ({"lb-security-group-closed"} if told else set())
    for finding in found:
        assert finding.message.endswith(told)
        words = shlex.split(finding.fix)
        opened = json.loads(words[words.index("--ip-permissions") + 1])
        assert {(entry["IpProtocol"], entry["FromPort"]) for entry in opened} == {(one, 53) for one in missing}


def test_a_clb_that_nothing_listens_on_has_a_command_of_its_own() -> None:
    silent = docs.classic_load_balancer(ListenerDescriptions=[])
    answers = docs.classic_answers(describe_load_balancers={"LoadBalancerDescriptions": [silent]})
    findings = list(judge(case_of(found_and_inspected(CLB, FakeAsk(answers)))))
    assert by_id(findings, "lb-no-listener").fix.startswith(
        "aws elb create-load-balancer-listeners --load-balancer-name old --listeners Protocol=HTTPS,"
    )


HOSTS = [
    (("www.example.com",), True),
    (("WWW.EXAMPLE.COM",), True),
    (("*.example.com",), True),
    (("w?w.example.com",), True),
    (("[w]ww.example.com",), False),
    (("api.example.com", "www.example.com"), True),
    (("*.shop.example.com",), False),
]


@pytest.mark.parametrize(("values", "accepted"), HOSTS)
def test_host_rules_match_as_listeners_do(values: tuple[str, ...], accepted: bool) -> None:  # noqa: FBT001 -- a column
    answers = docs.balancer_answers(
        describe_listeners=LISTENER_404, describe_rules={"Rules": [docs.host_rule(*values)]}
    )
    assert ("lb-host-rule-missing" not in ids(judged(answers))) is accepted


def test_host_rules_do_not_matter_where_another_rule_or_the_default_forwards() -> None:
    by_path = {"IsDefault": False, "Conditions": [{"Field": "path-pattern"}], "Actions": [docs.forward()]}
    answers = docs.balancer_answers(
        describe_listeners=LISTENER_404, describe_rules={"Rules": [docs.host_rule("api.example.com"), by_path]}
    )
    assert judged(answers) == []
    forwards = docs.balancer_answers(describe_rules={"Rules": [docs.host_rule("api.example.com")]})
    assert judged(forwards) == []


def default_actions(*actions: dict[str, Any], protocol: str = "HTTPS") -> dict[str, Any]:
    listener = {**docs.https_listener(), "Protocol": protocol, "DefaultActions": list(actions)}
    rules = {"Rules": [docs.host_rule("api.example.com")]}
    return docs.balancer_answers(describe_listeners={"Listeners": [listener]}, describe_rules=rules)


def redirect(**config: str) -> dict[str, Any]:
    return {"Type": "redirect", "Order": 1, "RedirectConfig": {"StatusCode": "HTTP_302", **config}}


DEFAULTS: list[tuple[dict[str, Any], bool]] = [
    (default_actions({"Type": "forward", "Order": 2}, {"Type": "authenticate-oidc", "Order": 1}), True),
    (default_actions({"Type": "fixed-response", "Order": 2}, {"Type": "authenticate-oidc", "Order": 1}), False),
    (default_actions({"Type": "forward"}), True),
    (default_actions(redirect(Protocol="HTTPS"), protocol="HTTP"), True),
    (default_actions(redirect(Protocol="HTTPS", Host="#{host}"), protocol="HTTP"), True),
    (default_actions(redirect(Protocol="HTTPS", Host="www.corp.example"), protocol="HTTP"), False),
    (default_actions(redirect(Protocol="#{protocol}", Path="/else"), protocol="HTTP"), False),
    (default_actions(redirect(Protocol="HTTPS"), protocol="HTTPS"), False),
]


@pytest.mark.parametrize(("answers", "serves"), DEFAULTS)
def test_a_default_action_serves_every_host_where_it_forwards_or_moves_to_https(
    answers: dict[str, Any],
    serves: bool,  # noqa: FBT001 -- a column
) -> None:
    assert ("lb-host-rule-missing" not in ids(judged(answers))) is serves


def test_the_default_action_is_named() -> None:
    answers = docs.balancer_answers(
        describe_listeners=LISTENER_404, describe_rules={"Rules": [docs.host_rule("api.example.com")]}
    )
    message = by_id(judged(answers), "lb-host-rule-missing").message
    assert message == (
        "No rule on shop port 443 accepts host www.example.com; visitors get the default action (fixed-response 404)."
    )


def test_regular_expressions_of_other_accounts_are_never_run() -> None:
    rule = docs.host_rule(RegexValues=["(a+)+$"])
    answers = docs.balancer_answers(describe_listeners=LISTENER_404, describe_rules={"Rules": [rule]})
    findings = judged(answers, name=f"{'a' * 60}.example.com")
    assert serious(findings) == set()
    assert "regular expressions" in by_id(findings, "investigation-incomplete").message


def test_a_denied_call_is_named_and_yields_no_false_finding() -> None:
    answers = docs.balancer_answers(
        describe_certificate=denied("acm:DescribeCertificate"),
        describe_target_health=denied("elasticloadbalancing:DescribeTargetHealth"),
        describe_rules=denied("elasticloadbalancing:DescribeRules"),
        describe_security_groups=denied("ec2:DescribeSecurityGroups"),
    )
    findings = judged(answers, evaluate=True)
    assert ids(findings) == {"iam-read-denied"}
    assert all(finding.severity is Severity.WARNING for finding in findings)
    named = " ".join(finding.message for finding in findings)
    for action in ("acm:DescribeCertificate", "DescribeTargetHealth", "DescribeRules", "DescribeSecurityGroups"):
        assert action in named
    assert "222222222222/eu-west-1" in named


def test_a_denied_list_of_certificates_does_not_blame_those_that_could_be_read() -> None:
    second = {**docs.https_listener(), "ListenerArn": "other", "Port": 8443}
    answers = docs.balancer_answers(
        describe_listeners={"Listeners": [docs.https_listener(), second]},
        describe_listener_certificates=lambda ListenerArn: (  # noqa: N803 -- the API's name
            denied("elasticloadbalancing:DescribeListenerCertificates")
            if ListenerArn == "other"
            else {"Certificates": [{"CertificateArn": docs.CERTIFICATE}]}
        ),
        describe_certificate=docs.certificate("other.example.org"),
    )
    assert "lb-certificate-mismatch" not in ids(judged(answers))


def test_other_failures_are_told_as_not_checked() -> None:
    findings = judged(docs.balancer_answers(describe_target_groups=failure("Throttling")))
    assert [finding.id for finding in findings] == ["investigation-incomplete"]
    assert findings[0].message == "Not checked: describe_target_groups of elbv2 (Throttling: It did not work)."


def test_a_denial_without_an_action_is_told_in_its_own_words() -> None:
    nameless = LookupFailedError("AccessDenied", "No.", denied=True)
    findings = judged(docs.balancer_answers(describe_target_groups=nameless))
    assert findings[0].message == "Not checked: describe_target_groups of elbv2 (AccessDenied: No)."


def certificates_of_iam(name: str, pem: str) -> dict[str, Any]:
    certificates = {"Certificates": [{"CertificateArn": docs.IAM_CERTIFICATE}]}
    answers = docs.balancer_answers(describe_listener_certificates=certificates)
    answers["elbv2.describe_listeners"] = {"Listeners": [{**docs.https_listener(), "Certificates": []}]}
    answers["iam.get_server_certificate"] = {"ServerCertificate": {"CertificateBody": pem}}
    return answers


def test_certificates_of_iam_are_read_from_their_x509_text() -> None:
    pem = docs.x509_pem("www.example.com", "*.shop.example.com")
    assert ids(judged(certificates_of_iam("old", pem))) == set()
    other = docs.x509_pem("other.example.com")
    assert ids(judged(certificates_of_iam("old", other))) == {"lb-certificate-mismatch"}


def test_a_certificate_of_iam_that_is_none_is_told() -> None:
    findings = judged(certificates_of_iam("old", "-----BEGIN"))
    assert ids(findings) == {"investigation-incomplete"}
    assert docs.IAM_CERTIFICATE in findings[0].message


def test_more_certificates_than_are_worth_reading_are_told() -> None:
    """Of thirty, twenty are told by the list, of which one is described; of the six that are not, none is afforded."""
    arns = [f"{docs.CERTIFICATE}-{number}" for number in range(30)]
    answers = docs.balancer_answers(
        describe_listener_certificates={"Certificates": [{"CertificateArn": arn} for arn in arns]},
        **docs.listed_certificates(*arns[:20]),
    )
    ask = FakeAsk(answers)
    findings = list(judge(case_of(found_and_inspected(ALB, ask), "other.example.net")))
    assert ask.calls.count("acm.list_certificates") == 1
    assert ask.calls.count("acm.describe_certificate") == 1
    assert "lb-certificate-mismatch" not in ids(findings)
    told = [finding.message for finding in findings if finding.id == "investigation-incomplete"]
    assert told[0] == "Not checked: 5 more certificates of the same listener."
    assert told[1].startswith(f"Not checked: certificate {arns[20]}, certificate {arns[21]}, ")
    assert told[1].endswith(f"certificate {arns[25]} (left out after 8 calls).")


def test_where_the_list_is_denied_as_many_certificates_are_asked_as_eight_calls_afford() -> None:
    arns = [docs.CERTIFICATE, f"{docs.CERTIFICATE}-1"]
    answers = docs.balancer_answers(
        describe_listener_certificates={"Certificates": [{"CertificateArn": arn} for arn in arns]},
        list_certificates=denied("acm:ListCertificates"),
    )
    ask = FakeAsk(answers)
    (finding,) = judge(case_of(found_and_inspected(ALB, ask)))
    assert finding.message == f"Not checked: certificate {arns[1]} (left out after 8 calls)."
    assert ask.calls.count("acm.describe_certificate") == 1


def test_what_was_found_and_not_inspected_is_judged_by_what_the_list_told() -> None:
    target = only(ALB, FakeAsk(docs.balancer_answers(docs.load_balancer(Scheme="internal"))))
    assert ids(list(judge(case_of(target)))) == {"lb-internal-in-public-zone", "investigation-incomplete"}


def test_ipv6_that_is_there_is_offered_unless_the_name_has_it() -> None:
    answers = docs.balancer_answers(docs.load_balancer(IpAddressType="dualstack"))
    assert ids(judged(answers)) == {"ipv6-available-no-aaaa"}
    assert judged(answers, types=("A", "AAAA")) == []
    alias = AliasRef(DnsName.parse("dualstack.other-1.eu-west-1.elb.amazonaws.com"), "Z32O12XQLNTSW2", False)  # noqa: FBT003 -- the record's own form
    standing = RecordSet.alias_record(RecordKey(DnsName.parse("www.example.com"), "AAAA"), alias)
    assert judged(answers, records=[standing]) == []


def test_findings_about_a_record_carry_its_key() -> None:
    found = by_id(judged(docs.balancer_answers(), types=("A", "AAAA")), "aaaa-target-ipv4-only")
    assert found.record == RecordKey(DnsName.parse("www.example.com"), "AAAA")
    assert (found.zone_id, found.target) == ("Z1PUBLIC", docs.ALB_ARN)


def test_prefixes_of_the_alias_name_are_judged() -> None:
    target = found_and_inspected(ALB, FakeAsk(docs.balancer_answers(docs.load_balancer(IpAddressType="dualstack"))))
    plain = replace(target, dns_name=DnsName.parse("shop-123456.eu-west-1.elb.amazonaws.com"))
    findings = [f for f in judge(case_of(plain, types=("A", "AAAA"))) if f.id == "dualstack-prefix-missing"]
    assert [(f.record and f.record.type, f.severity) for f in findings] == [
        ("A", Severity.INFO),
        ("AAAA", Severity.WARNING),
    ]
    relic = replace(target, dns_name=DnsName.parse("ipv6.shop-123456.eu-west-1.elb.amazonaws.com"))
    assert "ipv6-prefix-clb" in ids(list(judge(case_of(relic))))


def test_a_pasted_name_of_yesterday_is_told_with_todays() -> None:
    today = found_and_inspected(ALB, FakeAsk(docs.balancer_answers()))
    another = replace(today, name="shop-x", arn="arn:x", dns_name=DnsName.parse("shop-x-9.eu-west-1.elb.amazonaws.com"))
    recognition = recognise(DnsName.parse("shop-777.eu-west-1.elb.amazonaws.com"))
    assert recognition is not None
    pasted = offline_target(recognition)
    findings = list(judge(case_of(pasted, known=(today, another, pasted))))
    (told,) = (finding for finding in findings if finding.id == "lb-name-outdated")
    assert "dualstack.shop-123456.eu-west-1.elb.amazonaws.com" in told.message
    (unread,) = (finding for finding in findings if finding.id == "investigation-incomplete")
    assert "not among the targets found" in unread.remedy
    two = (today, replace(today, arn="arn:y", dns_name=DnsName.parse("shop-8.eu-west-1.elb.amazonaws.com")))
    assert "lb-name-outdated" not in ids(list(judge(case_of(pasted, known=two))))
    nothing_searched = list(judge(case_of(pasted, known=(pasted,))))
    assert "lb-name-outdated" not in ids(nothing_searched)
    assert all("not among the targets found" not in finding.remedy for finding in nothing_searched)


def test_names_of_an_nlb_are_judged() -> None:
    network = docs.network_load_balancer(SecurityGroups=[])
    target = found_and_inspected(NLB, FakeAsk(docs.balancer_answers(network)))
    prefixed = replace(target, dns_name=DnsName.parse("dualstack.net-0123456789abcdef.elb.eu-west-1.amazonaws.com"))
    zonal = replace(target, dns_name=DnsName.parse("eu-west-1a.net-0123456789abcdef.elb.eu-west-1.amazonaws.com"))
    assert ids(list(judge(case_of(prefixed)))) == {"dualstack-prefix-on-nlb"}
    findings = list(judge(case_of(zonal)))
    assert ids(findings) == {"nlb-zonal-name"}
    assert "eu-west-1a" in findings[0].message


def test_a_zone_id_of_the_old_days_is_told_with_the_new_one() -> None:
    answers = docs.classic_answers(
        describe_load_balancers={
            "LoadBalancerDescriptions": [docs.classic_load_balancer(CanonicalHostedZoneNameID="Z3NF1Z3NOM5OY2")]
        }
    )
    findings = list(judge(case_of(found_and_inspected(CLB, FakeAsk(answers)))))
    assert ids(findings) == {"clb-legacy-zone-id"}
    assert "Z32O12XQLNTSW2" in findings[0].remedy


def test_a_clb_whose_instances_are_out_of_service_is_told() -> None:
    answers = docs.classic_answers(describe_instance_health={"InstanceStates": [{"State": "OutOfService"}]})
    target = found_and_inspected(CLB, FakeAsk(answers))
    assert serious(list(judge(case_of(target)))) == {"lb-no-healthy-target"}
    assert serious(list(judge(case_of(target, types=("AAAA",))))) == {
        "lb-no-healthy-target",
        "aaaa-target-ipv4-only",
    }


def test_a_clb_certificate_is_read_and_judged() -> None:
    target = found_and_inspected(CLB, FakeAsk(docs.classic_answers()))
    assert target.hostnames == ("www.example.com",)
    assert serious(list(judge(case_of(target, "api.example.com")))) == {"lb-certificate-mismatch"}


def test_the_security_groups_of_a_clb_are_judged() -> None:
    answers = docs.classic_answers(describe_security_groups={"SecurityGroups": [{"IpPermissions": []}]})
    findings = list(judge(case_of(found_and_inspected(CLB, FakeAsk(answers)))))
    assert by_id(findings, "lb-security-group-closed").message == (
        "The security groups of old admit no address on port 80, 443."
    )


def test_where_no_target_is_registered_that_is_said() -> None:
    findings = judged(docs.balancer_answers(describe_target_health=docs.target_health()))
    assert findings[0].message == "shop has no healthy target (none registered)."
    mixed = judged(docs.balancer_answers(describe_target_health=docs.target_health("unused", "unhealthy", "unused")))
    assert mixed[0].message == "shop has no healthy target (1 unhealthy, 2 unused)."


def test_a_private_zone_needs_the_port_open_to_anybody_only() -> None:
    groups = {"SecurityGroups": [{"IpPermissions": [docs.ingress(80, "10.0.0.0/8"), docs.ingress(443, "10.0.0.0/8")]}]}
    findings = judged(docs.balancer_answers(describe_security_groups=groups), private=True)
    assert ids(findings) == {"lb-public-in-private-zone"}


def test_lambda_targets_without_health_checks_count_as_in_service() -> None:
    answers = docs.balancer_answers(describe_target_health=docs.target_health("unavailable"))
    assert judged(answers, evaluate=True) == []


def test_inspecting_what_was_only_recognised_asks_nothing() -> None:
    target = replace(only(ALB, FakeAsk(docs.balancer_answers())), arn="", facts=None)
    ask = FakeAsk({})
    assert ALB.inspect(target, ask, DnsName.parse("www.example.com")) is target
    assert ask.calls == []


def test_a_listener_of_hostile_patterns_is_judged_in_time() -> None:
    pattern = "*a" * 60 + "b"
    answers = docs.balancer_answers(
        describe_listeners=LISTENER_404, describe_rules={"Rules": [docs.host_rule(pattern)]}
    )
    target = found_and_inspected(ALB, FakeAsk(answers))
    assert isinstance(target.facts, LoadBalancerFacts)
    name = ".".join(["a" * 60] * 3) + ".example.com"
    assert "lb-host-rule-missing" in ids(list(judge(case_of(target, name))))
