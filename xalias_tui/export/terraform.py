"""Terraform (and OpenTofu): ``aws_route53_record`` with import and removed blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordSet
from xalias_tui.export.format import Format
from xalias_tui.export.literals import hcl
from xalias_tui.export.provider_arguments import Arguments, arguments, import_id, obstacle
from xalias_tui.export.reading import about, commented, identifiers, removed, replaced, sayable, text_of

_TYPE: Final = "aws_route53_record"


def render(plan: Plan) -> str:
    """One resource with its import block a created record set, one removed block a deleted one."""
    records, left_out = sayable(plan, obstacle)
    gone = removed(plan)
    names = identifiers((*records, *gone))
    lines = commented("#", [*about(plan), *left_out, *_remarks(plan, records, gone)])
    for record in records:
        lines += ["", *_resource(names[record.key], arguments(plan, record))]
        lines += ["", *_import(names[record.key], import_id(plan, record))]
    for record in gone:
        lines += ["", *_removed(names[record.key])]
    return text_of(lines)


def _remarks(plan: Plan, records: tuple[RecordSet, ...], gone: tuple[RecordSet, ...]) -> list[str]:
    lines = []
    if records:
        lines.append("The import blocks adopt the records that 'xalias apply' made (Terraform 1.5 or later).")
        lines.append("Without them Terraform creates the records itself, and fails where one is there already.")
    if replaced(plan):
        lines.append("What is replaced must be gone, or be imported, before: Terraform creates, it doesn't swap.")
    if gone:
        lines.append("A removed block deletes what Terraform manages at that address (1.7 or later); set the address")
        lines.append("that it has in your state, and take its resource out. Unmanaged records 'xalias apply' removes.")
    return lines


def _resource(name: str, given: Arguments) -> list[str]:
    lines = [f'resource "{_TYPE}" "{name}" {{', *_assignments(given.plain, "  ")]
    for block, content in given.blocks.items():
        lines += ["", *_block(block, content, "  ")]
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


def _import(name: str, id_: str) -> list[str]:
    return ["import {", f"  to = {_TYPE}.{name}", f"  id = {hcl(id_)}", "}"]


def _removed(name: str) -> list[str]:
    return ["removed {", f"  from = {_TYPE}.{name}", "", "  lifecycle {", "    destroy = true", "  }", "}"]


FORMAT: Final = Format("terraform", "Terraform", ".tf", render)
