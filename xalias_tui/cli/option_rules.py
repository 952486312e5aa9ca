"""Which options are on the command line, and those that mean nothing with or without another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
from click.core import ParameterSource

from xalias_tui.domain.errors import UsageError


def given(*names: str) -> tuple[str, ...]:
    """The options of these parameters that come before or after the command's name, as they are written there."""
    return tuple(dict.fromkeys(_given(names)))


def refuse_with(other: str, *names: str) -> None:
    """Refuse options that mean nothing beside another one, which is given.

    Raises:
        UsageError: when one of them is given.
    """
    found = given(*names)
    if found:
        raise UsageError("usage", f"{other} does not go with {' and '.join(found)}.", "Leave one or the other out.")


def refuse_without(other: str, *names: str) -> None:
    """Refuse options that mean nothing without another one, which is not given.

    Raises:
        UsageError: when one of them is given.
    """
    found = given(*names)
    if found:
        raise meaning_nothing(other, found)


def meaning_nothing(other: str, found: Sequence[str]) -> UsageError:
    """The error for options that are given without another one."""
    verb, them = ("means", "it") if len(found) == 1 else ("mean", "them")
    return UsageError(
        "usage", f"{' and '.join(found)} {verb} nothing without {other}.", f"Add {other}, or leave {them} out."
    )


def _given(names: tuple[str, ...]) -> Iterator[str]:
    context: click.Context | None = click.get_current_context()
    while context is not None:
        for parameter in context.command.params:
            name = parameter.name or ""
            if name in names and context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
                is_off = bool(parameter.secondary_opts) and context.params.get(name) is False
                yield (parameter.secondary_opts if is_off else parameter.opts)[0]
        context = context.parent
