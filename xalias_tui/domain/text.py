"""The one function that text of other accounts passes before it is drawn or printed."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NewType

Shown = NewType("Shown", str)
"""Text that is safe to draw: no control octet, no invisible or direction-changing character, bounded length."""

DEFAULT_LIMIT: Final = 200

_NAMED: Final = {
    "\u061c": "ALM", "\u200b": "ZW", "\u200c": "ZWNJ", "\u200d": "ZWJ", "\u200e": "LRM", "\u200f": "RLM",
    "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
    "\u2028": "LS", "\u2029": "PS", "\u2060": "WJ", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI",
    "\u2069": "PDI", "\ufeff": "BOM",
}  # fmt: skip
_CONTROL_PICTURES: Final = 0x2400
_DELETE: Final = 0x7F
_UNSAFE: Final = re.compile(
    # control, format, surrogate and separator characters (categories Cc, Cf, Cs, Zl, Zp) and variation selectors
    "[\x00-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    # letters and symbols that are drawn as nothing
    "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]"
    # so many combining marks that they leave their line
    "|[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3,}"
)


_LINK: Final = r"\x1b\]8;;(?:https://console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)/[!-~]*)?\x1b\\"
"""Begin and end of a link (OSC 8) to a page of the AWS console, and to nowhere else."""
_OURS: Final = re.compile(rf"(\n|\t|\x1b\[[0-9;]*m|{_LINK})")
"""What our own output is made of besides characters; SGR sequences only colour it."""


def many_of(count: int, noun: str) -> str:
    """How many there are, with the noun in its number: ``1 zone``, ``2,000 zones``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def shown(text: str, limit: int = DEFAULT_LIMIT) -> Shown:
    """Text made safe to draw: ESC becomes ``␛``, U+202E ``⟨RLO⟩``, and so on; longer than ``limit`` ends in ``…``.

    Markup is not touched: what draws the result must not read markup.
    """
    if len(text) > limit * 4:
        text = text[: limit * 4]
    safe = _UNSAFE.sub(lambda match: _visible(match[0]), text)
    if len(safe) > limit:
        safe = safe[: limit - 1] + "…"
    return Shown(safe)


def printable(text: str) -> str:
    """Lines of ours with nothing in them that a terminal obeys: only line feeds, tabs, our colours and links are kept.

    What others wrote is to pass ``shown`` before; this is for what was forgotten.
    """
    return "".join(
        part if at % 2 else _UNSAFE.sub(lambda match: _visible(match[0]), part)
        for at, part in enumerate(_OURS.split(text))
    )


def linked(text: Shown, url: str) -> str:
    """A text that a terminal may open as a page of the AWS console; ``printable`` keeps links to nowhere else."""
    return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if url else text


def _visible(run: str) -> str:
    if len(run) > 1:
        return f"{run[0]}⟨{len(run) - 1} marks⟩"
    if run in _NAMED:
        return f"⟨{_NAMED[run]}⟩"
    octet = ord(run)
    if octet < ord(" "):
        return chr(_CONTROL_PICTURES + octet)
    if octet == _DELETE:
        return "\u2421"
    return f"⟨{unicodedata.name(run, f'U+{octet:04X}')}⟩" if octet < 0xD800 else f"⟨U+{octet:04X}⟩"  # noqa: PLR2004 -- surrogates have no name
