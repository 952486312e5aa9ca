"""What emulators and other clients of AWS reveal: names and answers that differ from those of our own simulation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dns.exception
import dns.message
import dns.query
import dns.rcode
import dns.rdatatype
import pytest
from botocore.exceptions import ClientError

from tests.cases.between import PORTAL, TORN, page
from tests.cases.lab import (
    ACCELERATOR,
    CLOUDFRONT,
    ZONE,
    Lab,
    Start,
    changes,
    findings,
    judged,
    said,
    step,
    world,
    zone,
)  # fmt: skip
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.accelerators import Accelerator, add_accelerator
from xalias_tui.sandbox.organisation.api_domains import ApiDomain, add_api_domain, endpoint_name
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id
from xalias_tui.sandbox.organisation.records import alias, plain
from xalias_tui.sandbox.world import World

IRELAND = "eu-west-1"


def accelerator(made: World) -> str:
    """Add a dual-stack accelerator; returns its ``DnsName``, which has IPv4 addresses only."""
    add_accelerator(Estate(made, SHOP), Accelerator("play", dual_stack=True))
    (item,) = made.items("globalaccelerator", SHOP, "us-west-2", "accelerators")
    return str(item["DnsName"])


def test_an_alias_to_the_own_name_of_an_accelerator_is_live(start: Start) -> None:
    """clients-01"""
    made = world()
    host = accelerator(made)
    zone(made, "example.com", [alias("ga.example.com.", "A", (f"{host}.", ACCELERATOR))])
    audited = start(made).xalias("audit", "--offline", "--json", kinds=["globalaccelerator"])
    row = judged(audited, "ga.example.com")
    assert (row["verdict"], audited.status) == ("live", 0)
    assert row["target"]["name"] == "play"


@pytest.mark.parametrize("type_", ["A", "CNAME"])
def test_the_own_name_of_an_accelerator_is_traced_to_it(start: Start, type_: str) -> None:
    """clients-01"""
    made = world()
    host = accelerator(made)
    aliased = alias("ga.example.com.", "A", (f"{host}.", ACCELERATOR))
    zone(made, "example.com", [aliased if type_ == "A" else plain("ga.example.com.", "CNAME", host)])
    traced = start(made).xalias("trace", "ga.example.com", "--offline", "--json", kinds=["globalaccelerator"])
    assert step(traced, "resource")["status"] == "ok"
    assert "play" in str(step(traced, "resource"))
    assert traced.data["verdict"] != "broken"


def test_a_record_at_a_second_name_of_a_target_uses_it(start: Start) -> None:
    """clients-02"""
    made = world()
    zone(made, "example.com", [plain("u-ga.example.com.", "CNAME", accelerator(made))])
    used = start(made).xalias("usedby", "play", "--json", kinds=["globalaccelerator"])
    assert [row["name"] for row in used.data["records"]] == ["u-ga.example.com."]


def migrating_domain(start: Start) -> Lab:
    """A domain of API Gateway with an edge and a regional endpoint, and a record to each."""
    made, domain = world(), ApiDomain(IRELAND, "api.example.com", types=("REGIONAL", "EDGE"))
    shop = Estate(made, SHOP)
    add_api_domain(shop, domain)
    regional = (f"{endpoint_name(shop, domain, 'REGIONAL')}.", alias_zone_id("apigateway_regional", IRELAND))
    edge = (f"{endpoint_name(shop, domain, 'EDGE')}.", CLOUDFRONT)
    zone(made, "example.com", [alias("api.example.com.", "A", regional), alias("api.example.com.", "AAAA", edge)])
    return start(made)


def test_a_domain_with_two_endpoints_is_used_by_the_records_of_both(start: Start) -> None:
    """clients-02, other service"""
    kinds = ["apigateway", "apigateway-edge"]
    shell = migrating_domain(start)
    used = shell.xalias("usedby", "api.example.com", "--json", kinds=kinds)
    assert [(row["name"], row["type"]) for row in used.data["records"]] == [
        ("api.example.com.", "A"),
        ("api.example.com.", "AAAA"),
    ]
    balancer = add_balancer(Estate(shell.world, SHOP), Balancer(IRELAND, "web", names=("api.example.com",)))
    moved = shell.xalias("repoint", "api.example.com", balancer, "--json", kinds=[*kinds, "alb"])
    assert {key for plan in moved.data["plans"] for key in changes(plan)} == {
        (action, "api.example.com.", type_) for action in ("DELETE", "CREATE") for type_ in ("A", "AAAA")
    }


def prefixed_network_balancer(start: Start) -> Lab:
    """An alias to ``dualstack.`` and the name of a Network Load Balancer, which has no such name."""
    made = world()
    host = add_balancer(Estate(made, SHOP), Balancer(IRELAND, "mqtt", type="network"))
    pointer = (f"dualstack.{host}.", alias_zone_id("nlb", IRELAND))
    zone(made, "example.com", [alias("cdk-nlb.example.com.", "A", pointer)])
    return start(made)


@pytest.mark.parametrize(("asked", "verdict"), [((), "broken"), (("--offline",), "unknown")], ids=["asked", "offline"])
def test_the_audit_judges_the_name_that_stands_in_the_record(
    start: Start, asked: tuple[str, ...], verdict: str
) -> None:
    """clients-04"""
    audited = prefixed_network_balancer(start).xalias("audit", *asked, "--json", kinds=["nlb"])
    row = judged(audited, "cdk-nlb.example.com")
    assert "dualstack-prefix-on-nlb" in row["findings"]
    assert (row["verdict"], audited.status) == (verdict, 1)


def test_a_trace_judges_the_name_that_stands_in_the_record(start: Start) -> None:
    """clients-04"""
    shell = prefixed_network_balancer(start)
    traced = shell.xalias("trace", "cdk-nlb.example.com", "--offline", "--json", kinds=["nlb"])
    assert "dualstack-prefix-on-nlb" in said(traced.data)
    assert traced.data["headline"] != "nothing is broken"


def odd_distribution(start: Start) -> Lab:
    """A distribution whose name does not begin with ``d``, as some emulators make them."""
    made = world()
    host = "cq1jf0j9pi9nl.cloudfront.net"
    Estate(made, MEDIA).distribution("odd", ["cdn.example.com"], DomainName=host)
    made.register_alias_name(host, CLOUDFRONT)
    zone(made, "example.com", [alias("cdn.example.com.", "A", (f"{host}.", CLOUDFRONT))])
    return start(made)


@pytest.mark.parametrize("words", [("audit",), ("trace", "cdn.example.com", "--no-connect")], ids=["audit", "trace"])
def test_a_discovered_target_is_recognised_whatever_its_name(start: Start, words: tuple[str, ...]) -> None:
    """clients-06"""
    ran = odd_distribution(start).xalias(*words, "--json", targets=["media-prod"], kinds=["cloudfront"])
    assert not said(ran.data) & {"target-shape-unknown", "dangling-unknown-account"}
    assert ran.status == 0
    if words == ("audit",):
        assert judged(ran, "cdn.example.com")["verdict"] == "live"
    else:
        assert step(ran, "resource")["status"] == "ok"


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("stream-0123456789abcdef.elb.eu-west-1.amazonaws.com", alias_zone_id("alb", IRELAND)),
        ("stream-1.eu-west-1.elb.amazonaws.com", "Z0TOLDBYTHEAPI000000"),
    ],
    ids=["zone id of another service", "name of another form"],
)
def test_a_zone_id_that_differs_from_the_table_is_the_same_warning_everywhere(
    start: Start, host: str, told: str
) -> None:
    """clients-06"""
    made = world()
    add_balancer(Estate(made, SHOP), Balancer(IRELAND, "stream", type="network"))
    (item,) = made.items("elbv2", SHOP, IRELAND, "load_balancers")
    made.remove("elbv2", SHOP, IRELAND, "load_balancers", item)
    made.put("elbv2", SHOP, IRELAND, "load_balancers", {**item, "DNSName": host, "CanonicalHostedZoneId": told})
    made.register_alias_name(host, told)
    zone(made, "example.com", [alias("stream.example.com.", "A", (f"{host}.", told))])
    shell = start(made)
    audited = shell.xalias("audit", "--json", kinds=["nlb"])
    assert judged(audited, "stream.example.com")["verdict"] == "live"
    others = (
        shell.xalias("trace", "stream.example.com", "--no-connect", "--json", kinds=["nlb"]),
        shell.xalias("plan", "new.example.com", "--target", "stream", "--offline", "--json", kinds=["nlb"]),
    )
    for ran in (audited, *others):
        about = [(found["id"], found["severity"]) for found in findings(ran.data) if found["severity"] != "info"]
        assert about == [("zone-id-differs-from-table", "warning")]


@pytest.mark.parametrize(("status", "body"), [(200, PORTAL), (403, PORTAL), (200, TORN), (403, TORN)])
def test_an_unreadable_answer_is_told_as_what_it_is(start: Start, status: int, body: bytes) -> None:
    """clients-07"""
    shell = start(world(), meddle=page("elasticbeanstalk:DescribeEnvironments", body, status))
    ran = shell.xalias("targets", "--region", IRELAND, "--json", kinds=["elasticbeanstalk", "clb"])
    (row,) = ran.unscanned
    assert row["code"] == "invalid-answer"
    assert f"HTTP {status}" in row["message"]
    for blamed in ("KeyError", "Unknown", "cannot be used", "<"):
        assert blamed not in row["message"]


def test_look_ups_that_failed_alike_are_one_line_without_the_page(start: Start) -> None:
    """clients-09"""
    shell = start(world(), meddle=page("amplify:ListApps", TORN, 404))
    ran = shell.xalias("targets", targets=["shop-prod", "media-prod"], kinds=["amplify", "clb"])
    lines = [line for line in ran.err.splitlines() if "amplify" in line]
    assert len(lines) == 1, lines
    for part in ("HTTP 404", "4 regions", "2 accounts"):
        assert part in lines[0]
    assert "<" not in ran.err


def refusal(client: Any, operation: str, **params: Any) -> tuple[str, str]:
    """Code and message with which a call is refused; empty where it is accepted."""
    try:
        getattr(client, operation)(**params)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"].get("Message", "")
    return "", ""


def test_the_sandbox_refuses_a_raw_space_in_a_record_name(start: Start) -> None:
    """clients-11"""
    made = world()
    zone(made, "example.com")
    change = {"Action": "CREATE", "ResourceRecordSet": plain("a b.example.com", "A", "192.0.2.1")}
    with start(made).client("route53") as client:
        code, message = refusal(
            client, "change_resource_record_sets", HostedZoneId=ZONE, ChangeBatch={"Changes": [change]}
        )
    assert code == "InvalidChangeBatch"
    assert "UnsupportedCharacter" in message


def test_the_sandbox_refuses_a_raw_space_where_a_listing_begins(start: Start) -> None:
    """clients-11"""
    made = world()
    zone(made, "example.com")
    with start(made).client("route53") as client:
        code, _ = refusal(client, "list_resource_record_sets", HostedZoneId=ZONE, StartRecordName="a b.example.com")
    assert code == "InvalidInput"


@pytest.mark.parametrize(
    ("params", "codes"),
    [
        ({"Name": "a b.com"}, {"InvalidDomainName", "InvalidInput"}),
        ({"Name": "com"}, {"InvalidDomainName"}),
        ({"Name": "x"}, {"InvalidDomainName"}),
        ({"Name": "localhost"}, {"InvalidDomainName"}),
        ({"Name": "good.example", "DelegationSetId": "N0UNKNOWN00000000000"}, {"NoSuchDelegationSet"}),
    ],
    ids=["space", "com", "x", "localhost", "delegation set"],
)
def test_the_sandbox_refuses_zones_that_route_53_refuses(
    start: Start, params: Mapping[str, str], codes: set[str]
) -> None:
    """clients-11"""
    with start(world()).client("route53") as client:
        code, _ = refusal(client, "create_hosted_zone", CallerReference="once", **params)
    assert code in codes


def served_zone(start: Start) -> Lab:
    """A zone with a record of its own TTL and a multivalue answer of nine values."""
    made = world()
    many = [
        plain("many.example.com.", "A", f"192.0.2.{at}", SetIdentifier=f"m{at}", MultiValueAnswer=True)
        for at in range(1, 10)
    ]
    zone(made, "example.com", [plain("www.example.com.", "A", "192.0.2.1", ttl=3600), *many])
    return start(made)


def asked(shell: Lab, name: str, type_: str = "A") -> dns.message.Message:
    """What the sandbox's name server answers over UDP."""
    address, _, port = shell.resolver.partition(":")
    return dns.query.udp(dns.message.make_query(name, type_, flags=0), address, port=int(port), timeout=5)


