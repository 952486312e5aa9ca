"""What an operator meets when something is broken at night: the audit's verdicts, traces and their repairs."""

from __future__ import annotations

import dns.flags
import dns.message
import dns.rcode
import pytest

from tests.cases.explorer import explorer, until
from tests.cases.lab import (
    CLOUDFRONT,
    ZONE,
    Lab,
    Resolver,
    SetUpError,
    Start,
    changes,
    errors,
    findings,
    judged,
    said,
    step,
    world,
    zone,
)
from xalias_tui.sandbox.faults import Refuse, denied
from xalias_tui.sandbox.members import DNS_HUB, LEGACY, MEDIA, SHOP
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.environments import Environment, add_environment
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id
from xalias_tui.sandbox.organisation.records import Wire, alias, plain, validations, website
from xalias_tui.sandbox.route53.names import listed
from xalias_tui.sandbox.world import World

IRELAND = "eu-west-1"
ALB = alias_zone_id("alb", IRELAND)
EB = alias_zone_id("elastic_beanstalk", IRELAND)
GONE = "dualstack.web-1111111111.eu-west-1.elb.amazonaws.com."
"""An Application Load Balancer that does not exist any more."""
FOREIGN = ("ns-11.awsdns-11.com", "ns-22.awsdns-22.net")
"""Route 53 name servers that serve none of our zones."""


def website_chain(*buckets: str) -> World:
    """``www`` is an alias to ``site``, which is an alias to the S3 website endpoint."""
    made = world()
    for bucket in buckets:
        Estate(made, MEDIA).bucket(bucket, IRELAND)
    records = [
        alias("site.example.com.", "A", website(IRELAND)),
        alias("www.example.com.", "A", ("site.example.com.", ZONE)),
    ]
    zone(made, "example.com", records)
    return made


def test_the_bucket_of_an_alias_chain_is_that_of_the_name_asked_for(start: Start) -> None:
    """broken-01"""
    shell = start(website_chain("site.example.com"))
    audited = shell.xalias("audit", "--json", targets=["media-prod"], kinds=["s3-website"])
    taken = judged(audited, "www.example.com")
    assert (taken["verdict"], audited.status) == ("takeable", 1)
    assert "dangling-takeover-s3" in taken["findings"]
    about = [found for found in findings(audited.data) if found["id"] == "dangling-takeover-s3"]
    assert ["www.example.com" in found["message"] for found in about] == [True]
    assert judged(audited, "site.example.com")["verdict"] == "live"


def test_a_bucket_is_used_by_the_name_that_it_serves_only(start: Start) -> None:
    """broken-01"""
    shell = start(website_chain("site.example.com"))
    used = shell.xalias("usedby", "site.example.com", "--json", targets=["media-prod"], kinds=["s3-website"])
    assert [row["name"] for row in used.data["records"]] == ["site.example.com."]


def website_cnames(*buckets: str) -> World:
    """``www`` is a CNAME to ``site``, which is a CNAME to the website endpoint with the bucket in it."""
    made, host = world(), "site.example.com.s3-website-us-east-1.amazonaws.com"
    for bucket in buckets:
        Estate(made, MEDIA).bucket(bucket, "us-east-1")
    made.register_alias_name(host, alias_zone_id("s3_website", "us-east-1"))
    records = [plain("www.example.com.", "CNAME", "site.example.com"), plain("site.example.com.", "CNAME", host)]
    zone(made, "example.com", records)
    return made


def test_a_chain_of_cnames_is_served_from_the_bucket_of_its_first_name(start: Start) -> None:
    """broken-03"""
    shell = start(website_cnames("www.example.com"))
    traced = shell.xalias(
        "trace", "www.example.com", "--no-connect", "--json", targets=["media-prod"], kinds=["s3-website"]
    )
    assert step(traced, "resource")["status"] == "ok"
    assert traced.data["verdict"] != "broken"
    assert not said(traced.data) & {"dangling-takeover-s3", "s3-bucket-foreign-or-missing", "s3-bucket-name-mismatch"}


