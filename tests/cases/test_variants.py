"""Variants of the cases: other services, types, depths and zones, each judged alike by audit, trace and plan."""

from __future__ import annotations

from typing import Any, Final

from tests.cases.lab import ZONE, Lab, Start, changes, errors, judged, said, step, world, zone
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id
from xalias_tui.sandbox.organisation.network import Endpoint, add_interface_endpoint
from xalias_tui.sandbox.organisation.records import alias, plain, website
from xalias_tui.sandbox.world import World

IRELAND: Final = "eu-west-1"
ALB: Final = alias_zone_id("alb", IRELAND)
SITES: Final[dict[str, Any]] = {"targets": ("media-prod",), "kinds": ("s3-website", "cloudfront")}


def buckets(made: World, *names: str) -> None:
    for name in names:
        Estate(made, MEDIA).bucket(name, IRELAND)


def traced(shell: Lab, name: str, *words: str, **asked: Any) -> dict[str, Any]:
    data: dict[str, Any] = shell.xalias("trace", name, *words, "--no-connect", "--json", **asked).data
    return data


def test_a_website_at_the_end_of_a_longer_chain_is_that_of_the_first_name(start: Start) -> None:
    """broken-01, three records deep and through a CNAME"""
    made = world()
    buckets(made, "a.example.com", "c.example.com")
    records = [
        alias("a.example.com.", "A", website(IRELAND)),
        alias("b.example.com.", "A", ("a.example.com.", ZONE)),
        alias("c.example.com.", "A", ("b.example.com.", ZONE)),
        plain("d.example.com.", "CNAME", "c.example.com"),
    ]
    zone(made, "example.com", records)
    shell = start(made)
    audited = shell.xalias("audit", "--json", **SITES)
    for name, type_, verdict in (("b", "A", "takeable"), ("c", "A", "live"), ("d", "CNAME", "takeable")):
        assert judged(audited, f"{name}.example.com", type_)["verdict"] == verdict
        assert (traced(shell, f"{name}.example.com", **SITES)["verdict"] == "broken") == (verdict == "takeable")
    planned = shell.xalias("plan", "e.example.com", "--target", "c.example.com", "--type", "A", "--json", **SITES)
    assert errors(planned.data)


def test_a_website_behind_a_cname_into_another_zone_is_that_of_the_first_name(start: Start) -> None:
    """broken-03, through another zone"""
    made, other = world(), "Z0EXAMPLENET00000000"
    buckets(made, "www.example.com")
    zone(made, "example.com", [plain("www.example.com.", "CNAME", "site.example.net")])
    zone(made, "example.net", [alias("site.example.net.", "A", website(IRELAND))], zone_id=other)
    shell = start(made)
    audited = shell.xalias("audit", "--json", **SITES)
    assert judged(audited, "www.example.com", "CNAME")["verdict"] == "live"
    assert judged(audited, "site.example.net", zone_id=other)["verdict"] == "takeable"
    assert traced(shell, "www.example.com", **SITES)["verdict"] != "broken"
    assert traced(shell, "site.example.net", **SITES)["broken_at"] == "resource"


def test_a_wildcard_to_websites_is_takeable_by_whoever_makes_a_bucket(start: Start) -> None:
    """broken-01, wildcard"""
    made = world()
    buckets(made, "foo.example.com")
    zone(made, "example.com", [alias("\\052.example.com.", "A", website(IRELAND))])
    shell = start(made)
    row = judged(shell.xalias("audit", "--json", **SITES), "*.example.com")
    assert (row["verdict"], row["risk"]) == ("takeable", "claimable")
    assert traced(shell, "foo.example.com", **SITES)["verdict"] != "broken"
    assert traced(shell, "bar.example.com", **SITES)["broken_at"] == "resource"


def test_a_trace_does_not_offer_to_repoint_what_only_shares_an_endpoint(start: Start) -> None:
    """broken-25, buckets: other websites of the region are none of its business"""
    made = world()
    buckets(made, "good.example.com")
    zone(made, "example.com", [alias(f"{name}.example.com.", "A", website(IRELAND)) for name in ("good", "bad")])
    commands = [remedy["command"] for remedy in traced(start(made), "bad.example.com", **SITES)["remedies"]]
    assert commands
    assert not any(command.startswith("xalias repoint") for command in commands), commands


