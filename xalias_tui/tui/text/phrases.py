"""Small sentences that several widgets say in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size

from xalias_tui.domain.accounts import Account, digits
from xalias_tui.domain.text import shown

if TYPE_CHECKING:
    from xalias_tui.domain.plans import Plan


ALIAS_TTL: Final = 60
"""Seconds that answers of an alias to most AWS resources carry; seen in answers, the target decides."""

_MINUTE: Final = 60
_HOUR: Final = 3_600
_DAY: Final = 86_400


def ago(then: datetime, now: datetime) -> str:
    """How long ago something was read, e.g. ``12 s ago``."""
    seconds = max(0, int((now - then).total_seconds()))
    if seconds < _MINUTE:
        return f"{seconds} s ago"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min ago"
    return f"{seconds // _HOUR} h ago" if seconds < _DAY else f"{seconds // _DAY} d ago"


def count(number: int, noun: str) -> str:
    """``1 record``, ``1,204 records``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def in_order(*keys: str) -> str:
    """Keys that are pressed one after the other: ``u``, ``3, then u``, ``esc, 3, then u``."""
    *first, last = keys
    return f"{', '.join(first)}, then {last}" if first else last


def shortened(text: str, cells: int) -> str:
    """A text in at most so many cells: its middle gives way, because names differ at both ends."""
    if cell_len(text) <= cells:
        return text
    tail = max(0, (cells - 1) // 2)
    end = len(text)
    while end > 0 and cell_len(text[end - 1 :]) <= tail:
        end -= 1
    return set_cell_size(text, max(0, cells - 1 - tail)) + "…" + text[end:]


def signed_in(account: Account, *, role: bool = False) -> str:
    """The identity of a profile, or why it can not be used, in few words."""
    if account.state == "ready":
        who = account.arn.rpartition(":")[2]
        return shown(f"{account.label} ({who})" if role and who else account.label)
    if account.state == "missing":
        return shown(f"no credentials for profile {account.profile or 'default'} (4 = accounts)")
    return shown(f"{account.profile or 'default'} · {account.state_words} (4 = accounts)")


def side_title(
    accounts: Sequence[Account], cards: int = 0, *, everyone: str = "", roles: bool = False, names: bool = True
) -> str:
    """The accounts of one side: the first, how many more, and how many target cards; empty if there are none.

    Args:
        accounts: Those of the side.
        cards: How many target cards it has.
        everyone: The organisation whose accounts it has too; empty for none.
        roles: Whether the role of the first is shown.
        names: Whether the name of the first is shown beside its id.
    """
    more = [f"+{len(accounts) - 1}"] if len(accounts) > 1 else []
    if not accounts:
        return " + ".join((*([everyone] if everyone else []), *([count(cards, "target card")] if cards else [])))
    first = accounts[0]
    bare = not names and first.state == "ready"
    called = digits(first.account_id) if bare else signed_in(first, role=roles)
    beside = [f"+ {everyone}"] if everyone else []
    return " ".join((called, *more, *beside, *([f"+ {count(cards, 'card')}"] if cards else [])))


def client_effects(plan: Plan, negative_ttl: int | None) -> tuple[str, ...]:
    """What clients will notice of a plan, and for how long."""
    effects = []
    gone = [change.record for change in plan.changes if change.action == "DELETE"]
    fresh = [change.record for change in plan.changes if change.action == "CREATE"]
    if gone:
        seconds = max(record.ttl if record.ttl is not None else ALIAS_TTL for record in gone)
        source = "its TTL" if all(record.ttl is not None for record in gone) else "the usual TTL of an alias answer"
        effects.append(f"Clients may keep the old answer for up to {seconds} s ({source}).")
    if fresh and not plan.before:
        known = (
            f"{negative_ttl} s (the zone's SOA)" if negative_ttl is not None else "the negative TTL of the zone's SOA"
        )
        effects.append(f"Resolvers may cache the earlier 'does not exist' answer for up to {known}.")
    if gone and not plan.after:
        effects.append("The name stops resolving for these types.")
    return tuple(effects)


def names_of(plan: Plan) -> str:
    """The name that a plan is about, with how many others it touches; of several alike how many there are, and which.

    The texts are untrusted.
    """
    names = plan.names
    if plan.name in names:
        return f"{plan.name}{f' +{len(names) - 1}' if len(names) > 1 else ''}"
    if len(names) == 1:
        return names[0].text
    return f"{len(names)} names: {', '.join(name.text for name in names)}"
