"""An audit as SARIF 2.1.0, the log that code scanning reads (OASIS Static Analysis Results Interchange Format)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from xalias_tui import __version__
from xalias_tui.domain.audits import Audit, Judged
from xalias_tui.domain.findings import Rule, Severity
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.owners import OwnerTags

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVEL: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(audit: Audit, catalogue: Mapping[str, Rule]) -> str:
    """The log; ``catalogue`` holds the rules by id."""
    judged = audit.judged()
    ids = sorted({row.finding.id for row in judged})
    index = {id_: at for at, id_ in enumerate(ids)}
    run = {
        "tool": {
            "driver": {
                "name": "xalias",
                "version": __version__,
                "rules": [_rule(id_, catalogue.get(id_)) for id_ in ids],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not audit.unscanned,
                "endTimeUtc": audit.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "toolExecutionNotifications": [_notification(item) for item in audit.unscanned],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [_result(row, index[row.finding.id], audit.owners) for row in judged],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(id_: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": id_}
    return {
        "id": id_,
        "shortDescription": {"text": rule.when},
        "help": {"text": f"{rule.remedy} Source: {rule.source}".strip()},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
    }


def _result(row: Judged, index: int, owners: OwnerTags) -> dict[str, Any]:
    finding, record, zone = row.finding, row.verdict.record, row.verdict.zone
    member = f"/{record.set_identifier}" if record.set_identifier else ""
    place = f"{zone.account_id}/{zone.id}/{record.name.text}/{record.type}{member}"
    result: dict[str, Any] = {
        "ruleId": finding.id,
        "ruleIndex": index,
        "level": _LEVEL[finding.severity],
        "message": {"text": f"{finding.message} {finding.remedy}".strip()},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": f"route53/{zone.id}"}, "region": {"startLine": 1}},
                "logicalLocations": [{"name": record.name.text, "fullyQualifiedName": place, "kind": "resource"}],
            }
        ],
        "partialFingerprints": {"xalias/v1": f"{finding.id}/{place}"},
        "properties": {
            "verdict": row.verdict.verdict,
            "zone": zone.name.text,
            "visibility": zone.visibility,
            "risk": row.verdict.risk,
            "target": finding.target,
            **({"owner": owners.of(row.verdict)} if owners.tag else {}),
        },
    }
    if row.new is not None:
        result["baselineState"] = "new" if row.new else "unchanged"
    if row.accepted is not None:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": row.accepted.reason}]
    return result


def _notification(item: Unscanned) -> dict[str, Any]:
    return {"level": "warning", "descriptor": {"id": item.code}, "message": {"text": f"{item.where}: {item.message}"}}