def test_a_bucket_in_an_origin_group_is_behind_its_distribution(start: Start) -> None:
    """broken-09, origin group, through a CNAME"""
    made = world()
    origins = [
        {"Id": "used", "DomainName": "grouped.s3.amazonaws.com"},
        {"Id": "left", "DomainName": "unused.s3.eu-west-1.amazonaws.com"},
    ]
    group = {"Id": "group", "Members": {"Quantity": 1, "Items": [{"OriginId": "used"}]}}
    host = Estate(made, MEDIA).distribution(
        "grouped",
        ["it.example.com"],
        Origins={"Quantity": 2, "Items": origins},
        OriginGroups={"Quantity": 1, "Items": [group]},
        DefaultCacheBehavior={"TargetOriginId": "group", "ViewerProtocolPolicy": "allow-all"},
    )
    zone(made, "example.com", [plain("it.example.com.", "CNAME", host)])
    shell = start(made)
    audited = shell.xalias("audit", "--json", **SITES)
    assert (judged(audited, "it.example.com", "CNAME")["verdict"], audited.status) == ("takeable", 1)
    assert "grouped" in traced(shell, "it.example.com", **SITES)["headline"]
    assert "unused" not in audited.out


def test_a_wildcard_at_an_absent_zonal_name_is_broken_in_a_private_zone(start: Start) -> None:
    """creating-05, wildcard and CNAME"""
    made = world()
    add_interface_endpoint(Estate(made, SHOP), Endpoint(IRELAND, "api", service="execute-api"))
    (item,) = made.items("ec2", SHOP, IRELAND, "vpc_endpoints")
    zonal = item["DnsEntries"][1]["DnsName"]
    zone_id = alias_zone_id("vpc_interface_endpoint", IRELAND)
    absent = zonal.replace(f"{IRELAND}a", f"{IRELAND}c")
    records = [
        alias("\\052.w.corp.example.net.", "A", (f"{absent}.", zone_id)),
        plain("c.corp.example.net.", "CNAME", absent),
        alias("ok.corp.example.net.", "A", (f"{zonal}.", zone_id)),
    ]
    vpc = {"VPCRegion": IRELAND, "VPCId": Estate(made, SHOP).vpc(IRELAND)}
    zone(made, "corp.example.net", records, private=True, vpcs=[vpc])
    shell = start(made)
    audited = shell.xalias("audit", "--json", kinds=["vpc-endpoint"])
    for name, type_, verdict in (("*.w", "A", "broken"), ("c", "CNAME", "broken"), ("ok", "A", "live")):
        assert judged(audited, f"{name}.corp.example.net", type_)["verdict"] == verdict
    for name in ("x.w", "c"):
        found = traced(shell, f"{name}.corp.example.net", "--zone", "corp.example.net", kinds=["vpc-endpoint"])
        assert found["broken_at"] == "resource"


def test_a_plan_to_a_record_whose_chain_goes_nowhere_is_refused(start: Start) -> None:
    """broken-01, a loop behind the target of a plan"""
    made = world()
    pointers = {"one": "two", "two": "one", "three": "nowhere"}
    zone(
        made, "example.com", [alias(f"{a}.example.com.", "A", (f"{b}.example.com.", ZONE)) for a, b in pointers.items()]
    )
    shell = start(made)
    for target, why in (("one", "alias-loop"), ("three", "same-zone-alias-chain-broken")):
        words = ("plan", "new.example.com", "--target", f"{target}.example.com", "--type", "A", "--json")
        planned = shell.xalias(*words, kinds=["alb"])
        assert (planned.status, errors(planned.data)) == (1, {why})
        assert changes(planned.data) == {("CREATE", "new.example.com.", "A")}