def test_the_missing_bucket_of_a_chain_of_cnames_is_that_of_its_first_name(start: Start) -> None:
    """broken-03"""
    shell = start(website_cnames())
    traced = shell.xalias(
        "trace", "www.example.com", "--no-connect", "--json", targets=["media-prod"], kinds=["s3-website"]
    )
    assert traced.data["broken_at"] == "resource"
    message = step(traced, "resource")["findings"][0]["message"]
    assert "www.example.com" in message
    assert "site.example.com" not in message


def test_a_bucket_is_used_by_the_first_name_of_a_chain_of_cnames(start: Start) -> None:
    """broken-03"""
    shell = start(website_cnames("www.example.com"))
    used = shell.xalias("usedby", "www.example.com", "--json", targets=["media-prod"], kinds=["s3-website"])
    assert "www.example.com." in {row["name"] for row in used.data["records"]}


DOCS = plain("docs.example.com.", "CNAME", "docs.example.com.s3-website-us-east-1.amazonaws.com")
API = plain("api.example.com.", "CNAME", "returns-2020.eu-west-1.elasticbeanstalk.com")


def takeable_cnames(start: Start) -> Lab:
    """CNAMEs to the website of a bucket that does not exist, and to a free prefix of Elastic Beanstalk."""
    made = world()
    zone(made, "example.com", [DOCS, API])
    return start(made)


@pytest.mark.parametrize("name", ["docs.example.com", "api.example.com"])
def test_the_audit_judges_cnames_to_names_of_aws(start: Start, name: str) -> None:
    """broken-05"""
    audited = takeable_cnames(start).xalias("audit", "--json", kinds=["s3-website", "elasticbeanstalk"])
    assert (judged(audited, name, "CNAME")["verdict"], audited.status) == ("takeable", 1)


def test_a_takeable_cname_can_be_deleted(start: Start) -> None:
    """broken-07"""
    shell = takeable_cnames(start)
    planned = shell.xalias("plan", "api.example.com", "--delete", "--offline", "--json", kinds=["elasticbeanstalk"])
    assert changes(planned.data) == {("DELETE", "api.example.com.", "CNAME")}
    assert (planned.status, errors(planned.data)) == (0, set())


def test_a_trace_offers_to_delete_a_takeable_cname_and_not_to_convert_it(start: Start) -> None:
    """broken-07"""
    shell = takeable_cnames(start)
    traced = shell.xalias("trace", "api.example.com", "--no-connect", "--json", kinds=["elasticbeanstalk"])
    offered = traced.data["remedies"]
    assert "convert" not in {remedy["action"] for remedy in offered}
    assert offered[0]["action"] == "delete"
    assert "xalias plan api.example.com --delete" in offered[0]["command"]


def test_a_cname_to_a_free_prefix_is_converted_with_an_error(start: Start) -> None:
    """broken-07"""
    shell = takeable_cnames(start)
    converted = shell.xalias("convert", "api.example.com", "--offline", "--json", kinds=["elasticbeanstalk"])
    assert converted.status == 1
    assert errors(converted.data)


def test_a_cname_to_a_website_becomes_an_alias_to_the_endpoint(start: Start) -> None:
    """broken-08"""
    made = world()
    Estate(made, MEDIA).bucket("docs.example.com", "us-east-1")
    zone(made, "example.com", [DOCS])
    converted = start(made).xalias(
        "convert", "docs.example.com", "--offline", "--json", targets=["media-prod"], kinds=["s3-website"]
    )
    name = "docs.example.com."
    assert changes(converted.data) == {("DELETE", name, "CNAME"), ("CREATE", name, "A")}
    pointer = converted.data["after"][0]["alias"]
    assert (pointer["dns_name"], pointer["zone_id"]) == ("s3-website-us-east-1.amazonaws.com.", "Z3AQBSTGFYJSTF")
    assert (converted.status, errors(converted.data)) == (0, set())


