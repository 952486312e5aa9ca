"""Reports of an audit in which every foreign text is hostile."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest

from tests.jobs.fakes import balancer, zone
from xalias_tui.domain.audits import Acceptance, Audit
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.owners import OwnerTags
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.verdicts import AliasVerdict, Inventory
from xalias_tui.export.reports import csv_table, page, sarif

EVIL = "</td><script>alert('owned')</script><img src=x onerror=alert(1)>"
FORMULA = "=HYPERLINK('http://evil.test','click')"
AT = datetime(2026, 11, 28, tzinfo=UTC)


def audit(text: str) -> Audit:
    wire = {
        "Name": "www.example.com.", "Type": "A", "SetIdentifier": text, "Weight": 1,
        "AliasTarget": {"HostedZoneId": "Z1", "DNSName": "gone.example.net.", "EvaluateTargetHealth": False},
    }  # fmt: skip
    record = RecordSet.from_wire(wire)
    finding = Finding("dangling-target", Severity.ERROR, text, text, record.key, "Z1", text)
    target = replace(balancer("web"), name=text, tags=((text, text),))
    verdict = AliasVerdict(record, zone(), "broken", target, (finding,))
    kept = Acceptance("dangling-target", zone().id, record.key, text, text, date(2026, 1, 1))
    missed = Unscanned("1", text, text, text, "AccessDenied", text, text)
    owners = OwnerTags(text, {zone().id: ((text, text),)}, {target.account_id: text})
    return Audit((zone(),), 1, (verdict,), (missed,), Inventory(()), 0.1, AT, (kept,), frozenset(), owners)


class Tags(HTMLParser):
    """Scripts, and attributes that run or load something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts = 0
        self.attributes: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.attributes += [name for name, _ in attrs if name.startswith("on") or name in ("src", "href")]


def test_no_text_of_others_becomes_part_of_the_page() -> None:
    good, bad = Tags(page.render(audit("harmless"))), Tags(page.render(audit(EVIL)))
    assert (bad.scripts, bad.attributes) == (good.scripts, good.attributes) == (1, ["onsubmit"])
    assert "&lt;script&gt;alert" in page.render(audit(EVIL))


def test_a_line_of_a_table_is_made_when_it_is_wanted() -> None:
    verdict = audit("harmless").verdicts[0]
    broken = replace(verdict, findings=(), zone=None)  # type: ignore[arg-type] # no line can be made of it
    lines = csv_table.lines(replace(audit("harmless"), verdicts=(verdict, broken)))
    assert "".join((next(lines), next(lines))) == "".join(
        csv_table.render(audit("harmless")).splitlines(keepends=True)[:2]
    )
    with pytest.raises(AttributeError):
        next(lines)


def test_the_same_is_tsv() -> None:
    comma = list(csv.reader(io.StringIO(csv_table.render(audit(FORMULA)))))
    assert [line.split("\t") for line in csv_table.render(audit(FORMULA), "tsv").splitlines()] == comma


def test_no_cell_is_a_formula() -> None:
    for text in (FORMULA, "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"):
        cells = [cell for row in csv.reader(io.StringIO(csv_table.render(audit(text)))) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_sarif_keeps_to_its_structure() -> None:
    (run,) = json.loads(sarif.render(audit(EVIL), {}))["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "dangling-target"
    assert result["level"] in ("none", "note", "warning", "error")
    assert result["suppressions"] == [{"kind": "external", "status": "accepted", "justification": EVIL}]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "route53/Z1"
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["toolExecutionNotifications"][0]["level"] == "warning"