def test_a_record_below_our_own_delegation_is_not_served_whatever_its_type(start: Start) -> None:
    """broken-16, a wildcard and a CNAME below the cut"""
    made = world()
    host = add_balancer(Estate(made, SHOP), Balancer(IRELAND, "web", names=["*.example.com"]))
    records = [
        plain("dev.example.com.", "NS", "ns-11.awsdns-11.com.", "ns-22.awsdns-22.net."),
        plain("w.dev.example.com.", "CNAME", host),
        alias("\\052.a.dev.example.com.", "A", (f"dualstack.{host}.", ALB)),
    ]
    zone(made, "example.com", records)
    shell = start(made)
    audited = shell.xalias("audit", "--json", kinds=["alb"])
    assert {
        judged(audited, *row)["verdict"] for row in (("w.dev.example.com", "CNAME"), ("*.a.dev.example.com", "A"))
    } == {"not-served"}
    ran = shell.xalias("trace", "x.a.dev.example.com", "--no-connect", "--json", kinds=["alb"])
    assert (step(ran, "record")["status"], "record-below-delegation" in said(audited.data)) == ("fail", True)


def test_a_name_that_only_classic_load_balancers_have_is_judged_alike_by_both(start: Start) -> None:
    """clients-04, ``ipv6.`` before the name of an Application Load Balancer"""
    made = world()
    host = add_balancer(Estate(made, SHOP), Balancer(IRELAND, "web", names=["*.example.com"]))
    zone(made, "example.com", [plain("six.example.com.", "CNAME", f"ipv6.{host}")])
    shell, kinds = start(made), ("alb", "clb", "lightsail-loadbalancer")
    row = judged(shell.xalias("audit", "--json", kinds=kinds), "six.example.com", "CNAME")
    assert (row["verdict"], row["target"]["name"]) == ("broken", "web")
    assert traced(shell, "six.example.com", kinds=kinds)["verdict"] == "broken"


def test_a_private_cname_to_a_public_zone_is_followed_there(start: Start) -> None:
    """broken-19, a CNAME out of the private zone"""
    made = world()
    vpc = {"VPCRegion": IRELAND, "VPCId": Estate(made, SHOP).vpc(IRELAND)}
    private = "Z0PRIVATE00000000000"
    zone(made, "corp.example.net", [plain("pc.corp.example.net.", "CNAME", "pub.example.com")], private=True,
         vpcs=[vpc], zone_id=private)  # fmt: skip
    zone(made, "example.com", [alias("pub.example.com.", "A", website(IRELAND))])
    shell = start(made)
    audited = shell.xalias("audit", "--json", **SITES)
    assert judged(audited, "pc.corp.example.net", "CNAME", zone_id=private)["verdict"] == "takeable"
    found = traced(shell, "pc.corp.example.net", "--zone", private, **SITES)
    assert (found["verdict"], found["broken_at"]) == ("broken", "resource")


def test_a_routing_group_is_judged_alike_behind_an_alias_and_a_cname(start: Start) -> None:
    """broken-05, one of two members is gone: part of the traffic fails"""
    made = world()
    host = add_balancer(Estate(made, SHOP), Balancer(IRELAND, "web", names=["*.example.com"]))
    hosts = {"blue": host, "green": "gone-1.eu-west-1.elb.amazonaws.com"}
    records = [
        alias("group.example.com.", "A", (f"dualstack.{to}.", ALB), SetIdentifier=name, Weight=1)
        for name, to in hosts.items()
    ]
    records += [
        alias("a.example.com.", "A", ("group.example.com.", ZONE)),
        plain("c.example.com.", "CNAME", "group.example.com"),
    ]
    zone(made, "example.com", records)
    shell, kinds = start(made), ("alb", "clb", "lightsail-loadbalancer")
    audited = shell.xalias("audit", "--json", kinds=kinds)
    for name, type_ in (("a.example.com", "A"), ("c.example.com", "CNAME")):
        row = judged(audited, name, type_)
        assert (row["verdict"], row["findings"]) == ("live", ["routing-group-member-broken"])
        found = traced(shell, name, kinds=kinds)
        assert (found["verdict"] != "broken", "routing-group-member-broken" in said(found)) == (True, True)
    assert traced(shell, "group.example.com", kinds=kinds)["verdict"] == "broken"


