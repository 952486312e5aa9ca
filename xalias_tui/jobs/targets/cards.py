"""Target cards: what was found on the target side, with its evidence, as a file for the people of the zone side.

A card lets two people work together who have no credentials for each other's accounts. It is dated and sealed: a card
that is old, or whose content was changed after it was written, is recognisable. The seal is no signature: it tells
accidents and edits, not forgery.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from cattrs import ClassValidationError, Converter
from cattrs.preconf.json import make_converter

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.documents import (
    Document,
    envelope,
    seal,
    target_document,
    target_from_document,
)
from xalias_tui.domain.errors import UsageError, XaliasError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import partition_of_arn
from xalias_tui.domain.targets import CardOrigin, Facts, Target
from xalias_tui.store.files import read_json
from xalias_tui.targets import all_kinds

_KIND: Final = "target card"
_REMEDY: Final = "Write one in the target account with 'xalias targets --card FILE'."


@dataclass(frozen=True, slots=True)
class Card:
    """What a card holds.

    Attributes:
        origin: When it was written, and whether it is as it was written.
        targets: With the evidence that was read then.
        unscanned: What could not be asked then.
    """

    origin: CardOrigin
    targets: tuple[Target, ...]
    unscanned: tuple[Unscanned, ...]

    @property
    def owners(self) -> tuple[Account, ...]:
        """Whose targets these are, as far as their ARNs tell: nobody has signed in there."""
        found = {target.account_id: partition_of_arn(target.arn) for target in self.targets if target.arn}
        return tuple(Account(f"the card of {id_}", id_, partition=where) for id_, where in found.items() if where)


def card_document(
    targets: Iterable[Target],
    unscanned: Iterable[Unscanned],
    *,
    made_at: datetime,
    inspected_for: DnsName | None = None,
) -> Document:
    """The document of a card: that of ``targets``, with the evidence of each target and a dated, sealed ``card``."""
    document = envelope("targets", {"targets": [_full_document(target) for target in targets]}, tuple(unscanned))
    document["card"] = {
        "made_at": made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "inspected_for": inspected_for.text if inspected_for else "",
    }
    return {**document, "seal": seal(document)}


def open_cards(files: Iterable[Path], now: datetime) -> tuple[Card, ...]:
    """The cards in files.

    Raises:
        UsageError: when one can't be read or is no card.
    """
    return tuple(_open_card(file, now) for file in files)


def _open_card(file: Path, now: datetime) -> Card:
    content = read_json(file, code="not-a-card", kind=_KIND, remedy=_REMEDY)
    try:
        return read_card(content, now)
    except (KeyError, TypeError, ValueError, AttributeError, XaliasError) as error:
        raise UsageError("not-a-card", f"{file} is no {_KIND}.", _REMEDY) from error


def read_card(content: object, now: datetime) -> Card:
    """The card in a document.

    Raises:
        KeyError, TypeError, ValueError, AttributeError, XaliasError: when it is no card.
    """
    if not isinstance(content, Mapping):
        raise TypeError(type(content))
    made_at = datetime.fromisoformat(content["card"]["made_at"])
    if made_at.tzinfo is None:
        raise ValueError(made_at)
    origin = CardOrigin(
        made_at=made_at,
        opened_at=now,
        inspected_for=content["card"]["inspected_for"],
        edited=content["seal"] != seal(content),
    )
    targets = tuple(_read_target(target, origin) for target in content["data"]["targets"])
    return Card(origin, targets, tuple(Unscanned(**item) for item in content["unscanned"]))


def _full_document(target: Target) -> Document:
    facts = target.facts
    return {
        **target_document(target),
        "evaluate_target_health": target.evaluate_target_health,
        "inspected": target.inspected,
        "facts": None if facts is None else {"form": type(facts).__name__, **_converter().unstructure(facts)},
    }


def _read_target(document: Mapping[str, Any], origin: CardOrigin) -> Target:
    facts = _read_facts(document["facts"])
    return replace(
        target_from_document(document),
        profile="",
        evaluate_target_health=document["evaluate_target_health"],
        facts=facts,
        inspected=document["inspected"] is True and facts is not None,
        card=origin,
    )


def _read_facts(document: Mapping[str, Any] | None) -> Facts | None:
    """The evidence; None where this version does not know its form: then nothing of it was checked."""
    all_kinds()  # each kind's module brings the form of its evidence
    forms = {form.__name__: form for form in _forms(Facts)}
    form = None if document is None else forms.get(document["form"])
    if document is None or form is None:
        return None
    try:
        return _converter().structure({key: value for key, value in document.items() if key != "form"}, form)
    except ClassValidationError:
        return None


def _forms(root: type[Facts]) -> Iterator[type[Facts]]:
    yield root
    for form in root.__subclasses__():
        yield from _forms(form)


@cache
def _converter() -> Converter:
    converter = make_converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(DnsName, lambda name: name.text)
    converter.register_structure_hook(DnsName, lambda text, _: DnsName.from_route53(text))
    return converter
