"""A plan in the words of other tools: a module that has a ``FORMAT`` is a format, no list is edited."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.plans import Plan
from xalias_tui.export.format import Export, Format
from xalias_tui.export.reading import declared, left_out, sayable

__all__ = ["Export", "Format", "export", "format_of", "formats"]


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


def export(plan: Plan, format_: Format, *, with_data_source: bool = False) -> Export:
    """Write a plan in a format.

    Args:
        plan: What to write.
        format_: How.
        with_data_source: Whether the target shall be looked up beside its written-out values.

    Raises:
        UsageError: when the format can hold nothing of the plan, or can't look up its target.
    """
    _refuse_impossible(plan, format_)
    if not with_data_source:
        text = format_.render(plan)
    elif format_.render_with_data_source is None:
        raise UsageError(
            "no-data-source",
            f"{format_.title} has no data source for the target here.",
            "Leave it out, or choose terraform.",
        )
    else:
        text = format_.render_with_data_source(plan)
    return Export(format_, text, tuple(left_out(plan, format_.obstacle)))


def _refuse_impossible(plan: Plan, format_: Format) -> None:
    if format_.sends and not plan.changes:
        raise UsageError(
            "nothing-to-send",
            f"There is nothing to send: {plan.name} already is what was planned.",
            "A declaring format, e.g. terraform, writes down what is there.",
        )
    records = declared(plan)
    if format_.sends or not records or sayable(plan, format_.obstacle):
        return
    reasons = dict.fromkeys(format_.obstacle(plan.zone, record) for record in records)
    raise UsageError(
        "export-impossible",
        f"This plan can't be written for {format_.title}: {'; '.join(reason for reason in reasons if reason)}.",
        "Choose another format: terraform can hold every record.",
    )
