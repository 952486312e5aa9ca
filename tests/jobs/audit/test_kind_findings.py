"""A target is judged once for records that no rule tells apart, and for each record that one does."""

from __future__ import annotations

import re
from pathlib import Path

import xalias_tui.targets as package
from tests.jobs.audit.test_judge import ids, inventory
from tests.jobs.fakes import alias, balancer, zone
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case, Draft, Surroundings
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.jobs.audit.judge import judge_records
from xalias_tui.targets import judge_existing
from xalias_tui.targets.shared.load_balancers import Listener, LoadBalancerFacts

NAME = "dualstack.web-1.eu-west-1.elb.amazonaws.com"


def said(records: tuple[RecordSet, ...], facts: LoadBalancerFacts) -> list[set[str]]:
    known = inventory(balancer(facts=facts))
    return [ids(row) for row in judge_records([ZoneRecords(zone(), records)], known)]


def about(facts: LoadBalancerFacts) -> tuple[Finding, ...] | None:
    """What a load balancer's kind says of a record that points to it."""
    draft = Draft(zone(), DnsName.parse("www.example.com"), ("A",), balancer(facts=facts, record_types=("A",)))
    return judge_existing(Case(draft, Surroundings(ZoneRecords(zone(), ())), (), exists=True))


def test_records_that_a_rule_tells_apart_by_name_are_judged_each_for_itself() -> None:
    facts = LoadBalancerFacts(listeners=(Listener(80, "HTTP", hosts=("a.example.com",), takes_any_host=False),))
    records = tuple(alias(f"{label}.example.com", "A", NAME) for label in "abac")
    assert said(records, facts) == [set(), {"lb-host-rule-missing"}, set(), {"lb-host-rule-missing"}]


def test_records_of_other_types_are_judged_each_for_itself() -> None:
    plain = NAME.removeprefix("dualstack.")
    pairs = (("a", "A"), ("b", "A"), ("b", "AAAA"), ("c", "A"))
    records = tuple(alias(f"{label}.example.com", type_, plain) for label, type_ in pairs)
    assert said(records, LoadBalancerFacts()) == [set(), set(), {"dualstack-prefix-missing"}, set()]


def test_nothing_said_holds_for_every_name_only_where_no_rule_looked_at_it() -> None:
    accepts = LoadBalancerFacts(listeners=(Listener(80, "HTTP", hosts=("*.example.com",), takes_any_host=False),))
    refuses = LoadBalancerFacts(listeners=())
    assert about(LoadBalancerFacts()) is None
    assert about(accepts) == ()
    assert [finding.id for finding in about(refuses) or ()] == ["lb-no-listener"]


def test_rules_look_at_the_name_of_a_record_where_it_is_noticed() -> None:
    """``WatchedSubject`` notices no other way to it."""
    around = re.compile(r"draft\.(?:name|routing|set_identifier|health_check_id|key|companions)\b|draft\.cname\.")
    folder = Path(package.__file__).parent
    found = {path.name for path in folder.rglob("*.py") if around.search(path.read_text(encoding="utf-8"))}
    assert found == {"subject.py"}
