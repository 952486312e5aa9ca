"""A plan in the words of other tools: a module that has a ``FORMAT`` is a format, no list is edited."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from xalias_tui.domain.errors import UsageError
from xalias_tui.export.format import Format

__all__ = ["Format", "format_of", "formats"]


@cache
def formats() -> tuple[Format, ...]:
    """Every format, by name."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    found = [module.FORMAT for module in modules if isinstance(getattr(module, "FORMAT", None), Format)]
    return tuple(sorted(found, key=lambda format_: format_.name))


def format_of(name: str) -> Format:
    """The format of a name.

    Raises:
        UsageError: when there is no such format.
    """
    for candidate in formats():
        if candidate.name == name:
            return candidate
    known = ", ".join(candidate.name for candidate in formats())
    raise UsageError("format-unknown", f"There is no export format called {name}.", f"Choose one of: {known}.")
