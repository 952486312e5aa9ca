from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.jobs.fakes import alias, zone
from xalias_tui.cli.commands.audit import FOUND, Looks
from xalias_tui.domain.audits import Audit
from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.verdicts import AliasVerdict, Inventory, Verdict

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
RECORD = alias("www.example.com", "A", "gone-1.eu-west-1.elb.amazonaws.com")
DENIED = Unscanned("2" * 12, "shop", "eu-west-1", "alb", "Throttling", "Slow down.")


def audited(verdict: Verdict | None, severity: Severity | None = None, *unscanned: Unscanned) -> Audit:
    said = () if severity is None else (Finding("x", severity, "It is so.", record=RECORD.key, zone_id="Z1"),)
    rows = () if verdict is None else (AliasVerdict(RECORD, zone(), verdict, findings=said),)
    return Audit((zone(),), 1, rows, unscanned, Inventory(()), 0.1, NOON)


BROKEN = audited("broken", Severity.ERROR)


@pytest.mark.parametrize(
    ("last", "status"),
    [
        (audited("live"), 0),
        (audited("unknown", None, DENIED), FOUND),
        (audited(None), 0),
        (audited(None, None, DENIED), FOUND),
        (BROKEN, FOUND),
    ],
)
def test_what_was_broken_is_awaited_until_it_is_known_to_be_right(last: Audit, status: int) -> None:
    looks = Looks("error")
    assert looks.status(BROKEN) == FOUND
    assert looks.status(last) == status
    assert looks.status(audited("live")) == 0
    assert Looks("never").status(last) == 0


def test_what_was_never_found_broken_is_not_awaited() -> None:
    looks = Looks("error")
    for made in (audited("unknown", None, DENIED), audited("live", Severity.WARNING), audited("unknown")):
        assert looks.status(made) == 0
