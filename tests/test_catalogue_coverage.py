"""Every constraint of the catalogue is raised by a test over the wire, or stands here with the reason why not."""

from __future__ import annotations

from pathlib import Path

from tests.raised import promised
from xalias_tui.jobs import catalogue

IDS = tuple((Path(__file__).parent / "catalogue_ids.txt").read_text(encoding="utf-8").split())
"""Ids of the catalogue of constraints that the program was written against."""

NOT_IN_THE_PROGRAM: dict[str, str] = {
    "zone-ns-ttl-info": "said by zone-cached-old-record, with which the catalogue lists it",
}
"""Constraints that no rule judges yet, with what they need."""

NOT_OVER_THE_WIRE: dict[str, str] = {
    "alias-batch-order": "xalias orders the batch itself, and Route 53's refusal reads as alias-target-not-found",
    "alias-zone-id-has-prefix": "no service returns a prefix, and nobody can type a zone id",
    "batch-delete-first": "xalias orders the batch itself, and Route 53's refusal reads as another rule's",
    "commit-compare-and-swap": "it is how every change is sent; what fails then is told as stale-plan, "
    "record-already-exists, delete-not-found or delete-values-differ",
    "commit-upsert-cannot-change-type": "xalias sends no UPSERT",
    "test-dns-answer-limits": "xalias does not ask TestDNSAnswer: it asks the name servers themselves",
}
"""Rules that only examples raise, with why nothing over the wire does."""


def test_every_constraint_is_a_rule_or_its_absence_has_a_reason() -> None:
    known = {rule.id for rule in catalogue.rules()}
    assert len(IDS) == len(set(IDS)) == 208
    assert {id_ for id_ in IDS if id_ not in known} == NOT_IN_THE_PROGRAM.keys() - known
    assert set(NOT_IN_THE_PROGRAM) <= set(IDS)
    assert all(NOT_IN_THE_PROGRAM.values())


def test_every_rule_of_the_catalogue_is_raised_over_the_wire_or_has_a_reason() -> None:
    """Whether a promise is kept the test that gives it finds out, see ``tests.raised``."""
    over_wire, known = promised().keys(), {rule.id for rule in catalogue.rules()}
    assert over_wire - known == set(), "promised, but no rules"
    assert known.intersection(IDS) - over_wire - NOT_OVER_THE_WIRE.keys() == set(), "raised by no test over the wire"
    assert over_wire & NOT_OVER_THE_WIRE.keys() == set(), "raised by a test, so not to be excused"
    assert NOT_OVER_THE_WIRE.keys() <= set(IDS)
    assert all(NOT_OVER_THE_WIRE.values())
