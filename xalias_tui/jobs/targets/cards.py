"""Target cards: what was found on the target side, with its evidence, as a file for the people of the zone side.

A card lets two people work together who have no credentials for each other's accounts. It has a date and a checksum: a
card that is old, or whose content was changed by accident, is recognised. Anybody can make a new checksum, so that
whoever may not be trusted with the zone may not be trusted with the card either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.documents import (
    CHECKSUM,
    Document,
    checksum,
    envelope,
    target_document,
)
from xalias_tui.domain.errors import UsageError, XaliasError
from xalias_tui.domain.given import Given, NotGivenError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import partition_of_arn
from xalias_tui.domain.read_documents import read_target
from xalias_tui.domain.targets import CardOrigin, Facts, HealthEvaluation, Target
from xalias_tui.store.files import read_json
from xalias_tui.targets import all_kinds

if TYPE_CHECKING:
    from cattrs import Converter

_KIND: Final = "target card"
_AS_IT_IS: Final = frozenset((str, int, bool, type(None)))
_UNSCANNED: Final = ("account_id", "profile", "region", "kind", "code", "message", "action")
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
        """Whose targets these are, as far as their ARNs say: no one has signed in there."""
        found = {target.account_id: partition_of_arn(target.arn) for target in self.targets if target.arn}
        return tuple(Account(f"the card of {id_}", id_, partition=where) for id_, where in found.items() if where)


def card_document(
    targets: Iterable[Target],
    unscanned: Iterable[Unscanned],
    *,
    made_at: datetime,
    inspected_for: DnsName | None = None,
) -> Document:
    """The document of a card: that of ``targets``, with the evidence of each target, a date and a checksum."""
    document = envelope("targets", {"targets": [full_document(target) for target in targets]}, tuple(unscanned))
    document["card"] = {
        "made_at": made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "inspected_for": inspected_for.text if inspected_for else "",
    }
    return {**document, CHECKSUM: checksum(document)}


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
    except (NotGivenError, XaliasError) as error:
        why = error.message if isinstance(error, XaliasError) else error
        raise UsageError("not-a-card", f"{file} is not a {_KIND}: {why}.", _REMEDY) from error


def read_card(content: object, now: datetime) -> Card:
    """The card in a document.

    Raises:
        NotGivenError, XaliasError: when it is no card.
    """
    given = Given(content)
    card = given.one("card")
    origin = CardOrigin(
        made_at=card.moment("made_at"),
        opened_at=now,
        inspected_for=card.text("inspected_for"),
        edited=given.text(CHECKSUM) != checksum(given.members),
    )
    targets = tuple(_read_target(target, origin) for target in given.one("data").many("targets"))
    missed = (_read_unscanned(item) for item in given.many("unscanned"))
    return Card(origin, targets, tuple(missed))


def _read_unscanned(item: Given) -> Unscanned:
    account_id, profile, region, kind, code, message, action = (item.text(key, "") for key in _UNSCANNED)
    return Unscanned(account_id, profile, region, kind, code, message, action)


def full_document(target: Target) -> Document:
    """A *target* with its evidence."""
    facts = target.facts
    return {
        **target_document(target),
        "evaluate_target_health": target.evaluate_target_health,
        "inspected": target.inspected,
        "facts": None if facts is None else {"form": type(facts).__name__, **_plain(facts)},
    }


def _plain(value: Any) -> Any:
    """Evidence as JSON holds it, which ``_converter`` reads back.

    By hand, as the library first compiles a function for each form: 40 ms of every run that keeps what it found.
    """
    form = type(value)
    if form in _AS_IT_IS:
        return value
    if form is tuple:
        return [_plain(item) for item in value]
    if form is datetime:
        return value.isoformat()
    members = _members(form)  # type: ignore[arg-type] # a class can be hashed
    return {name: _plain(getattr(value, name)) for name in members}


@cache
def _members(form: type[Any]) -> tuple[str, ...]:
    return tuple(member.name for member in fields(form))


def _read_target(given: Given, origin: CardOrigin) -> Target:
    return replace(read_full(given), profile="", card=origin, reading=None, read_at=None)


def read_full(given: Given) -> Target:
    """A *target* read back with its evidence.

    Raises:
        NotGivenError, XaliasError: when it is no such document.
    """
    facts = _read_facts(given.one_or_none("facts"))
    health = given.one_of("evaluate_target_health", *get_args(HealthEvaluation))
    return replace(
        read_target(given),
        evaluate_target_health=cast("HealthEvaluation", health),
        facts=facts,
        inspected=given.flag("inspected") and facts is not None,
    )


def _read_facts(given: Given | None) -> Facts | None:
    """The evidence; None where this version does not know its form: then nothing of it was checked."""
    from cattrs import ClassValidationError  # noqa: PLC0415 -- loads slowly, and few runs keep or open evidence

    form = None if given is None else _forms_by_name().get(given.text("form"))
    if given is None or form is None:
        return None
    try:
        return _converter().structure({key: value for key, value in given.members.items() if key != "form"}, form)
    except ClassValidationError:
        return None


@cache
def _forms_by_name() -> dict[str, type[Facts]]:
    """Every form of evidence; each kind's module brings its own."""
    all_kinds()
    return {form.__name__: form for form in _forms(Facts)}


def _forms(root: type[Facts]) -> Iterator[type[Facts]]:
    yield root
    for form in root.__subclasses__():
        yield from _forms(form)


def _exactly(value: Any, type_: type[Any]) -> Any:
    """The value, where it is of the type; the library would make a text of a number, and true of ``"false"``."""
    if type(value) is not type_:
        raise TypeError(type_)
    return value


@cache
def _converter() -> Converter:
    from cattrs.preconf.json import make_converter  # noqa: PLC0415 -- as above

    converter = make_converter(forbid_extra_keys=True)
    for type_ in (str, int, bool):
        converter.register_structure_hook(type_, _exactly)
    return converter
