from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import WWW
from xalias_tui.domain.findings import Finding, Rule, Severity, by_severity, worst
from xalias_tui.domain.records import RecordKey

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


def test_a_rule_fills_its_sentences() -> None:
    key = RecordKey(WWW, "A")
    assert RULE.finding(record=key, zone_id="Z1", target="arn:x", name="{www}", state="gone") == Finding(
        "a-rule", Severity.WARNING, "{www} is gone.", "Mend {www}.", key, "Z1", "arn:x"
    )


def test_a_finding_may_weigh_and_say_otherwise() -> None:
    finding = RULE.finding(severity=Severity.ERROR, message="Only {name}.", name="www")
    assert (finding.severity, finding.message) == (Severity.ERROR, "Only www.")
    assert (finding.record, finding.zone_id, finding.target) == (None, None, None)


def test_a_value_that_is_missing_is_no_silent_gap() -> None:
    with pytest.raises(KeyError):
        RULE.finding(name="www")