def distribution_without_origin(start: Start) -> Lab:
    """A healthy distribution that lists the name; the bucket that it is served from does not exist."""
    made = world()
    origin = {
        "Id": "s3",
        "DomainName": "assets-of-2019.s3.eu-west-1.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    host = Estate(made, MEDIA).distribution(
        "old", ["static.example.com"], Origins={"Quantity": 1, "Items": [origin]}, comment="old site"
    )
    zone(made, "example.com", [alias("static.example.com.", "A", (f"{host}.", CLOUDFRONT))])
    return start(made)


def test_a_distribution_whose_bucket_is_free_is_takeable(start: Start) -> None:
    """broken-09"""
    shell = distribution_without_origin(start)
    audited = shell.xalias("audit", "--json", targets=["media-prod"], kinds=["cloudfront"])
    assert (judged(audited, "static.example.com")["verdict"], audited.status) == ("takeable", 1)
    serious = [found["message"] for found in findings(audited.data) if found["severity"] == "error"]
    assert any("assets-of-2019" in message for message in serious), serious


def test_the_free_bucket_behind_a_distribution_breaks_its_trace(start: Start) -> None:
    """broken-09"""
    shell = distribution_without_origin(start)
    traced = shell.xalias(
        "trace", "static.example.com", "--no-connect", "--json", targets=["media-prod"], kinds=["cloudfront"]
    )
    assert (traced.data["verdict"], traced.status) == ("broken", 1)
    assert "assets-of-2019" in traced.data["headline"]


GENERATED = "api-live.uzk2i9mkth.eu-west-1.elasticbeanstalk.com"


def generated_name(start: Start) -> Lab:
    """An environment with a generated name of the older form, an alias and a CNAME to it."""
    made = world()
    add_environment(Estate(made, SHOP), Environment(IRELAND, "api-live", prefix="api-live.uzk2i9mkth"))
    made.register_alias_name(GENERATED, EB)
    records = [alias("api.example.com.", "A", (f"{GENERATED}.", EB)), plain("api2.example.com.", "CNAME", GENERATED)]
    zone(made, "example.com", records)
    return start(made)


def test_an_older_generated_name_of_elastic_beanstalk_is_recognised(start: Start) -> None:
    """broken-11"""
    found = generated_name(start).xalias("resolve", GENERATED, "--json").data
    assert (found["kind"], found["region"], found["zone_id"]) == ("elasticbeanstalk", IRELAND, EB)
    assert (found["aliasable"], found["record_types"]) == (True, ["A"])


def test_an_environment_with_an_older_generated_name_can_be_aliased(start: Start) -> None:
    """broken-11"""
    shell = generated_name(start)
    targets = shell.xalias("targets", "--json", kinds=["elasticbeanstalk"]).data["targets"]
    assert [(target["name"], target["zone_id"], target["record_types"]) for target in targets] == [
        ("api-live", EB, ["A"])
    ]
    planned = shell.xalias(
        "plan", "new.example.com", "--target", "api-live", "--offline", "--json", kinds=["elasticbeanstalk"]
    )
    assert (planned.status, errors(planned.data)) == (0, set())


def test_an_alias_to_an_older_generated_name_is_live(start: Start) -> None:
    """broken-11"""
    audited = generated_name(start).xalias("audit", "--json", kinds=["elasticbeanstalk"])
    row = judged(audited, "api.example.com")
    assert row["verdict"] == "live"
    assert row["target"]["name"] == "api-live"


def test_a_cname_to_an_older_generated_name_is_traced_to_its_environment(start: Start) -> None:
    """broken-11"""
    shell = generated_name(start)
    traced = shell.xalias("trace", "api2.example.com", "--no-connect", "--json", kinds=["elasticbeanstalk"])
    assert (step(traced, "target")["status"], step(traced, "resource")["status"]) == ("ok", "ok")
    assert "api-live" in step(traced, "resource")["detail"]


def test_an_absent_older_generated_name_is_settled_by_elastic_beanstalk(start: Start) -> None:
    """broken-11"""
    made = world()
    absent = "gone.uzk2i9mkth.eu-west-1.elasticbeanstalk.com."
    zone(made, "example.com", [alias("api.example.com.", "A", (absent, EB))])
    audited = start(made).xalias("audit", "--json", kinds=["elasticbeanstalk"])
    assert judged(audited, "api.example.com")["verdict"] in ("broken", "takeable")
    assert "CheckDNSAvailability" in {call.operation for call in made.served}


