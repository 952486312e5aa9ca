"""What an operator meets when records are created, or were created by other tools and are judged."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cases.lab import ACCELERATOR, ZONE, Lab, Start, changes, errors, findings, judged, said, world, zone
from xalias_tui.sandbox.identities import User
from xalias_tui.sandbox.members import DNS_HUB, DNS_KEY, SHOP
from xalias_tui.sandbox.organisation.accelerators import Accelerator, add_accelerator
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer, add_classic
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id
from xalias_tui.sandbox.organisation.network import Endpoint, add_interface_endpoint
from xalias_tui.sandbox.organisation.records import alias, plain
from xalias_tui.sandbox.world import World

IRELAND = "eu-west-1"
ALB = alias_zone_id("alb", IRELAND)
TEST = "192.0.2.1"


def dual_stack_accelerator(made: World) -> str:
    """Add an accelerator with a second name; returns its first one, which has IPv4 addresses only."""
    add_accelerator(Estate(made, SHOP), Accelerator("play", dual_stack=True))
    (item,) = made.items("globalaccelerator", SHOP, "us-west-2", "accelerators")
    return str(item["DnsName"])


@pytest.mark.parametrize(("type_", "said_of_it"), [("A", []), ("AAAA", ["ga-ipv4-name-for-aaaa"])])
def test_the_ipv4_name_of_a_dual_stack_accelerator_is_its_own(start: Start, type_: str, said_of_it: list[str]) -> None:
    """creating-01"""
    made = world()
    host = dual_stack_accelerator(made)
    zone(made, "example.com", [alias("play.example.com.", type_, (f"{host}.", ACCELERATOR))])
    audited = start(made).xalias("audit", "--offline", "--json", kinds=["globalaccelerator"])
    row = judged(audited, "play.example.com", type_)
    assert row["target"] is not None
    assert row["target"]["name"] == "play"
    assert [id_ for id_ in row["findings"] if id_ != "ipv6-available-no-aaaa"] == said_of_it
    assert type_ == "AAAA" or row["verdict"] == "live"


def web_six(made: World, **more: str) -> str:
    """Add a dual-stack load balancer; returns its plain name."""
    return add_balancer(Estate(made, SHOP), Balancer(IRELAND, "web-six", ip_address_type="dualstack", **more))  # type: ignore[arg-type] # the kind


def test_an_aaaa_alias_without_the_dualstack_prefix_is_warned_of(start: Start) -> None:
    """creating-03"""
    made = world()
    host = web_six(made)
    zone(made, "example.com", [alias("www.example.com.", "AAAA", (f"{host}.", ALB))])
    shell = start(made)
    audited = shell.xalias("audit", "--offline", "--json", kinds=["alb"])
    assert "dualstack-prefix-missing" in judged(audited, "www.example.com", "AAAA")["findings"]
    traced = shell.xalias("trace", "www.example.com", "--offline", "--json", kinds=["alb"])
    for ran in (audited, traced):
        (found,) = [each for each in findings(ran.data) if each["id"] == "dualstack-prefix-missing"]
        assert found["severity"] == "warning"
        assert found["record"]["type"] == "AAAA"
        assert f"dualstack.{host}" in found["message"] + found["remedy"] + found["fix"]


def endpoint_names(made: World) -> list[str]:
    """Add an interface endpoint; returns its regional name and that of its only zone."""
    add_interface_endpoint(Estate(made, SHOP), Endpoint(IRELAND, "api", service="execute-api"))
    (item,) = made.items("ec2", SHOP, IRELAND, "vpc_endpoints")
    return [entry["DnsName"] for entry in item["DnsEntries"] if entry["HostedZoneId"] != "ZONEIDPENDING"]


def endpoint_alias(start: Start, place: str) -> tuple[Lab, str, str]:
    """An alias in a private zone to the name of an endpoint in an availability zone; its regional and that name."""
    made = world()
    regional, zonal = endpoint_names(made)
    wanted = zonal.replace(f"{IRELAND}a", place)
    vpc = {"VPCRegion": IRELAND, "VPCId": Estate(made, SHOP).vpc(IRELAND)}
    pointer = (f"{wanted}.", alias_zone_id("vpc_interface_endpoint", IRELAND))
    zone(made, "corp.example.net", [alias("api.corp.example.net.", "A", pointer)], private=True, vpcs=[vpc])
    return start(made), regional, wanted


def test_an_alias_at_a_zonal_name_that_the_endpoint_does_not_have_is_broken(start: Start) -> None:
    """creating-05"""
    shell, regional, _ = endpoint_alias(start, "eu-west-1c")
    audited = shell.xalias("audit", "--offline", "--json", kinds=["vpc-endpoint"])
    row = judged(audited, "api.corp.example.net")
    assert (row["verdict"], audited.status) == ("broken", 1)
    assert "dangling-target" in row["findings"]
    assert regional in str(findings(audited.data))


def test_an_alias_at_an_absent_zonal_name_is_not_planned_without_an_error(start: Start) -> None:
    """creating-05"""
    shell, _, absent = endpoint_alias(start, "eu-west-1c")
    words = ("plan", "x.corp.example.net", "--target", absent, "--offline", "--json")
    planned = shell.xalias(*words, kinds=["vpc-endpoint"])
    assert errors(planned.data)
    assert planned.status == 1


def test_a_zonal_name_of_an_endpoint_is_planned_as_its_own(start: Start) -> None:
    """creating-05"""
    shell, _, zonal = endpoint_alias(start, "eu-west-1a")
    words = ("plan", "x.corp.example.net", "--target", zonal, "--offline", "--json")
    planned = shell.xalias(*words, kinds=["vpc-endpoint"])
    assert planned.data["target"]["account_id"] == SHOP
    assert "vpce-zonal-name" in said(planned.data)
    assert changes(planned.data) == {("CREATE", "x.corp.example.net.", "A")}


def not_checked(data: dict[str, Any]) -> str:
    """What a plan says that it did not check."""
    return " ".join(each["message"] for each in findings(data) if each["id"] == "investigation-incomplete")


def test_a_zonal_name_of_a_network_load_balancer_is_planned_as_its_own(start: Start) -> None:
    """creating-07"""
    made = world()
    host = add_balancer(Estate(made, SHOP), Balancer(IRELAND, "tcp-four", type="network"))
    made.register_alias_name(f"eu-west-1a.{host}", alias_zone_id("nlb", IRELAND))
    zone(made, "example.com")
    shell = start(made)
    words = ("plan", "az.example.com", "--target", f"eu-west-1a.{host}", "--offline", "--json")
    planned = shell.xalias(*words, kinds=["nlb"])
    assert planned.data["target"]["account_id"] == SHOP
    assert changes(planned.data) == {("CREATE", "az.example.com.", "A")}
    assert "account" not in not_checked(planned.data)
    assert "state" not in not_checked(planned.data)
    assert "aaaa-target-ipv4-only" in said(shell.xalias(*words, "--type", "AAAA", kinds=["nlb"]).data)


def test_the_ipv4_name_of_an_accelerator_is_planned_as_its_own(start: Start) -> None:
    """creating-07"""
    made = world()
    host = dual_stack_accelerator(made)
    zone(made, "example.com")
    words = ("plan", "ga.example.com", "--target", host, "--offline", "--json")
    planned = start(made).xalias(*words, kinds=["globalaccelerator"])
    assert planned.data["target"]["account_id"] == SHOP
    assert ("CREATE", "ga.example.com.", "A") in changes(planned.data)
    assert "account" not in not_checked(planned.data)
    assert "state" not in not_checked(planned.data)


def test_a_record_with_the_new_zone_id_is_not_warned_of_the_old_one(start: Start) -> None:
    """creating-08"""
    made, america = world(), "us-east-1"
    host = add_classic(Estate(made, SHOP), america, "old-east")
    (item,) = made.items("elb", SHOP, america, "load_balancers")
    made.remove("elb", SHOP, america, "load_balancers", item)
    made.put("elb", SHOP, america, "load_balancers", {**item, "CanonicalHostedZoneNameID": "Z3DZXE0Q79N41H"})
    zone(made, "example.com", [alias("east.example.com.", "A", (f"dualstack.{host}.", "Z35SXDOTRQ7X7K"))])
    audited = start(made).xalias("audit", "--offline", "--json", kinds=["clb"])
    row = judged(audited, "east.example.com")
    assert row["target"]["name"] == "old-east"
    assert (row["verdict"], row["findings"]) == ("live", [])


def one_zone_only(start: Start) -> Lab:
    """The operator of the zone side may do everything with the zone, but not list zones."""
    made = world()
    made.add_user(User(DNS_HUB, "dns-operator", DNS_KEY, denied=("route53:ListHostedZones*",)))
    zone(made, "example.com", [plain("www.example.com.", "A", TEST)])
    add_balancer(Estate(made, SHOP), Balancer(IRELAND, "web", names=("shop.example.com",)))
    return start(made)


def test_the_records_of_a_zone_are_listed_without_the_list_of_zones(start: Start) -> None:
    """creating-09"""
    listed = one_zone_only(start).xalias("records", ZONE, "--json")
    assert (listed.data["zone"]["id"], listed.data["zone"]["name"]) == (ZONE, "example.com.")
    assert "www.example.com." in {record["name"] for record in listed.data["records"]}
    assert listed.status == 0


def test_a_record_is_planned_in_a_zone_without_the_list_of_zones(start: Start) -> None:
    """creating-09"""
    words = ("plan", "shop.example.com", "--zone", ZONE, "--target", "web", "--offline", "--json")
    planned = one_zone_only(start).xalias(*words, kinds=["alb"])
    assert ("CREATE", "shop.example.com.", "A") in changes(planned.data)
    assert "route53:ListHostedZones" in {row["action"] for row in planned.unscanned}
    assert planned.status == 0


def test_a_dot_inside_a_label_is_read_or_refused(start: Start) -> None:
    """creating-10"""
    made = world()
    add_balancer(Estate(made, SHOP), Balancer(IRELAND, "tcp-one", type="network"))
    zone(made, "example.com")
    words = (
        "plan",
        r"My Printer\.v2._ipp._tcp.example.com",
        "--target",
        "tcp-one",
        "--type",
        "A",
        "--offline",
        "--json",
    )
    planned = start(made).xalias(*words, kinds=["nlb"]).document
    if "error" in planned:
        assert r"\056" in planned["error"]["message"] + planned["error"]["remedy"]
    else:
        name = planned["data"]["batch"]["Changes"][0]["ResourceRecordSet"]["Name"]
        assert name == r"my\040printer\056v2._ipp._tcp.example.com."


@pytest.mark.parametrize(
    "words",
    [
        ("records", "bücher.example"),
        ("plan", "shop.xn--bcher-kva.example", "--zone", "bücher.example", "--target", "web", "--offline"),
    ],
    ids=["records", "plan"],
)
def test_a_zone_is_found_by_its_name_in_unicode(start: Start, words: tuple[str, ...]) -> None:
    """creating-12"""
    made = world()
    zone(made, "xn--bcher-kva.example")
    add_balancer(Estate(made, SHOP), Balancer(IRELAND, "web"))
    found = start(made).xalias(*words, "--json", kinds=["alb"]).document
    if "error" in found:
        assert "xn--bcher-kva.example" in found["error"]["message"] + found["error"]["remedy"]
    else:
        assert found["data"]["zone"]["name"] == "xn--bcher-kva.example."


INSTANCE = "6906ceb8-3f15-4256-acca-70d50690acd2"
PLACEHOLDER = (
    "This resource record set includes an attribute that is unsupported on this Route 53 endpoint. "
    "Please consider using a newer endpoint or a tool that does so."
)


def traffic_policy_record(start: Start) -> Lab:
    """A record of a traffic policy instance, as Route 53 lists it."""
    made = world()
    listed = {"Type": "A", "TrafficPolicyInstanceId": INSTANCE, "ResourceRecords": [{"Value": PLACEHOLDER}]}
    zone(made, "example.com", [{"Name": "tp.example.com.", **listed}])
    add_balancer(Estate(made, SHOP), Balancer(IRELAND, "web", names=("tp.example.com",)))
    return start(made)


def test_a_record_of_a_traffic_policy_has_its_instance_instead_of_values(start: Start) -> None:
    """creating-14"""
    listed = traffic_policy_record(start).xalias("records", "example.com", "--json")
    (record,) = [each for each in listed.data["records"] if each["name"] == "tp.example.com."]
    assert record["values"] == []
    assert INSTANCE in record.values()


def test_a_record_of_a_traffic_policy_is_not_offered_to_be_put_back(start: Start) -> None:
    """creating-14"""
    words = ("plan", "tp.example.com", "--target", "web", "--type", "A", "--replace", "--offline", "--json")
    planned = traffic_policy_record(start).xalias(*words, kinds=["alb"])
    assert "record-traffic-policy-instance" in errors(planned.data)
    assert "replace-non-alias" not in said(planned.data)
    assert "undo" not in str(findings(planned.data))


def test_converting_an_alias_of_type_cname_says_what_it_is(start: Start) -> None:
    """creating-15"""
    made = world()
    records = [
        plain("real.example.com.", "CNAME", "elsewhere.example.net"),
        alias("alias.example.com.", "CNAME", ("real.example.com.", ZONE)),
    ]
    zone(made, "example.com", records)
    converted = start(made).xalias("convert", "alias.example.com", "--offline", "--json", kinds=["alb"])
    assert "neither a CNAME nor an alias" not in converted.out
    assert "real.example.com" in converted.out


def half_done(start: Start) -> Lab:
    """The A alias to a dual-stack load balancer is right already; there is no AAAA alias."""
    made = world()
    host = web_six(made)
    zone(made, "example.com", [alias("half.example.com.", "A", (f"dualstack.{host}.", ALB))])
    return start(made)


def test_only_the_missing_type_is_created(start: Start) -> None:
    """creating-17"""
    words = ("plan", "half.example.com", "--target", "web-six", "--offline", "--json")
    planned = half_done(start).xalias(*words, kinds=["alb"])
    assert changes(planned.data) == {("CREATE", "half.example.com.", "AAAA")}
    assert "record-already-exists" not in said(planned.data)
    assert planned.status == 0


def test_a_record_that_is_as_planned_is_said_to_be_so_without_replace(start: Start) -> None:
    """creating-17"""
    shell = half_done(start)
    words = ("plan", "half.example.com", "--target", "web-six", "--type", "A", "--offline", "--json")
    planned, replacing = (shell.xalias(*words, *more, kinds=["alb"]) for more in ((), ("--replace",)))
    assert (planned.status, planned.document.get("error")) == (replacing.status, replacing.document.get("error"))
    assert (planned.status, planned.data["changes"]) == (0, [])
    assert "record-already-exists" not in said(planned.document)
    file = shell.file("plan.json", *words, kinds=["alb"])
    applied = shell.xalias("apply", str(file), "--json")
    assert (applied.status, applied.data["change"]) == (0, None)
    assert "ChangeResourceRecordSets" not in {call.operation for call in shell.world.served}


@pytest.mark.parametrize("owner", ["cname-any", "a-any"])
@pytest.mark.parametrize("how", [("--target", "other", "--replace"), ("--delete",)], ids=["replace", "delete"])
def test_a_wildcard_is_owned_by_a_record_with_the_asterisk_replaced(
    start: Start, owner: str, how: tuple[str, ...]
) -> None:
    """creating-18"""
    made = world()
    host = web_six(made)
    add_balancer(Estate(made, SHOP), Balancer(IRELAND, "other", names=("*.wild.example.com",)))
    text = '"heritage=external-dns,external-dns/owner=prod-a,external-dns/resource=ingress/default/app"'
    records = [
        alias("\\052.wild.example.com.", "A", (f"dualstack.{host}.", ALB)),
        plain(f"{owner}.wild.example.com.", "TXT", text),
    ]
    zone(made, "example.com", records)
    words = ("plan", "*.wild.example.com", "--type", "A", *how, "--offline", "--json")
    planned = start(made).xalias(*words, kinds=["alb"])
    assert "record-owned-by-automation" in said(planned.data)


def test_replacing_a_weighted_group_by_one_alias_names_the_command_for_it(start: Start) -> None:
    """creating-19"""
    made = world()
    old = web_six(made)
    add_balancer(Estate(made, SHOP), Balancer(IRELAND, "web2", names=("w.example.com",)))
    pointer = (f"dualstack.{old}.", ALB)
    members = [alias("w.example.com.", "A", pointer, SetIdentifier=id_, Weight=1) for id_ in ("blue", "green")]
    zone(made, "example.com", members)
    words = ("plan", "w.example.com", "--target", "web2", "--replace", "--type", "A", "--offline", "--json")
    planned = start(made).xalias(*words, kinds=["alb"])
    remedies = " ".join(found["remedy"] + found["fix"] for found in findings(planned.data))
    replaced = [change["action"] for change in planned.data["changes"]] == ["DELETE", "DELETE", "CREATE"]
    assert replaced or "xalias group w.example.com --simple" in remedies
