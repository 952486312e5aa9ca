"""A Pulumi program in Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xalias_tui.export.comments import about, commented, text_of
from xalias_tui.export.format import Format
from xalias_tui.export.literals import python
from xalias_tui.export.provider_arguments import Arguments, arguments, import_id, obstacle
from xalias_tui.export.reading import Block, Plans, blocks, takes_away

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


def render(plans: Plans) -> str:
    """One ``aws.route53.Record`` a record set."""
    lines = [*commented("#", [*about(plans, _TITLE, obstacle), *_remarks(plans)]), "import pulumi_aws as aws"]
    for block in blocks(plans, obstacle):
        lines += ["", *_resource(block)]
    return text_of(lines)


def _remarks(plans: Plans) -> list[str]:
    lines = ["Pulumi creates the records itself and fails where one is there already. To adopt what 'xalias apply'"]
    lines.append("made, pass opts=pulumi.ResourceOptions(import_=...) once, with the id beside each record.")
    if takes_away(plans):
        lines.append("What is replaced or removed it can't delete, unless its own state holds it: do that first.")
    return lines


def _resource(block: Block) -> list[str]:
    return [
        *commented("#", [f"import id: {import_id(block.zone, block.record)}"]),
        "aws.route53.Record(",
        f"    {python(block.name)},",
        *_arguments(arguments(block.zone, block.record)),
        ")",
    ]


def _arguments(given: Arguments) -> list[str]:
    lines = [f"    {name}={python(value)}," for name, value in given.plain.items()]
    for name, content in given.blocks.items():
        lines += _nested("Record", name, content, "    ")
    return lines


def _nested(parent: str, name: str, content: Mapping[str, Any], indent: str) -> list[str]:
    type_ = parent + _CLASSES.get(name, _pascal(name))
    opening, closing = ("[", "]") if name in _LISTS else ("", "")
    lines = [f"{indent}{_LISTS.get(name, name)}={opening}aws.route53.{type_}Args("]
    for key, value in content.items():
        if isinstance(value, Mapping):
            lines += _nested(type_, key, value, f"{indent}    ")
        else:
            lines.append(f"{indent}    {key}={python(value)},")
    return [*lines, f"{indent}){closing},"]


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


FORMAT: Final = Format("pulumi-python", _TITLE, ".py", render, obstacle)
