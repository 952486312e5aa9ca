"""What a debug log may hold: names of things, times and counts; no secret, whatever it is called or looks like.

Two nets: values whose key sounds like a secret are never written, and every line is searched once more for what looks
like one, however it got there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

HIDDEN: Final = "[redacted]"

_SECRET_KEY: Final = re.compile(
    r"token|secret|password|passphrase|credential|authoriz|signature|cookie|external.?id|access.?key|private.?key"
    r"|serial.?number|assertion|policy|code",
    re.IGNORECASE,
)
_SECRETS: Final = (
    re.compile(r"\b(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z0-9]{12,}\b"),  # ids of access keys, roles and users
    re.compile(r"\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){0,4}"),  # JSON Web Tokens
    re.compile(r"(?<![A-Za-z0-9/+_-])(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*[0-9])"
               r"[A-Za-z0-9/+]{40,}={0,2}(?![A-Za-z0-9/+=_-])"),  # secret access keys, session tokens
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL),
    re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"),  # a user and password in an address
    re.compile(r"(?i)(?<=[?&])(?:x-amz-[a-z-]+|token|signature|code)=[^&\s\"']+"),
)  # fmt: skip
_LONGEST: Final = 200
_MOST_ITEMS: Final = 5


def is_secret_key(key: str) -> bool:
    """Whether the value of a key may be a secret."""
    return _SECRET_KEY.search(key) is not None


def scrubbed(text: str) -> str:
    """A text without what looks like a secret."""
    for form in _SECRETS:
        text = form.sub(HIDDEN, text)
    return text


def outlined(values: Mapping[str, Any]) -> dict[str, object]:
    """What values are about: texts and numbers as they are, what is inside something else as how many there are."""
    return {key: HIDDEN if is_secret_key(key) and value else _outline(value) for key, value in values.items()}


def counted(values: Mapping[str, Any]) -> dict[str, object]:
    """How large an answer is: numbers, truth values, and how many a list or an object has; no text."""
    return {
        key: value if isinstance(value, bool | int) else f"{len(value)}"
        for key, value in values.items()
        if isinstance(value, bool | int | list | dict) and not is_secret_key(key)
    }


def _outline(value: object) -> object:
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
    if isinstance(value, list | tuple) and all(isinstance(item, str | int) for item in value):
        more = f" and {len(value) - _MOST_ITEMS} more" if len(value) > _MOST_ITEMS else ""
        return ", ".join(str(item)[:_LONGEST] for item in value[:_MOST_ITEMS]) + more
    return f"{len(value)} inside" if isinstance(value, list | tuple | dict) else type(value).__name__