RESERVED = Refuse("ValidationError", "Value at 'CNAMEPrefix' failed to satisfy constraint: reserved prefix")


def reserved_prefix(prefix: str) -> World:
    made = world()
    made.faults.next("elasticbeanstalk:CheckDNSAvailability", RESERVED)
    pointer = (f"{prefix}.us-east-1.elasticbeanstalk.com.", alias_zone_id("elastic_beanstalk", "us-east-1"))
    zone(made, "example.com", [alias("old.example.com.", "A", pointer)])
    return made


def test_a_prefix_that_elastic_beanstalk_calls_reserved_cannot_be_taken(start: Start) -> None:
    """broken-13"""
    audited = start(reserved_prefix("internal-tools")).xalias("audit", "--json", kinds=["elasticbeanstalk"])
    row = judged(audited, "old.example.com")
    assert row["verdict"] == "broken"
    assert "dangling-target" in row["findings"]


def test_prefixes_that_begin_with_eba_are_known_to_be_reserved(start: Start) -> None:
    """broken-13"""
    made = reserved_prefix("eba-8cahe6rt")
    made.faults.clear()
    audited = start(made).xalias("audit", "--json", kinds=["elasticbeanstalk"])
    row = judged(audited, "old.example.com")
    assert row["verdict"] == "broken"
    assert "dangling-target" in row["findings"]


def test_a_cname_to_a_name_that_does_not_exist_is_broken_at_its_target(start: Start) -> None:
    """broken-14"""
    made = world()
    zone(made, "example.com", [plain("blog.example.com.", "CNAME", "gone-app.hosting.test")])
    traced = start(made).xalias("trace", "blog.example.com", "--no-connect", "--json", kinds=["alb"])
    assert traced.data["broken_at"] == "target"
    assert "gone-app.hosting.test" in traced.data["headline"]


def balancer(made: World, *names: str, name: str = "web", **more: str) -> tuple[str, str]:
    """Add an Application Load Balancer with a certificate for names; returns what an alias to it points to."""
    host = add_balancer(Estate(made, SHOP), Balancer(IRELAND, name, names=names, **more))  # type: ignore[arg-type] # IP address type
    return f"dualstack.{host}.", ALB


def test_an_alias_below_a_delegation_is_not_served(start: Start) -> None:
    """broken-16"""
    made = world()
    target = balancer(made, "*.dev.example.com")
    servers = [f"{server}." for server in FOREIGN]
    records = [plain("dev.example.com.", "NS", *servers), alias("web.dev.example.com.", "A", target)]
    zone(made, "example.com", records)
    audited = start(made).xalias("audit", "--json", kinds=["alb"])
    row = judged(audited, "web.dev.example.com")
    assert (row["verdict"], audited.status) == ("not-served", 1)
    assert errors(audited.data) & set(row["findings"])


def test_an_alias_of_a_stale_twin_zone_is_not_served(start: Start) -> None:
    """broken-18"""
    made = world()
    live, stale = "Z0LIVE00000000000000", "Z0STALE0000000000000"
    servers = ("ns-1.awsdns-01.com", "ns-2.awsdns-02.net")
    good = alias("docs.example.org.", "A", balancer(made, "*.example.org"))
    zone(made, "example.org", [good], zone_id=live, name_servers=servers)
    gone = alias("docs.example.org.", "A", website(IRELAND))
    zone(made, "example.org", [gone], zone_id=stale, name_servers=FOREIGN)
    made.internet.delegations["example.org."] = servers
    audited = start(made).xalias("audit", "--json", kinds=["alb", "s3-website"])
    verdicts = [judged(audited, "docs.example.org", zone_id=zone_id)["verdict"] for zone_id in (live, stale)]
    assert verdicts == ["live", "not-served"]
    assert (audited.status, errors(audited.data)) == (0, set())


PRIVATE = "Z0PRIVATE00000000000"


