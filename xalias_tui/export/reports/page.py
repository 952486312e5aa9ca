"""An audit as one HTML page that needs nothing else: no network, no second file; every foreign text is escaped."""

from __future__ import annotations

from collections import Counter
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from xalias_tui import __version__
from xalias_tui.domain.audits import Audit, Judged
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.owners import Share, account_of
from xalias_tui.domain.text import shown
from xalias_tui.domain.verdicts import GLYPHS, WORST_FIRST, AliasVerdict

_LIMIT: Final = 2_000
_WORDS: Final = {
    "takeable": "another account could answer on the name",
    "broken": "points to nothing that works",
    "not-served": "the internet does not ask for it",
    "unknown": "could not be decided",
    "live": "leads where it should",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the page: one alias with everything that was found about it."""

    verdict: AliasVerdict
    findings: tuple[Judged, ...]

    @property
    def is_accepted(self) -> bool:
        """Whether everything that is found was accepted."""
        return bool(self.findings) and all(row.accepted is not None for row in self.findings)


def render(audit: Audit) -> str:
    """The page."""
    environment = Environment(
        loader=PackageLoader("xalias_tui.export.reports", "."),
        autoescape=select_autoescape(default_for_string=True, default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = lambda value: shown(str(value), _LIMIT)
    rows = _rows(audit)
    counts = Counter(row.verdict.verdict for row in rows)
    return environment.get_template("page.html.j2").render(
        audit=audit,
        rows=rows,
        order=WORST_FIRST,
        words=_WORDS,
        glyphs=GLYPHS,
        counts=counts,
        sentence=sentence(audit),
        missed=_missed(audit),
        accepted=sum(row.is_accepted for row in rows),
        errors=sum(f.finding.severity is Severity.ERROR and not f.accepted for row in rows for f in row.findings),
        shares=_shares(audit),
        account_of=account_of,
        owner_word=lambda verdict: audit.owners.word(verdict, "without the tag"),
        news=[row for row in audit.judged() if row.new],
        known=sum(row.new is False for row in audit.judged()),
        version=__version__,
    )


def sentence(audit: Audit) -> str:
    """The whole audit in one sentence, for those who read no further."""
    counts = audit.counts()
    if not audit.verdicts:
        return "There is no alias record in what could be read."
    said = f"{counts['broken']} of {len(audit.verdicts)} aliases point to nothing that works"
    if counts["takeable"]:
        said += f", {counts['takeable']} of them in a way that lets another account answer on the name"
    if counts["unknown"]:
        said += f"; {counts['unknown']} could not be decided"
    return said + "."


def _shares(audit: Audit) -> list[tuple[str, tuple[Share, ...]]]:
    """What is listed by account and, where a tag was named, by owner: each with its heading."""
    tag = audit.owners.tag
    by_owner = [(f"By owner (tag {shown(tag)})", audit.by_owner())] if tag else []
    return [("By account", audit.by_account()), *by_owner]


def _missed(audit: Audit) -> list[str]:
    """Whose look-ups failed, each account once, with how many."""
    owners = Counter(item.owner or item.kind for item in audit.unscanned)
    return [shown(f"{owner} ({many})", _LIMIT) for owner, many in owners.items()]


def _rows(audit: Audit) -> tuple[Row, ...]:
    found: dict[tuple[str, object], list[Judged]] = {}
    for judged in audit.judged():
        found.setdefault((judged.verdict.zone.id, judged.verdict.record.key), []).append(judged)
    rows = [Row(verdict, tuple(found.get((verdict.zone.id, verdict.record.key), ()))) for verdict in audit.verdicts]
    return tuple(sorted(rows, key=lambda row: (WORST_FIRST.index(row.verdict.verdict), not row.findings)))