def test_the_name_server_answers_over_tcp(start: Start) -> None:
    """clients-13"""
    address, _, port = served_zone(start).resolver.partition(":")
    question = dns.message.make_query("www.example.com", "A")
    try:
        reply = dns.query.tcp(question, address, port=int(port), timeout=5)
    except OSError as error:
        raise AssertionError(error) from error
    assert [row.to_text() for rows in reply.answer for row in rows] == ["192.0.2.1"]


@pytest.mark.parametrize(
    ("name", "type_", "code"), [("nope.example.com", "A", dns.rcode.NXDOMAIN), ("www.example.com", "TXT", 0)]
)
def test_negative_answers_hold_the_soa(start: Start, name: str, type_: str, code: int) -> None:
    """clients-13"""
    reply = asked(served_zone(start), name, type_)
    assert (reply.rcode(), reply.answer) == (code, [])
    assert [(rows.name.to_text(), rows.rdtype) for rows in reply.authority] == [("example.com.", dns.rdatatype.SOA)]


def test_answers_have_the_ttl_of_their_record(start: Start) -> None:
    """clients-13"""
    assert [rows.ttl for rows in asked(served_zone(start), "www.example.com").answer] == [3600]


def test_a_multivalue_answer_has_up_to_eight_values(start: Start) -> None:
    """clients-13"""
    reply = asked(served_zone(start), "many.example.com")
    assert len({row.to_text() for rows in reply.answer for row in rows}) == 8


def test_a_removal_cannot_be_written_as_a_template(start: Start) -> None:
    """clients-14"""
    made = world()
    host = add_balancer(Estate(made, SHOP), Balancer(IRELAND, "web"))
    zone(made, "example.com", [alias("web.example.com.", "A", (f"dualstack.{host}.", alias_zone_id("alb", IRELAND)))])
    shell = start(made)
    file = shell.file("removal.json", "plan", "web.example.com", "--delete", "--offline", kinds=["alb"])
    exported = shell.xalias("export", str(file), "--format", "cloudformation")
    assert exported.status == 2
    assert (exported.out, "CloudFormation" in exported.err) == ("", True)


@pytest.mark.parametrize(
    ("service", "operation"),
    [("route53domains", "list_domains"), ("cloudwatch", "list_metrics"), ("shield", "list_protections")],
)
def test_what_is_not_simulated_says_so_in_its_own_protocol(start: Start, service: str, operation: str) -> None:
    """clients-15"""
    with start(world()).client(service) as client:
        code, message = refusal(client, operation)
    assert code == "UnknownOperationException"
    assert "not simulate" in message
