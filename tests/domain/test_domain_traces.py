from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from tests.domain.samples import ZONE, alias, balancer, plain
from tests.domain.strategies import WWW
from xalias_tui.domain.findings import Finding, Rule, Severity, Topic
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.traces import Status, StepName, Trace, TraceStep, trace_document
from xalias_tui.domain.verdicts import AliasVerdict

RECORD = alias("www.example.com.")
WRONG = Finding("lb-host-rule-missing", Severity.WARNING, "No rule accepts the host.")
GONE = Finding("dangling-target", Severity.ERROR, "It is gone.")
BROKEN = AliasVerdict(RECORD, ZONE, "broken", None, (GONE,))


def steps(**changed: Status) -> tuple[TraceStep, ...]:
    """Every step, fine unless said otherwise."""
    return tuple(TraceStep(name, changed.get(name, "ok"), f"About {name}.") for name in get_args(StepName))


def traced(verdict: AliasVerdict | None = None, **changed: Status) -> Trace:
    return Trace(WWW, steps(**changed), ZONE, RECORD, () if verdict is None else (verdict,))


@pytest.mark.parametrize(
    ("findings", "status"), [((), "ok"), ((WRONG,), "warn"), ((GONE, WRONG), "fail")], ids=["none", "warning", "error"]
)
def test_a_step_is_as_bad_as_its_worst_finding(findings: tuple[Finding, ...], status: Status) -> None:
    step = TraceStep.judged("target", "Looked.", findings)
    assert (step.status, step.findings) == (status, findings)


def test_a_failing_step_breaks_the_name() -> None:
    trace = traced(answers="warn", resource="fail", http="fail")
    assert (trace.verdict, trace.headline) == ("broken", "broken at resource: About resource.")


def test_the_worst_finding_speaks_for_its_step() -> None:
    failing = TraceStep.judged("resource", "Looked.", (GONE,))
    assert replace(traced(), steps=(failing,)).headline == "broken at resource: It is gone."
    assert replace(traced(), steps=(failing,)).findings == (GONE,)


def test_without_a_failing_step_it_works() -> None:
    assert (traced().verdict, traced().headline) == ("ok", "nothing is broken")
    assert traced(tls="warn").headline == "works, but tls warns: About tls."
    assert traced(demands="fail").headline == "broken at requirements: About demands."
    assert traced(certificate="warn", http="warn").headline == "works, but http warns: About http."


def test_what_was_not_looked_at_leaves_it_open() -> None:
    looked = traced(tls="skip", http="skip")
    assert looked.verdict == "ok"
    incomplete = replace(looked, steps=(replace(looked.steps[0], complete=False), *looked.steps[1:]))
    assert (incomplete.verdict, incomplete.headline) == (
        "unknown",
        "nothing broken was found, but not everything could be looked at",
    )
    warned = traced(demands="skip", tls="warn", http="skip")
    assert warned.headline.endswith("; tls warns: About tls.")


def test_an_alias_that_is_not_settled_leaves_it_open_unless_the_visit_tells() -> None:
    unsettled = AliasVerdict(RECORD, ZONE, "unknown", balancer())
    assert traced(unsettled, http="skip", demands="warn").verdict == "unknown"
    assert traced(unsettled).verdict == "ok", "what a visitor gets was seen"


def test_broken_aliases_are_repaired_and_else_all_whose_target_fails() -> None:
    live = AliasVerdict(RECORD, ZONE, "live", balancer())
    assert traced(BROKEN).repairable == (BROKEN,)
    assert traced(live, certificate="fail").repairable == (live,)
    assert traced(live, delegation="fail").repairable == ()
    cname = AliasVerdict(plain("www.example.com.", "CNAME", "x.test."), ZONE, "broken")
    assert traced(cname).repairable == (cname,)
    assert {remedy.action for remedy in traced(cname).remedies} == {"delete"}


def refused_as_alias(record: RecordSet | None = RECORD) -> Trace:
    """A trace of which everything that is wrong holds for aliases alone."""
    rule = Rule(
        "only-aliases", Severity.ERROR, "Always.", "No alias.", "Write a CNAME.", "unsourced", aliases_only=True
    )
    finding = Topic.of_record(ZONE, RECORD).finding(rule)
    failing = TraceStep.judged("demands", "Looked.", (finding,))
    made = traced(AliasVerdict(RECORD, ZONE, "live", balancer()))
    return replace(made, record=record, steps=tuple(failing if row.step == "demands" else row for row in made.steps))


def test_an_alias_is_converted_where_only_an_alias_is_refused() -> None:
    assert refused_as_alias().convertible == RECORD
    assert traced(BROKEN, resource="fail").convertible is None
    assert refused_as_alias(None).convertible is None
    for other in (
        alias("example.com."),
        alias("www.example.com.", SetIdentifier="blue", Weight=1),
        plain("www.example.com.", "CNAME", "lb-1.eu-west-1.elb.amazonaws.com."),
    ):
        assert refused_as_alias(other).convertible is None


def test_remedies_are_commands_for_the_accounts_that_were_searched() -> None:
    trace = traced(replace(BROKEN, successor=balancer()), resource="fail")
    repoint, delete = trace.remedies
    assert repoint.command == (
        "xalias plan www.example.com --zone Z0HUB --type A --zone-profile dns --target-profile shop-prod "
        "--replace --target lb-2.eu-west-1.elb.amazonaws.com"
    )
    assert delete.command == "xalias plan www.example.com --delete --zone Z0HUB --type A --zone-profile dns"
    (convert,) = (remedy for remedy in refused_as_alias().remedies if remedy.action == "convert")
    assert convert.command == "xalias convert www.example.com --zone Z0HUB --zone-profile dns"
    assert "a CNAME" in convert.words


def test_a_member_of_a_group_is_repaired_in_its_group() -> None:
    member = alias("www.example.com.", SetIdentifier="blue green", Weight=1)
    repoint, delete = traced(AliasVerdict(member, ZONE, "broken"), resource="fail").remedies[:2]
    assert repoint.command.startswith("xalias group www.example.com --zone Z0HUB --type A")
    assert repoint.command.endswith("--target 'blue green='\"$TARGET\"")
    assert "--set-identifier 'blue green'" in delete.command


def test_no_command_is_offered_for_a_member_whose_name_cannot_be_shown() -> None:
    member = alias("www.example.com.", SetIdentifier="blue\u202e", Weight=1)
    assert [
        remedy.command for remedy in traced(AliasVerdict(member, ZONE, "broken"), resource="fail").remedies[:2]
    ] == [
        "",
        "",
    ]


def test_a_wrong_zone_id_is_repaired_with_the_same_target() -> None:
    target = balancer()
    (repoint, *_) = traced(AliasVerdict(RECORD, ZONE, "broken", target, (), target)).remedies
    assert repoint.words.endswith("with its right hosted zone id")


def test_the_document() -> None:
    document = trace_document(traced(BROKEN, resource="fail"))
    assert (document["verdict"], document["broken_at"]) == ("broken", "resource")
    assert [step["step"] for step in document["steps"]] == list(get_args(StepName))
    assert [remedy["action"] for remedy in document["remedies"]] == ["repoint", "delete"]
    assert trace_document(traced())["broken_at"] is None
