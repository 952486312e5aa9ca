"""The JSON document of ``audit``, in the words of the headless contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from xalias_tui.domain.audits import Acceptance, Audit, Judged
from xalias_tui.domain.coverage import coverage_document
from xalias_tui.domain.documents import Document, finding_document
from xalias_tui.domain.owners import Share
from xalias_tui.domain.verdicts import AliasVerdict, coverage_of


def audit_document(audit: Audit, rows: Callable[[Iterator[Document]], Iterable[Document]] = list) -> Document:
    """The ``data`` of ``audit``: ``broken`` counts those that can be taken over too.

    ``rows`` makes what stands for its lists; with ``iter`` no row is made before it is wanted.
    """
    judged = audit.judged()
    counts = audit.counts()
    return {
        "summary": {
            "zones": len(audit.zones),
            "records": audit.records,
            "aliases": audit.of_type(),
            "cnames": audit.of_type("CNAME"),
            "delegations": audit.of_type("NS"),
            "addresses": audit.of_type("A", "AAAA"),
            **counts,
            "accepted": sum(row.accepted is not None for row in judged),
            "accounts": list(audit.inventory.accounts),
            "suspects": audit.inventory.suspects,
            "new": audit.new(),
            "at": audit.at.isoformat(),
            "seconds": round(audit.seconds, 3),
        },
        "findings": rows({**judged_document(row), "owner": audit.owners.of(row.verdict)} for row in judged),
        "aliases": rows({**verdict_document(each), "owner": audit.owners.of(each)} for each in audit.verdicts),
        "by_account": [
            {"account_id": share.key or "", "name": share.name, **share_document(share)} for share in audit.by_account()
        ],
        "by_owner": [{"owner": share.key, **share_document(share)} for share in audit.by_owner()],
        "owner_note": audit.owner_note(),
        "coverage": coverage_document(coverage_of(audit.inventory)),
    }


def share_document(share: Share) -> Document:
    """What was found for one account or owner, without its key."""
    return {
        "records": share.records,
        "live": share.verdicts.get("live", 0),
        "broken": share.broken,
        "takeable": share.verdicts.get("takeable", 0),
        "not_served": share.verdicts.get("not-served", 0),
        "unknown": share.verdicts.get("unknown", 0),
        "errors": share.errors,
        "warnings": share.warnings,
        "new": share.new,
    }


def judged_document(judged: Judged) -> Document:
    """A *finding* with the verdict of its alias, and whether it was accepted."""
    accepted = judged.accepted
    return {
        **finding_document(judged.finding),
        "verdict": judged.verdict.verdict,
        "zone": judged.verdict.zone.name.text,
        "account_id": judged.verdict.zone.account_id,
        "accepted": None if accepted is None else acceptance_document(accepted),
        "new": judged.new,
    }


def acceptance_document(acceptance: Acceptance) -> Document:
    """Why a finding was accepted, when, and until when."""
    return {
        "reason": acceptance.reason,
        "at": acceptance.at.isoformat(),
        "until": acceptance.until.isoformat() if acceptance.until else None,
    }


def verdict_document(verdict: AliasVerdict) -> Document:
    """One record and its verdict; ``dns_name`` is what an alias or a CNAME points to."""
    record, target = verdict.record, verdict.target
    return {
        "zone_id": verdict.zone.id,
        "name": record.name.text,
        "type": record.type,
        "set_identifier": record.set_identifier,
        "private": verdict.zone.private,
        "dns_name": record.leads_to.text if record.leads_to else "",
        "verdict": verdict.verdict,
        "risk": verdict.risk,
        "target": None if target is None else {"kind": target.kind, "name": target.name, "arn": target.arn},
        "findings": [finding.id for finding in verdict.findings],
    }
