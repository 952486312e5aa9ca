r"""Literals of other languages, from which no value can break out.

Names and values come from accounts of others and from plan files. Every literal is printable ASCII on one line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from xalias_tui.domain.commands import word

_SHORT: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LAST_OF_PLANE_0: Final = 0xFFFF
_HCL_TEMPLATE: Final = re.compile(r"[$%](?=\{)")


def quoted(text: str) -> str:
    r"""A string in double quotes as Python reads it: ``\uXXXX`` and, past plane 0, ``\UXXXXXXXX``."""
    return f'"{"".join(_escaped(character) for character in text)}"'


def _escaped(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character.isascii() and character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= _LAST_OF_PLANE_0 else f"\\U{code:08x}"


def hcl(value: object) -> str:
    r"""A value as Terraform reads it; ``${`` and ``%{``, which begin templates, are ``\u0024{`` and ``\u0025{``.

    The doubled ``$${`` of the language's documentation is ambiguous after another ``$``; a code is not (HCL native
    syntax specification, "Quoted Templates").
    """
    if isinstance(value, str):
        text = "".join(_escaped(character) for character in value)
        return '"' + _HCL_TEMPLATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + '"'
    if isinstance(value, list | tuple):
        return f"[{', '.join(hcl(item) for item in value)}]"
    return _plain(value)


def javascript(value: object) -> str:
    """A value as JavaScript and TypeScript read it, which is how JSON writes it."""
    return json.dumps(value)


def python(value: object) -> str:
    """A value as Python reads it."""
    if isinstance(value, bool) or value is None:
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(python(item) for item in value)}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{python(key)}: {python(item)}' for key, item in value.items())}}}"
    return quoted(value) if isinstance(value, str) else _plain(value)


def shell(text: str) -> str:
    """A word of a POSIX shell; with control characters in it, in the ``$'…'`` of bash, ksh and zsh."""
    if text.isprintable():
        return word(text)
    return "$'" + "".join(_shell_escaped(octet) for octet in text.encode("utf-8", "surrogateescape")) + "'"


def _shell_escaped(octet: int) -> str:
    character = chr(octet)
    return character if character.isalnum() and character.isascii() else f"\\x{octet:02x}"


def _plain(value: object) -> str:
    """Numbers, ``true``, ``false`` and ``null``; anything else as the text of its JSON."""
    text = json.dumps(value)
    return text if isinstance(value, bool | int) or value is None else quoted(text)
