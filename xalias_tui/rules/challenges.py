"""Names at which certificate authorities look for a challenge (ACME DNS-01, RFC 8555 section 8.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import RecordSet
from xalias_tui.rules.checks import Check, about, aliases, once_a_name

ACME_CHALLENGE_CHANGED = Rule(
    id="acme-challenge-changed",
    severity=Severity.WARNING,
    when="The name of a changed record set is _acme-challenge.<name>, or is below such a name.",
    message="{name} is where a certificate authority looks for a challenge: changing it can stop a certificate from "
    "being issued or renewed.",
    remedy="Leave it to the ACME client that writes it (certbot, cert-manager, lego, …).",
    source="RFC 8555 section 8.4",
)
ACME_CHALLENGE_BESIDE = Rule(
    id="acme-challenge-beside",
    severity=Severity.INFO,
    when="An alias is created at a name for which _acme-challenge.<name> has TXT or CNAME records.",
    message="A certificate for {name} is ordered through {challenge} ({current}): TLS for the name may end elsewhere "
    "than at the alias's target.",
    remedy="See that the target has a certificate of its own, and leave the challenge in place as long as the other "
    "certificate is renewed.",
    source="RFC 8555 section 8.4; the check is a tool rule",
)

_LABEL: Final = "_acme-challenge"
_TYPES: Final = frozenset({"TXT", "CNAME"})


def changed(case: Case) -> Iterator[Finding]:
    """Challenges that the change itself touches."""
    for record in once_a_name(change.record for change in case.changes):
        if _LABEL in record.name.labels:
            yield about(case, record).finding(ACME_CHALLENGE_CHANGED)


def beside(case: Case) -> Iterator[Finding]:
    """Challenges for the name of a created alias."""
    for record in once_a_name(record for record, _ in aliases(case)):
        standing = _challenge(case, record.name)
        if standing is not None:
            challenge, current = standing.name.bare, standing.summary()
            yield about(case, record).finding(ACME_CHALLENGE_BESIDE, challenge=challenge, current=current)


def _challenge(case: Case, name: DnsName) -> RecordSet | None:
    """The record at the name's challenge; a wildcard is proved at the name without its asterisk."""
    proved = name.parent if name.is_wildcard and name.parent is not None else name
    try:
        at = proved.child(_LABEL)
    except InvalidNameError:  # so long that no challenge fits before it
        return None
    return next((row for row in case.around.records.at(at) if row.type in _TYPES), None)


CHECKS: tuple[Check, ...] = (changed, beside)
