"""What lists say of a target, and the text in which a filter looks for letters; the same for what is kept."""

from __future__ import annotations

from xalias_tui.domain.accounts import digits
from xalias_tui.domain.coverage import AGED
from xalias_tui.domain.names import in_unicode
from xalias_tui.domain.targets import Target
from xalias_tui.domain.ways_in import own_profile


def reach(target: Target) -> str:
    """Who can reach it, in a word."""
    return "" if target.internal is None else ("internal" if target.internal else "internet")


def listed_name(target: Target) -> str:
    """Its own name and the first host name that it serves; that one first where its own name is an id in capitals."""
    if not target.hostnames or target.hostnames[0] == target.name:
        return target.name
    more = f" +{len(target.hostnames) - 1}" if len(target.hostnames) > 1 else ""
    names = (target.name, target.hostnames[0] + more)
    return "  ".join(reversed(names) if target.name.isupper() else names)


def listed_state(target: Target) -> str:
    """The service's word, or the rule that excludes it."""
    return target.state if target.aliasable else f"✗ {target.state}"


def may_be_gone(target: Target) -> bool:
    """Whether where it was read proves nothing; age alone is no such reason, it is said of the whole list."""
    return target.doubt not in ("", AGED)


def listed_owner(target: Target) -> str:
    """The profile that other tools know too, else the id of its account."""
    return own_profile(target.profile) or target.account_id


def owner_text(target: Target) -> str:
    """How its account is found, and ordered by."""
    return f"{listed_owner(target)} {target.account_id} {digits(target.account_id)}"


def searched_text(target: Target) -> str:
    """In lower case everything that a filter looks in."""
    parts = (
        target.kind, target.name, target.region, target.state, target.account_id, target.profile, target.label,
        reach(target), target.arn, *(name.bare for name in target.names), *target.hostnames,
    )  # fmt: skip
    return " ".join(parts).lower()


def with_readable_names(text: str) -> str:
    """A text in which a name in Punycode is also found as people write it."""
    return f"{text} {in_unicode(text)}" if "xn--" in text else text
