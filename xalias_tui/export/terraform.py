"""Terraform (and OpenTofu): ``aws_route53_record`` with import and removed blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xalias_tui.export.comments import about, commented, text_of
from xalias_tui.export.format import Format
from xalias_tui.export.literals import hcl
from xalias_tui.export.provider_arguments import Arguments, arguments, import_id, obstacle
from xalias_tui.export.reading import Block, Plans, blocks, removed_blocks, replaced
from xalias_tui.export.terraform_lookup import Lookup, lookups

_TITLE: Final = "Terraform"
_TYPE: Final = "aws_route53_record"


def render(plans: Plans) -> str:
    """One resource with its import block a record set, one removed block a deleted one."""
    return _text(plans, ())


def render_with_lookup(plans: Plans) -> str:
    """The same, and a data source a target, in the target's account, that the records are compared with.

    Raises:
        UsageError: when there is a data source for none of the targets.
    """
    return _text(plans, lookups(plans))


def _text(plans: Plans, found: tuple[Lookup, ...]) -> str:
    records, gone = blocks(plans, obstacle), removed_blocks(plans)
    remarks = [*_remarks(plans, records, gone), *_lookup_remarks(plans, found)]
    lines = commented("#", [*about(plans, _TITLE, obstacle), *remarks])
    for provider in dict.fromkeys(tuple(lookup.provider()) for lookup in found):
        lines += ["", *provider]
    for lookup in found:
        lines += ["", *lookup.data()]
    for block in records:
        condition = [line for lookup in found for line in lookup.precondition(block.zone, block.record)]
        lines += ["", *_resource(block.name, arguments(block.zone, block.record), condition)]
        lines += ["", *_import(block)]
    for block in gone:
        lines += ["", *_removed(block.name)]
    return text_of(lines)


def _remarks(plans: Plans, records: tuple[Block, ...], gone: tuple[Block, ...]) -> list[str]:
    lines = []
    if records:
        lines.append("The import blocks adopt the records that 'xalias apply' made (Terraform 1.5 or later).")
        lines.append("Without them Terraform creates the records itself, and fails where one is there already.")
    if any(map(replaced, plans)):
        lines.append("What is replaced must be gone, or be imported, before: Terraform creates, it doesn't swap.")
    if gone:
        lines.append("A removed block deletes what Terraform manages at that address (1.7 or later); set the address")
        lines.append("that it has in your state, and take its resource out. Unmanaged records 'xalias apply' removes.")
    return lines


def _lookup_remarks(plans: Plans, found: tuple[Lookup, ...]) -> list[str]:
    if not found:
        return []
    looked_up = {lookup.target.key for lookup in found}
    missing = [plan.target for plan in plans if plan.target is not None and plan.target.key not in looked_up]
    return [
        "The records are the default provider's, in the zone's account; the targets are looked up in their own.",
        "Leave out a provider block that you have already; a precondition fails once a target is another.",
        *(f"No data source is known for the {target.kind} {target.name}." for target in missing),
    ]


def _resource(name: str, given: Arguments, condition: list[str]) -> list[str]:
    lines = [f'resource "{_TYPE}" "{name}" {{', *_assignments(given.plain, "  ")]
    for block, content in given.blocks.items():
        lines += ["", *_block(block, content, "  ")]
    if condition:
        lines += ["", "  lifecycle {", *(f"    {line}" for line in condition), "  }"]
    return [*lines, "}"]


def _block(name: str, content: Mapping[str, Any], indent: str) -> list[str]:
    plain = {key: value for key, value in content.items() if not isinstance(value, Mapping)}
    lines = [f"{indent}{name} {{", *_assignments(plain, f"{indent}  ")]
    for key, value in content.items():
        if isinstance(value, Mapping):
            lines += _block(key, value, f"{indent}  ")
    return [*lines, f"{indent}}}"]


def _assignments(values: Mapping[str, Any], indent: str) -> list[str]:
    """Assignments with their signs in one column, as ``terraform fmt`` sets them."""
    width = max((len(name) for name in values), default=0)
    return [f"{indent}{name:{width}} = {hcl(value)}" for name, value in values.items()]


def _import(block: Block) -> list[str]:
    return ["import {", f"  to = {_TYPE}.{block.name}", f"  id = {hcl(import_id(block.zone, block.record))}", "}"]


def _removed(name: str) -> list[str]:
    return ["removed {", f"  from = {_TYPE}.{name}", "", "  lifecycle {", "    destroy = true", "  }", "}"]


FORMAT: Final = Format("terraform", _TITLE, ".tf", render, obstacle, render_with_lookup=render_with_lookup)
