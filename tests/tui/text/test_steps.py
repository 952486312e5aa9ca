from __future__ import annotations

from tests.tui.fakes import WORLD
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.traces import Trace, TraceStep
from xalias_tui.tui.dialogs.trace import trace_lines
from xalias_tui.tui.text.page import Page
from xalias_tui.tui.text.steps import rail, seen

GONE = Finding("dangling-target", Severity.ERROR, "The load balancer no longer exists.", "Repoint the alias.")
WELL = (
    TraceStep("demands", "ok", "All requirements met.", evidence=("HTTPS 443 forwards",)),
    TraceStep("answers", "ok", "4 name servers and a resolver were asked: 203.0.113.9."),
    TraceStep("tls", "ok", "TLSv1.3, trusted for www.example.com until 2027-01-31."),
    TraceStep("http", "ok", "HTTPS 200 from 203.0.113.9."),
)


def text(*steps: TraceStep, folded: bool = True, width: int = 60) -> str:
    return "\n".join(piece.plain for line in Page(rail(steps, folded=folded))._pieces(width) for piece in line)


def test_no_sentence_is_said_twice() -> None:
    step = TraceStep("resource", "fail", GONE.message, (GONE,))
    drawn = Page(trace_lines(Trace(DnsName.parse("www.example.com"), (step,)))).plain
    assert drawn.count(GONE.message) == 1
    assert "dangling-target" in drawn
    assert "→ Repoint the alias." in drawn


def test_what_went_well_is_one_row_until_it_is_unfolded() -> None:
    long = TraceStep("zone", "ok", "A sentence that is longer than the row that it is written in.", evidence=("proof",))
    assert text(long) == "✓ zone          A sentence that is longer than the row that…"
    unfolded = text(long, folded=False)
    assert "│               it is written in." in unfolded
    assert "· proof" in unfolded


def test_steps_skipped_for_one_reason_are_one_row() -> None:
    skipped = tuple(TraceStep(name, "skip", "Not called.") for name in ("tls", "http"))
    assert text(*skipped) == "– tls, http     skipped  Not called."
    many = tuple(TraceStep(name, "skip", "Not called.") for name in ("certificate", "answers", "tls"))
    assert text(*many) == "– certificate, answers, tls  skipped  Not called."


def test_a_trace_ends_with_what_was_seen() -> None:
    drawn = Page(trace_lines(Trace(DnsName.parse("www.example.com"), WELL))).plain.splitlines()
    assert drawn[0] == "✓ www.example.com.  works"
    assert drawn[1].split(" · ") == [
        "  203.0.113.9",
        "TLSv1.3, trusted for www.example.com until 2027-01-31",
        "HTTPS 200 from 203.0.113.9",
    ]


def test_what_was_not_tested_is_said_beside_what_was_seen() -> None:
    skipped = tuple(TraceStep(name, "skip", "Not tested: connections are off.") for name in ("tls", "http"))
    assert seen((WELL[1], *skipped)) == "203.0.113.9 · TLS and HTTP not tested: connections are off"
    assert seen(skipped) == ""
    assert "other.example.com" not in seen(WORLD)