def split_zone(start: Start) -> Lab:
    """Two records exist in the private zone of a public zone's name only."""
    made = world()
    vpc = {"VPCRegion": IRELAND, "VPCId": Estate(made, DNS_HUB).vpc(IRELAND)}
    zone(made, "example.com", [plain("www.example.com.", "A", "192.0.2.1")])
    records = [plain("db.example.com.", "A", "10.0.0.2"), alias("s3.example.com.", "A", website(IRELAND))]
    zone(made, "example.com", records, private=True, vpcs=[vpc], zone_id=PRIVATE)
    return start(made)


@pytest.mark.parametrize("name", ["db.example.com", "s3.example.com"])
def test_a_trace_finds_the_record_of_the_private_zone(start: Start, name: str) -> None:
    """broken-19"""
    traced = split_zone(start).xalias("trace", name, "--no-connect", "--json", kinds=["s3-website"])
    assert PRIVATE in str(step(traced, "record")) + str(traced.data["remedies"])


def test_a_trace_begins_in_the_zone_that_is_named(start: Start) -> None:
    """broken-19"""
    shell = split_zone(start)
    traced = shell.xalias("trace", "db.example.com", "--zone", PRIVATE, "--no-connect", "--json", kinds=["alb"])
    assert step(traced, "record")["status"] == "ok"
    assert "10.0.0.2" in step(traced, "record")["detail"]


def test_the_audit_says_that_a_record_is_in_a_private_zone(start: Start) -> None:
    """broken-19"""
    shell = split_zone(start)
    audited = shell.xalias("audit", "--all", targets=["media-prod"], kinds=["s3-website"])
    assert "s3.example.com" in audited.out
    assert "private" in audited.out


async def test_the_trace_of_an_audit_row_begins_in_the_zone_of_that_row(start: Start) -> None:
    """broken-19"""
    async with explorer(split_zone(start), targets=["media-prod"], kinds=["s3-website"]) as driver:
        await driver.press("2")
        await until(driver, lambda: "s3.example.com." in driver.text)
        await driver.press("t")
        await until(driver, lambda: "✗ fail" in driver.text or "broken at" in driver.text)
        assert "nothing there" not in driver.text
        assert PRIVATE in driver.text


def test_a_zone_whose_name_servers_all_refuse_is_broken_at_the_delegation(start: Start) -> None:
    """broken-20"""
    made = world()
    servers = ("ns-1.awsdns-01.com", "ns-2.awsdns-02.net")
    zone(made, "example.com", [alias("web.example.com.", "A", balancer(made, "*.example.com"))], name_servers=servers)
    made.internet.lame |= {f"{server}." for server in servers}
    traced = start(made).xalias("trace", "web.example.com", "--no-connect", "--json", kinds=["alb"])
    assert (traced.data["verdict"], traced.data["broken_at"], traced.status) == ("broken", "delegation", 1)
    assert step(traced, "answers")["status"] != "ok"
    assert "cache" in str(step(traced, "answers")).lower()


class Forgetful(Resolver):
    """A resolver that remembers from before the record was made that ``new.example.com`` does not exist."""

    def answer(self, wire: bytes) -> bytes:
        reply = dns.message.from_wire(super().answer(wire))
        if listed(reply.question[0].name.to_text()) == "new.example.com." and reply.flags & dns.flags.RA:
            reply.answer = []
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return reply.to_wire()


def test_a_remembered_absence_is_a_warning_with_its_end(start: Start) -> None:
    """broken-21"""
    made = world()
    zone(made, "example.com", [alias("new.example.com.", "A", balancer(made, "*.example.com"))])
    shell = start(made, name_server=Forgetful)
    traced = shell.xalias("trace", "new.example.com", "--no-connect", "--json", kinds=["alb"])
    assert (step(traced, "answers")["status"], traced.data["verdict"], traced.status) == ("warn", "ok", 0)
    assert "900" in str(step(traced, "answers"))


