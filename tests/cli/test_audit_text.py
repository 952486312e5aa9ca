from __future__ import annotations

from datetime import UTC, datetime

from tests.jobs.fakes import plain, zone
from xalias_tui.cli.audit_text import audit_lines
from xalias_tui.domain.audits import Audit
from xalias_tui.domain.verdicts import AliasVerdict, Inventory

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def test_what_is_not_known_is_said_also_where_only_what_is_new_is_listed() -> None:
    verdicts = (
        AliasVerdict(plain("db.example.com", "CNAME", "db.rds.amazonaws.com"), zone(), "unknown"),
        AliasVerdict(plain("www.example.com", "CNAME", "www.example.org"), zone(), "live"),
    )
    audit = Audit((zone(),), 2, verdicts, (), Inventory(()), 0.1, NOON, (), frozenset())
    said = "1 record without a finding is not known to work, and not listed (--all lists everything)."
    assert said in list(audit_lines(audit))
    everything = list(audit_lines(audit, show_all=True))
    assert said not in everything
    assert any("db.example.com" in line for line in everything)
