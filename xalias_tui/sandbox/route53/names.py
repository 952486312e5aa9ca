r"""Route 53's own reading of domain names: lower case, octal escapes, ``*`` listed as ``\052``, its sort order.

Written apart from the program's reading of names on purpose, so that each of the two tests the other.
Sources: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html and the API reference of
ListResourceRecordSets.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ESCAPE = re.compile(rb"\\([0-3][0-7]{2})")
_ESCAPED = re.compile(r"\\([0-3][0-7]{2})")
_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-_")
_MAX_LABEL = 63
_MAX_NAME = 255


class NameProblem(Exception):  # noqa: N818 -- Route 53 calls it a problem
    """A text is no domain name; its message is Route 53's sentence."""

    def __init__(self, code: str, explanation: str, text: str) -> None:
        super().__init__(f"FATAL problem: {code} ({explanation}) encountered with '{text}'")


@lru_cache(maxsize=65_536)
def listed(text: str) -> str:
    """The form in which Route 53 lists a name: lower case, final dot, unusual octets as three octal digits.

    Spaces, control characters and what is not ASCII are written as such escapes in requests too
    (DomainNameFormat); a refusal quotes the character (plesk/ext-route53#13).

    Raises:
        NameProblem: when it is no domain name.
    """
    if not text.strip("."):
        raise NameProblem("DomainNameEmpty", "Domain name is empty", text)
    for character in text:
        if not "!" <= character <= "~":
            raise NameProblem("UnsupportedCharacter", "Value contains unsupported characters", character)
    shown, length = "", 0
    for raw in text.removesuffix(".").encode().split(b"."):
        label = _ESCAPE.sub(lambda found: bytes([int(found[1], 8)]), raw).lower()
        if not label:
            raise NameProblem("DomainLabelEmpty", "Domain label is empty", text)
        if len(label) > _MAX_LABEL:
            raise NameProblem("DomainLabelTooLong", "Domain label is too long", text)
        length += len(label) + 1
        shown += "".join(chr(octet) if octet in _PLAIN else f"\\{octet:03o}" for octet in label) + "."
    if length > _MAX_NAME:
        raise NameProblem("DomainNameTooLong", "Domain name is too long", text)
    return shown


@lru_cache(maxsize=65_536)
def reversed_name(name: str) -> str:
    """Sort key of a listed name: labels from the right with the final dot, by their octets rather than escapes.

    The dot makes ``www-1`` come before ``www``. An escaped dot stays escaped, so that names keep distinct keys.
    """
    labels = (_ESCAPED.sub(_octet, label) for label in reversed(name.removesuffix(".").split(".")))
    return ".".join(labels) + "."


def _octet(found: re.Match[str]) -> str:
    octet = chr(int(found[1], 8))
    return found[0] if octet in ".\\" else octet


def is_inside(name: str, zone_name: str) -> bool:
    """Whether a listed name is a zone's apex or below it, on a label boundary."""
    return name == zone_name or name.endswith("." + zone_name)