def replaced_balancer(start: Start, *, names: tuple[str, ...], hosts: tuple[str, ...] = ()) -> Lab:
    """The load balancer of ``shop`` is gone; ``web2`` is to replace it."""
    made = world()
    add_balancer(Estate(made, SHOP), Balancer(IRELAND, "web2", names=names, hosts=hosts))
    zone(made, "example.com", [alias("shop.example.com.", "A", (GONE, ALB))])
    return start(made)


def unfit_balancer(start: Start) -> Lab:
    """The new load balancer has neither a certificate nor a rule for the name, as ``plan`` says."""
    other = ("other.example.com",)
    shell = replaced_balancer(start, names=other, hosts=other)
    words = ("plan", "shop.example.com", "--target", "web2", "--replace", "--offline", "--json")
    if not {"lb-certificate-mismatch", "lb-host-rule-missing"} <= said(shell.xalias(*words, kinds=["alb"]).document):
        raise SetUpError
    return shell


def test_repoint_judges_the_new_target_as_plan_does(start: Start) -> None:
    """broken-22"""
    repointed = unfit_balancer(start).xalias("repoint", GONE, "web2", "--json", kinds=["alb"])
    assert {"lb-certificate-mismatch", "lb-host-rule-missing"} <= said(repointed.data)
    assert repointed.status == 1


def test_repoint_does_not_send_what_has_errors(start: Start) -> None:
    """broken-22"""
    shell = unfit_balancer(start)
    sent = shell.xalias("repoint", GONE, "web2", "--send", "--yes", "--json", kinds=["alb"])
    assert sent.status == 5
    assert "ChangeResourceRecordSets" not in {call.operation for call in shell.world.served}


def test_repoint_of_both_types_does_not_warn_of_the_other_one(start: Start) -> None:
    """broken-24"""
    made = world()
    balancer(made, "shop.example.com", name="k8s-shop-web-1a2b3c4d5e", ip_address_type="dualstack")
    old = "dualstack.k8s-shop-web-1a2b3c4d5e-1111111111.eu-west-1.elb.amazonaws.com."
    zone(made, "example.com", [alias("shop.example.com.", type_, (old, ALB)) for type_ in ("A", "AAAA")])
    repointed = start(made).xalias("repoint", old, "k8s-shop-web-1a2b3c4d5e", "--json", kinds=["alb"])
    (plan,) = repointed.data["plans"]
    assert {type_ for _, _, type_ in changes(plan)} == {"A", "AAAA"}
    assert "sibling-type-elsewhere" not in said(plan)


BALANCERS = ("alb", "clb", "lightsail-loadbalancer")
"""The kinds that share this form of name: only where all are searched is an absence a fact."""


def both_types_and_a_cname(start: Start) -> Lab:
    """Aliases of both types at ``shop``, and a CNAME at ``img``, point to a load balancer that was recreated."""
    made = world()
    balancer(made, "*.example.com", ip_address_type="dualstack")
    records: list[Wire] = [alias("shop.example.com.", type_, (GONE, ALB)) for type_ in ("A", "AAAA")]
    records.append(plain("img.example.com.", "CNAME", GONE.removeprefix("dualstack.")))
    zone(made, "example.com", records)
    return start(made)


def test_the_repair_of_a_name_covers_both_types(start: Start) -> None:
    """broken-25"""
    shell = both_types_and_a_cname(start)
    traced = shell.xalias("trace", "shop.example.com", "--no-connect", "--json", kinds=BALANCERS)
    commands = [remedy["command"] for remedy in traced.data["remedies"]]
    plans = [command for command in commands if command.startswith("xalias plan shop.example.com ")]
    assert plans
    assert all("--type A --type AAAA" in command for command in plans), plans


def test_a_trace_offers_to_repoint_what_else_leads_to_the_same_place(start: Start) -> None:
    """broken-25"""
    shell = both_types_and_a_cname(start)
    traced = shell.xalias("trace", "shop.example.com", "--no-connect", "--json", kinds=BALANCERS)
    commands = [remedy["command"] for remedy in traced.data["remedies"]]
    assert any(command.startswith("xalias repoint ") for command in commands), commands


