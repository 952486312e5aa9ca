"""A Pulumi program in Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordSet
from xalias_tui.export.format import Format
from xalias_tui.export.literals import python
from xalias_tui.export.provider_arguments import Arguments, arguments, import_id, obstacle
from xalias_tui.export.reading import about, commented, identifiers, pascal, removed, replaced, sayable, text_of

_TITLE: Final = "Pulumi (Python)"
_LISTS: Final[Mapping[str, str]] = {
    "alias": "aliases",
    "weighted_routing_policy": "weighted_routing_policies",
    "latency_routing_policy": "latency_routing_policies",
    "failover_routing_policy": "failover_routing_policies",
    "geolocation_routing_policy": "geolocation_routing_policies",
    "coordinates": "coordinates",
}
"""Blocks that Pulumi takes as a list, and what it calls them."""
_CLASSES: Final[Mapping[str, str]] = {"coordinates": "Coordinate"}
"""Blocks whose class Pulumi calls otherwise."""


def render(plan: Plan) -> str:
    """One ``aws.route53.Record`` a created record set."""
    records = sayable(plan, obstacle)
    names = identifiers(records)
    lines = [*commented("#", [*about(plan, _TITLE, obstacle), *_remarks(plan)]), "import pulumi_aws as aws"]
    for record in records:
        lines += ["", *_resource(plan, record, names[record.key])]
    return text_of(lines)


def _remarks(plan: Plan) -> list[str]:
    lines = ["Pulumi creates the records itself and fails where one is there already. To adopt what 'xalias apply'"]
    lines.append(
        "made, pass opts=pulumi.ResourceOptions(import_=...) once, with the id that stands beside each record."
    )
    if removed(plan) or replaced(plan):
        lines.append("What is replaced or removed it can't delete, unless its own state holds it: do that first.")
    return lines


def _resource(plan: Plan, record: RecordSet, name: str) -> list[str]:
    given = arguments(plan, record)
    return [
        *commented("#", [f"import id: {import_id(plan, record)}"]),
        "aws.route53.Record(",
        f"    {python(name)},",
        *_arguments(given),
        ")",
    ]


def _arguments(given: Arguments) -> list[str]:
    lines = [f"    {name}={python(value)}," for name, value in given.plain.items()]
    for name, content in given.blocks.items():
        lines += _block("Record", name, content, "    ")
    return lines


def _block(parent: str, name: str, content: Mapping[str, Any], indent: str) -> list[str]:
    type_ = parent + _CLASSES.get(name, pascal(name))
    opening, closing = ("[", "]") if name in _LISTS else ("", "")
    lines = [f"{indent}{_LISTS.get(name, name)}={opening}aws.route53.{type_}Args("]
    for key, value in content.items():
        if isinstance(value, Mapping):
            lines += _block(type_, key, value, f"{indent}    ")
        else:
            lines.append(f"{indent}    {key}={python(value)},")
    return [*lines, f"{indent}){closing},"]


FORMAT: Final = Format("pulumi-python", _TITLE, ".py", render, obstacle)
