"""Commands that an operator may copy and run, often unread: made of words, every one quoted for a POSIX shell.

Names and ids in them were chosen by others. One with control or invisible characters never gets into a command.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from string import Formatter
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.ways_in import own_profile

_LEFT_OUT: Final = "…"
_IN_A_SENTENCE: Final = re.compile(r"'(?:xalias|aws) [^']*'")
"""A command within a sentence's template."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A word that the operator's shell fills in.

    Attributes:
        name: The variable's name, e.g. ``TARGET``.
        after: What the word begins with.
    """

    name: str
    after: str = ""

    def __str__(self) -> str:
        return f'{word(self.after) if self.after else ""}"${self.name}"'


def word(text: str) -> str:
    """A text as one word of a POSIX shell."""
    return shlex.quote(text)


def joined(*words: str | Variable) -> str:
    """The command of some words; empty where one can't be shown as it is."""
    text = " ".join(word(each) if isinstance(each, str) else str(each) for each in words)
    return text if text.isprintable() else ""


def within_sentence(text: str) -> str:
    """A command as a sentence names it: in quotation marks, or without where a word of its own needed them.

    Either way what is between the sentence's words can be copied. One that can't be shown is an ellipsis.
    """
    if not text:
        return _LEFT_OUT
    return text if "'" in text else f"'{text}'"


def options(**values: str) -> str:
    """Options of a command of another tool, each with its value; those without one are left out.

    What takes the place of a profile's name for an account of an organisation is no profile to another tool.
    """
    values = {name: own_profile(value) if name == "profile" else value for name, value in values.items()}
    return " ".join(f"--{name.replace('_', '-')} {word(value)}" for name, value in values.items() if value)


def command(template: str, values: Mapping[str, object], **made: str) -> str:
    """The command of a template; empty where it needs a value that is not known, or that can't be shown as it is.

    Args:
        template: Words of ours, with placeholders that stand for one word or a part of one.
        values: What they stand for.
        made: What others stand for, as ``options`` made it.
    """
    fields = {field for _, field, _, _ in Formatter().parse(template) if field is not None}
    quoted = {key: word(str(value)) for key, value in values.items() if value not in ("", None)} | made
    if not fields <= quoted.keys():
        return ""
    text = template.format_map(quoted).strip()
    return text if text.isprintable() else ""


def sentence(template: str, values: Mapping[str, object]) -> str:
    """A sentence filled with values; within the commands that it names, every value that needs it is quoted.

    Raises:
        KeyError: when a placeholder has no value.
    """
    if "'" not in template:
        return template.format_map(values) if "{" in template or "}" in template else template
    quoted = _Quoted(values)
    parts: list[str] = []
    at = 0
    for found in _IN_A_SENTENCE.finditer(template):
        filled = found[0][1:-1].format_map(quoted)
        parts += [template[at : found.start()].format_map(values), within_sentence(filled)]
        at = found.end()
    return "".join([*parts, template[at:].format_map(values)])


class _Quoted(dict[str, object]):
    """Values as words of a shell."""

    def __getitem__(self, key: str) -> str:
        text = str(super().__getitem__(key))
        return word(text) if text.isprintable() else _LEFT_OUT
