from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import APEX, WWW
from xalias_tui.domain.findings import Finding, Rule, Severity, Topic, alike, by_severity, worst
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordKey, RecordSet
from xalias_tui.domain.zones import Zone

ZONE = Zone(id="Z0HUB", name=APEX, private=False, account_id="111111111111", profile="dns")
WIRE = {
    "Name": "www.example.com.",
    "Type": "A",
    "AliasTarget": {"HostedZoneId": "Z1", "DNSName": "lb.example.net.", "EvaluateTargetHealth": False},
}
RULE = Rule("a-rule", Severity.WARNING, "When.", "{name} is {state}.", "Mend {name}.", "unsourced")
FINDINGS = st.builds(Finding, st.sampled_from("abc"), st.sampled_from(Severity), st.sampled_from("xy"))


def test_severities_are_ordered() -> None:
    assert [severity.rank for severity in Severity] == [0, 1, 2]
    assert Severity.ERROR.reaches(Severity.WARNING)
    assert Severity.WARNING.reaches(Severity.WARNING)
    assert not Severity.INFO.reaches(Severity.WARNING)


@given(st.lists(FINDINGS))
def test_worst_first_without_repeats(findings: list[Finding]) -> None:
    ordered = by_severity(findings)
    assert set(ordered) == set(findings)
    assert len(ordered) == len(set(findings))
    assert [finding.severity.rank for finding in ordered] == sorted(finding.severity.rank for finding in ordered)
    for severity in Severity:
        of_severity = [finding for finding in dict.fromkeys(findings) if finding.severity is severity]
        assert [finding for finding in ordered if finding.severity is severity] == of_severity
    assert worst(findings) == (ordered[0].severity if ordered else None)


def test_a_finding_fills_the_sentences_of_its_rule() -> None:
    key = RecordKey(WWW, "A")
    topic = Topic({"name": "{www}"}, key, "Z1", "arn:x")
    finding = topic.finding(RULE, state="gone")
    assert finding == Finding("a-rule", Severity.WARNING, "{www} is gone.", "Mend {www}.", key, "Z1", "arn:x")
    assert finding.rule is RULE


def test_a_finding_may_weigh_and_say_otherwise() -> None:
    finding = Topic().finding(RULE, severity=Severity.ERROR, message="Only {name}.", remedy="", name="www")
    assert (finding.severity, finding.message, finding.remedy) == (Severity.ERROR, "Only www.", "")
    assert (finding.record, finding.zone_id, finding.target) == (None, None, None)


def test_a_value_that_is_given_wins_over_the_topics_own() -> None:
    assert Topic({"name": "www", "state": "there"}).finding(RULE, state="gone").message == "www is gone."


def test_a_value_that_is_missing_is_no_silent_gap() -> None:
    with pytest.raises(KeyError):
        Topic().finding(RULE, name="www")


def test_only_a_topic_that_makes_commands_gives_a_fix() -> None:
    rule = replace(RULE, fix="mend {name}")
    topic = Topic({"name": "www"}, command=lambda template, values: f"$ {template.format_map(values)}")
    assert topic.finding(rule, state="gone").fix == "$ mend www"
    assert topic.finding(rule, state="gone", fix="replace {name}").fix == "$ replace www"
    assert Topic({"name": "www"}).finding(rule, state="gone").fix == ""


def test_topics_of_zones_and_records_say_where_they_are() -> None:
    record = RecordSet.from_wire(WIRE)
    zone = Topic.of_zone(ZONE)
    assert (zone.values, zone.record, zone.zone_id, zone.target) == (
        {"zone": "example.com", "zone_id": ZONE.id},
        None,
        ZONE.id,
        None,
    )
    assert Topic.of_zone(ZONE, record.key).record == record.key
    plain, pointing = Topic.of_record(ZONE, record), Topic.of_alias(ZONE, record)
    assert (plain.record, plain.zone_id, plain.target) == (record.key, ZONE.id, None)
    assert (plain.values["name"], plain.values["type"], plain.values["target"]) == ("www.example.com", "A", "")
    assert (pointing.target, pointing.values["target"]) == ("lb.example.net.", "lb.example.net")


def test_what_is_said_of_several_names_is_together_and_what_differs_is_not() -> None:
    names = tuple(DnsName.parse(f"{at}.example.com") for at in ("a", "b", "www.b"))

    def warned(name: DnsName, target: str = "arn:1", words: str = "accepts") -> Finding:
        return Finding("rule", Severity.WARNING, f"No rule {words} {name.bare}.", f"Add {name.bare}.", target=target)

    findings = (*(warned(name) for name in names), warned(names[0], "arn:2"), warned(names[1], words="knows"))
    together = alike(findings, names)
    assert [same.names for same in together] == [
        ("a.example.com", "b.example.com", "www.b.example.com"),
        ("a.example.com",),
        ("b.example.com",),
    ]
    assert together[0].first == findings[0]
    assert [len(same.findings) for same in alike(findings)] == [1] * 5  # the names are not known to be names


def test_a_record_s_own_name_needs_not_be_told() -> None:
    rows = [
        Finding("rule", Severity.ERROR, f"{name} is odd.", record=RecordKey(DnsName.parse(name), "A"))
        for name in ("a.example.com", "a.example.com", "b.example.com")
    ]
    (same,) = alike(rows)
    assert (len(same.findings), same.names) == (3, ("a.example.com", "b.example.com"))


def test_what_is_mended_by_other_commands_is_not_the_same() -> None:
    names = [DnsName.parse(name) for name in ("a.example.com", "b.example.com", "c.example.com")]
    fixes = (f"mend {names[0].bare} --with 1", f"mend {names[1].bare} --with 1", f"mend {names[2].bare} --with 2")
    findings = [
        Finding("rule", Severity.WARNING, f"{name.bare} is odd.", fix=fix)
        for name, fix in zip(names, fixes, strict=True)
    ]
    assert [same.names for same in alike(findings, names)] == [("a.example.com", "b.example.com"), ("c.example.com",)]