def test_repoint_names_the_cnames_that_stay(start: Start) -> None:
    """broken-25"""
    repointed = both_types_and_a_cname(start).xalias("repoint", GONE, "web", kinds=["alb"])
    assert "img.example.com" in repointed.out + repointed.err


def unreadable_zones(start: Start, *, of: int) -> Lab:
    """The records of the first of so many zones may not be listed."""
    made = world()
    zone(made, "example.com", [alias("docs.example.com.", "A", website(IRELAND))])
    if of > 1:
        zone(made, "example.net", [plain("www.example.net.", "A", "192.0.2.1")], zone_id="Z0EXAMPLENET00000000")
    made.faults.next("route53:ListResourceRecordSets", denied("route53:ListResourceRecordSets"))
    return start(made)


@pytest.mark.parametrize("words", [("audit",), ("usedby", "web-1.eu-west-1.elb.amazonaws.com")])
def test_an_answer_from_no_records_at_all_is_no_success(start: Start, words: tuple[str, ...]) -> None:
    """broken-26"""
    ran = unreadable_zones(start, of=1).xalias(*words, "--json", kinds=["alb"])
    assert ran.status == 3


@pytest.mark.parametrize("words", [("audit",), ("usedby", "web-1.eu-west-1.elb.amazonaws.com")])
def test_a_pipeline_can_insist_on_a_complete_answer(start: Start, words: tuple[str, ...]) -> None:
    """broken-26"""
    ran = unreadable_zones(start, of=2).xalias(*words, "--fail-on-incomplete", "--json", kinds=["alb"])
    assert ran.status == 1
    assert [row["code"] for row in ran.unscanned] == ["AccessDenied"]


def recreated_zone(start: Start) -> Lab:
    """The registrar names the servers of an older zone; the certificate of ``web`` waits for its record."""
    made = world()
    Estate(made, SHOP).certificate(IRELAND, ("web.example.com",), "PENDING_VALIDATION")
    zone(made, "example.com", [alias("web.example.com.", "A", balancer(made, "web.example.com"))])
    add_balancer(Estate(made, SHOP), Balancer(IRELAND, "web2", names=("web.example.com",)))
    made.internet.delegations["example.com."] = FOREIGN
    shell = start(made)
    planned = shell.xalias("plan", "x.example.com", "--target", "web", "--json", kinds=["alb"])
    if "zone-not-delegated" not in errors(planned.document):
        raise SetUpError(planned)
    return shell


@pytest.mark.parametrize(
    "words", [("validate", "web.example.com"), ("repoint", "web", "web2")], ids=["validate", "repoint"]
)
def test_every_plan_judges_its_zone(start: Start, words: tuple[str, ...]) -> None:
    """broken-28"""
    ran = recreated_zone(start).xalias(*words, "--json", kinds=["alb"])
    assert ran.data["plans"]
    assert "zone-not-delegated" in errors(ran.data)
    assert ran.status == 1


def name_of_another_account(start: Start) -> Lab:
    """Our distribution has the certificate for ``img``; a distribution of an account that is not searched lists it."""
    made = world()
    host = Estate(made, MEDIA).distribution(
        "app", ["app.example.com"], certificate_names=["app.example.com", "*.example.com"], comment="app"
    )
    Estate(made, LEGACY).distribution("img", ["img.example.com"], comment="of another company")
    proofs = validations(made, MEDIA, ["us-east-1"], "example.com")
    zone(made, "example.com", [alias("img.example.com.", "A", (f"{host}.", CLOUDFRONT)), *proofs])
    return start(made)


def test_a_name_that_another_distribution_lists_is_not_takeable(start: Start) -> None:
    """broken-29"""
    shell = name_of_another_account(start)
    audited = shell.xalias("audit", "--json", targets=["media-prod"], kinds=["cloudfront"])
    row = judged(audited, "img.example.com")
    assert row["verdict"] == "unknown"
    assert not {"dangling-takeover-cloudfront", "cloudfront-alternate-domain-missing"} & set(row["findings"])