def test_cnames_to_names_of_aws_that_are_no_alias_target_are_judged_by_the_dns(start: Start) -> None:
    """broken-14 and broken-05, a database and a branch of Amplify that are gone, and proofs that need no address"""
    made = world()
    for host in ("live.abcdefghijkl.eu-west-1.rds.amazonaws.com.", "main.d9999999999abc.amplifyapp.com."):
        made.internet.hosts[host] = ("192.0.2.7",)
    ends = {
        "gone": "gone.abcdefghijkl.eu-west-1.rds.amazonaws.com",
        "live": "live.abcdefghijkl.eu-west-1.rds.amazonaws.com",
        "branch": "main.d1234567890abc.amplifyapp.com",
        "_proof": "gone.abcdefghijkl.eu-west-1.rds.amazonaws.com",
        "other": "gone-app.hosting.test",
    }
    zone(made, "example.com", [plain(f"{name}.example.com.", "CNAME", end) for name, end in ends.items()])
    shell = start(made)
    audited = shell.xalias("audit", "--json", kinds=["alb"])
    verdicts = {row["name"].partition(".")[0]: row["verdict"] for row in audited.data["aliases"]}
    assert verdicts == {"gone": "broken", "live": "live", "branch": "broken"}
    for name, verdict in verdicts.items():
        found = traced(shell, f"{name}.example.com", kinds=["alb"])
        assert (found["verdict"] == "broken") == (verdict == "broken")


def falling_back(made: World) -> str:
    """A private zone with public DNS fallback beside ``ZONE``, which alone has www.example.com; returns its id."""
    web = add_balancer(Estate(made, SHOP), Balancer(IRELAND, "web", names=("*.example.com",)))
    zone(made, "example.com", [alias("www.example.com.", "A", (f"{web}.", ALB))])
    inside = [
        plain("by-cname.example.com.", "CNAME", "www.example.com"),
        plain("nowhere.example.com.", "CNAME", "gone.example.com"),
        plain("text.example.com.", "TXT", '"here"'),
    ]
    vpcs = [{"VPCRegion": IRELAND, "VPCId": "vpc-0123456789abcdef0"}]
    private = zone(made, "example.com", inside, zone_id="Z0PRIVATEEXAMPLE0000", private=True, vpcs=vpcs)
    made.route53.zones[private].public_dns_fallback = "ENABLED"
    return private


def test_a_name_that_a_private_zone_leaves_to_public_dns_is_followed_there(start: Start) -> None:
    """broken-19, with public DNS fallback"""
    made = world()
    private = falling_back(made)
    shell = start(made)
    of: dict[str, Any] = {"kinds": ("alb",)}
    for name, broken_at in (("www", None), ("by-cname", None), ("gone", "record"), ("text", "record")):
        found = traced(shell, f"{name}.example.com", "--zone", private, "--offline", **of)
        assert found["broken_at"] == broken_at, found
        assert "only a private zone has the name" not in str(found)
    audited = shell.xalias("audit", "--json", "--offline", **of)
    assert judged(audited, "by-cname.example.com", "CNAME", zone_id=private)["verdict"] == "live"
    used = {row["name"] for row in shell.xalias("usedby", "web", "--json", **of).data["records"]}
    assert used == {"www.example.com.", "by-cname.example.com."}
    made.route53.zones[private].public_dns_fallback = ""
    alone = traced(shell, "www.example.com", "--zone", private, "--offline", **of)
    assert (alone["broken_at"], step_detail(alone, "delegation")) == (
        "record",
        "No one delegates to a private zone: VPCs are associated with it.",
    )


def step_detail(found: dict[str, Any], name: str) -> str:
    return next(str(each["detail"]) for each in found["steps"] if each["step"] == name)


def test_an_undo_is_judged_by_what_the_zone_is_now(start: Start) -> None:
    """Features of a zone are in no plan and no journal: guardrails, and public DNS fallback."""
    made = world()
    web = add_balancer(Estate(made, SHOP), Balancer(IRELAND, "web", names=("*.example.com",)))
    zone(made, "example.com", [alias("old.example.com.", "A", (f"{web}.", ALB))])
    shell = start(made)
    path = shell.file("base.json", "plan", "base.example.com", "--target", "web", "--offline", kinds=("alb",))
    assert shell.xalias("apply", str(path), "--yes").status == 0
    made.route53.load(ZONE, [alias("on.example.com.", "A", ("base.example.com.", ZONE))])
    made.route53.zones[ZONE].guardrails = frozenset({"ALIAS_TARGET_CHECK"})
    undone = shell.xalias("undo", "--yes", "--json", "--offline", kinds=("alb",))
    assert (undone.status, undone.error["code"]) == (5, "change-guardrail")
    assert undone.error["message"].startswith("The plan has an error, so nothing was sent")
