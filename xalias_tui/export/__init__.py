"""Plans in the words of other tools: a module that has a ``FORMAT`` is a format, no list is edited."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from xalias_tui.domain.errors import UsageError
from xalias_tui.export.format import Export, Format, Render
from xalias_tui.export.reading import Address, Plans, blocks, declared, left_out, removed

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


def export(plans: Plans, format_: Format, *, with_lookup: bool = False) -> Export:
    """Write plans in a format.

    Args:
        plans: What to write, at least one.
        format_: How.
        with_lookup: Whether targets are looked up beside their written-out values.

    Raises:
        UsageError: when the format can hold nothing of the plans or not all of them in one file, when plans contradict
            each other, or when the format can't look up a target.
    """
    _refuse_too_many(plans, format_)
    if format_.sends:
        _refuse_nothing(plans)
    else:
        _refuse_contradictions(plans)
        _refuse_impossible(plans, format_)
    render = _with_lookup(format_) if with_lookup else format_.render
    return Export(format_, render(plans), tuple(left_out(plans, format_.obstacle)))


def _with_lookup(format_: Format) -> Render:
    if format_.render_with_lookup is not None:
        return format_.render_with_lookup
    able = ", ".join(candidate.name for candidate in formats() if candidate.render_with_lookup is not None)
    raise UsageError("no-lookup", f"Nothing looks up the target in {format_.title}.", f"Leave it out, or use {able}.")


def _refuse_too_many(plans: Plans, format_: Format) -> None:
    zones = {plan.zone.id for plan in plans}
    if format_.holds == "plan" and len(plans) > 1:
        what = "one plan"
    elif format_.holds == "zone" and len(zones) > 1:
        what = "plans of one zone"
    else:
        return
    raise UsageError(
        "too-many-plans", f"A file for {format_.title} holds {what} only.", "Export them one after the other."
    )


def _refuse_nothing(plans: Plans) -> None:
    for plan in plans:
        if not plan.changes:
            raise UsageError(
                "nothing-to-send",
                f"There is nothing to send: {plan.name} already is what was planned.",
                "A declaring format, e.g. terraform, writes down what is there.",
            )


def _refuse_contradictions(plans: Plans) -> None:
    """One file can't declare a record set twice, nor declare one that another plan removes."""
    seen: set[Address] = set()
    for plan in plans:
        own = {(plan.zone.id, record.key) for record in (*declared(plan), *removed(plan))}
        for _, key in sorted(own & seen):
            raise UsageError(
                "plans-contradict",
                f"Two of the plans are about {key} in zone {plan.zone.name} ({plan.zone.id}).",
                "Export them one after the other.",
            )
        seen |= own


def _refuse_impossible(plans: Plans, format_: Format) -> None:
    wanted = [(plan.zone, record) for plan in plans for record in declared(plan)]
    if not wanted and not format_.may_be_empty:
        raise UsageError(
            "export-impossible",
            f"This can't be written for {format_.title}: a removal leaves nothing to declare.",
            "Take the record out of the file that declares it, or choose another format: change-batch, aws-cli.",
        )
    if not wanted or blocks(plans, format_.obstacle):
        return
    reasons = dict.fromkeys(format_.obstacle(zone, record) for zone, record in wanted)
    raise UsageError(
        "export-impossible",
        f"This can't be written for {format_.title}: {'; '.join(reason for reason in reasons if reason)}.",
        "Choose another format: terraform can hold every record.",
    )