def test_the_trace_of_a_name_that_another_distribution_lists_does_not_contradict_itself(start: Start) -> None:
    """broken-29"""
    shell = name_of_another_account(start)
    traced = shell.xalias(
        "trace", "img.example.com", "--no-connect", "--json", targets=["media-prod"], kinds=["cloudfront"]
    )
    assert "403" not in traced.out
    assert traced.data["verdict"] != "broken"
    about = [found["id"] for found in findings(traced.data) if found["severity"] in ("error", "warning")]
    assert len(about) == 1, about


GONE_SERVERS = ("ns-11.awsdns-11.com", "ns-22.awsdns-22.net", "ns-33.awsdns-33.org", "ns-44.awsdns-44.co.uk")


def dangling_delegation(start: Start) -> Lab:
    """``dev`` is delegated to Route 53 servers that refuse; ``_domainkey`` to a mail service, which answers."""
    made = world()
    servers = [f"{server}." for server in GONE_SERVERS]
    records = [
        plain("dev.example.com.", "NS", *servers),
        plain("_domainkey.example.com.", "NS", "ns-dkim.mail.test."),
    ]
    zone(made, "example.com", records)
    made.internet.lame |= set(servers)
    made.internet.remembered["ns-dkim.mail.test.", "A"] = ("127.0.0.1",)
    return start(made)


def test_the_audit_names_a_delegation_that_no_server_serves(start: Start) -> None:
    """broken-30"""
    audited = dangling_delegation(start).xalias("audit", "--json", kinds=["alb"])
    assert judged(audited, "dev.example.com", "NS")["verdict"] in ("broken", "takeable")
    assert audited.status == 1
    assert {found["record"]["name"] for found in findings(audited.data)} == {"dev.example.com."}


def test_a_trace_says_that_no_server_of_the_delegation_serves_it(start: Start) -> None:
    """broken-30"""
    shell = dangling_delegation(start)
    traced = shell.xalias("trace", "web.dev.example.com", "--no-connect", "--json", kinds=["alb"])
    assert traced.data["verdict"] == "broken"
    assert "none" in traced.data["headline"].lower()
    assert "dev.example.com" in traced.data["headline"]


def test_changes_of_a_name_tell_of_the_wildcard_that_answers_for_it(start: Start) -> None:
    """broken-33"""
    made = world()
    zone(made, "example.com", [plain("www.example.com.", "A", "192.0.2.1")])
    shell = start(made)
    change = {"Action": "CREATE", "ResourceRecordSet": plain("\\052.wild.example.com.", "A", "192.0.2.9")}
    with shell.client("route53") as route53:
        route53.change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch={"Changes": [change]})
    told = shell.xalias("changes", "foo.wild.example.com", "--json")
    assert [(row["name"], row["action"]) for row in told.data["changes"]] == [("*.wild.example.com.", "create")]


def test_a_trace_that_finds_nothing_points_to_changes(start: Start) -> None:
    """broken-33"""
    made = world()
    zone(made, "example.com", [plain("www.example.com.", "A", "192.0.2.1")])
    traced = start(made).xalias("trace", "gone.example.com", "--no-connect", kinds=["alb"])
    assert "xalias changes gone.example.com" in traced.out


def test_a_stale_delegation_in_our_own_zone_is_repaired_there(start: Start) -> None:
    """broken-34"""
    made = world()
    child = "Z0STAGE0000000000000"
    servers = [f"{server}." for server in FOREIGN]
    zone(made, "example.com", [plain("stage.example.com.", "NS", *servers)])
    target = balancer(made, "*.stage.example.com")
    zone(made, "stage.example.com", [alias("web.stage.example.com.", "A", target)], zone_id=child)
    made.internet.delegations["stage.example.com."] = FOREIGN
    traced = start(made).xalias("trace", "web.stage.example.com", "--no-connect", "--json", kinds=["alb"])
    assert traced.data["broken_at"] == "delegation"
    remedy = step(traced, "delegation")["findings"][0]["remedy"]
    assert "registrar" not in remedy
    for part in ("stage.example.com NS", ZONE, DNS_HUB, *made.route53.zones[child].name_servers):
        assert part in remedy
