"""Plans to export, tame and hostile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Change, Plan
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet, Routing
from xalias_tui.domain.zones import Zone

ZONE = Zone("Z08EXAMPLECOMPUBLIC0", DnsName.parse("example.com"), False, "111111111111", "dns-prod")  # noqa: FBT003 -- a public zone
LOAD_BALANCER = AliasRef(DnsName.parse("dualstack.shop-1.eu-west-1.elb.amazonaws.com"), "Z32O12XQLNTSW2", False)  # noqa: FBT003 -- target health
SAME_ZONE = AliasRef(DnsName.parse("origin.example.com"), ZONE.id, True)  # noqa: FBT003 -- as above
LATTICE = AliasRef(DnsName.parse("svc-1.7d67968.vpc-lattice-svcs.eu-west-1.on.aws"), "Z09127221KTH2CFUOHIZH", True)  # noqa: FBT003 -- as above

ROUTINGS = {
    "weighted": Routing("weighted", 0),
    "latency": Routing("latency", "eu-west-1"),
    "failover": Routing("failover", "PRIMARY"),
    "geolocation": Routing("geolocation", {"CountryCode": "US", "SubdivisionCode": "CA"}),
    "geoproximity": Routing("geoproximity", {"Coordinates": {"Latitude": "49.22", "Longitude": "-74.01"}, "Bias": -5}),
    "multivalue": Routing("multivalue", True),  # noqa: FBT003 -- its wire form
    "cidr": Routing("cidr", {"CollectionId": "c8c02a84-aaaa-bbbb-cccc-e0d2833e5e10", "LocationName": "office"}),
}


def alias(
    name: str = "shop.example.com",
    type_: str = "A",
    to: AliasRef = LOAD_BALANCER,
    *,
    routing: Routing | None = None,
    set_identifier: str | None = None,
    health_check_id: str | None = None,
) -> RecordSet:
    key = RecordKey(DnsName.from_route53(name), type_, set_identifier)
    return RecordSet.alias_record(key, to, routing=routing, health_check_id=health_check_id)


def plain(type_: str, *values: str, name: str = "shop.example.com") -> RecordSet:
    wire: dict[str, Any] = {"Name": name, "Type": type_, "TTL": 300}
    return RecordSet.from_wire({**wire, "ResourceRecords": [{"Value": value} for value in values]})


def plan_of(*created: RecordSet, deleted: tuple[RecordSet, ...] = (), zone: Zone = ZONE) -> Plan:
    deletes = tuple(Change("DELETE", record) for record in deleted)
    creates = tuple(Change("CREATE", record) for record in created)
    name = (*created, *deleted)[0].name
    return Plan(zone, name, None, deleted, created, (*deletes, *creates), comment="xalias: create alias")


def unchanged_plan(*records: RecordSet) -> Plan:
    return replace(plan_of(*records), before=records, changes=())


ERROR = Finding("cname-at-apex", Severity.ERROR, 'Not\n"""here*/ ${x}', "Choose another.")

PLANS = {
    "one alias": plan_of(alias()),
    "both addresses": plan_of(alias(), alias(type_="AAAA")),
    "apex": plan_of(alias("example.com")),
    "wildcard": plan_of(alias("\\052.lab.example.com")),
    "https": plan_of(alias(type_="HTTPS", to=AliasRef(DnsName.parse("d1.cloudfront.net"), "Z2FDTNDATAQYW2", False))),  # noqa: FBT003 -- target health
    "same zone": plan_of(alias(to=SAME_ZONE)),
    "of no service that octoDNS knows": plan_of(alias(to=LATTICE)),
    "underscores and codes": plan_of(alias("_a\\100b.example.com")),
    "long name": plan_of(alias(".".join(["x" * 60] * 3) + ".example.com")),
    "replacement": plan_of(alias(), deleted=(plain("CNAME", "old.example.net."), plain("A", "192.0.2.1"))),
    "conversion": plan_of(plain("CNAME", "shop-1.eu-west-1.elb.amazonaws.com"), deleted=(alias(),)),
    "companion": plan_of(alias(), plain("CNAME", "_x.acm-validations.aws.", name="_v.shop.example.com")),
    "removal": plan_of(deleted=(alias(),)),
    "undone": plan_of(plain("A", "192.0.2.1", "192.0.2.2"), plain("TXT", '"v=1; ${x}" "\'`$(id)"'), deleted=(alias(),)),
    "nothing changes": unchanged_plan(alias(), alias(type_="AAAA")),
    "one of two is there": replace(plan_of(alias(type_="AAAA")), after=(alias(), alias(type_="AAAA"))),
    "with an error": plan_of(alias()).judged([ERROR]),
    **{
        f"{name} routing": plan_of(
            alias(routing=routing, set_identifier="blue / 1", health_check_id="11111111-2222-3333-4444-555555555555")
        )
        for name, routing in ROUTINGS.items()
    },
}

NASTY = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40),
    st.sampled_from(
        [
            '"', "'", "`", "\\", '\\"', "\\'", '${file("/etc/passwd")}', "%{ if true }", "$${x}", "$$${x}", "$(id)",
            "'\"'\"'", "'; id; '", '"""', "'''", "*/", "//", "#", "\n- x: y", "\r\nimport os", "\u2028", "\u2029",
            "\x85", "\x1b[31m", "\u202e", "{{resolve:ssm:x}}", "${Token[AWS.AccountId.0]}", "&a", "*a", "!!x", "| x",
            "yes", "null", "0x1F", "1e3", "2001-01-01", "=x", "file:///etc/passwd", "-x", "--x", "!", "😀", "é", " ",
        ]
    ),
)  # fmt: skip
LABELS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=".\\"), min_size=1, max_size=12)
HOSTILE_NAMES = LABELS.filter(lambda label: len(label.encode()) <= 60)


@st.composite
def hostile_plans(draw: st.DrawFn) -> Plan:
    """A plan whose every text somebody else chose."""
    zone = Zone(draw(NASTY), ZONE.name, False, draw(NASTY), draw(NASTY))  # noqa: FBT003 -- a public zone
    target = DnsName.from_route53(f"{draw(HOSTILE_NAMES)}.elb.amazonaws.com")
    routed = draw(st.booleans())
    value = draw(st.one_of(st.integers(0, 255), NASTY, st.dictionaries(NASTY, NASTY, max_size=2)))
    record = alias(
        f"{draw(HOSTILE_NAMES)}.example.com",
        draw(st.one_of(st.sampled_from(["A", "AAAA", "HTTPS"]), NASTY)),
        AliasRef(target, draw(NASTY), draw(st.booleans())),
        routing=Routing(draw(st.sampled_from(["weighted", "geolocation", "latency"])), value) if routed else None,
        set_identifier=draw(NASTY) if routed else None,
        health_check_id=draw(st.one_of(st.none(), NASTY)),
    )
    old = plain("TXT", draw(NASTY), name=record.name.route53)
    return plan_of(record, deleted=(old,), zone=zone).judged([Finding("x", Severity.ERROR, draw(NASTY), draw(NASTY))])
