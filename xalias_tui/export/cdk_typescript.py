"""A stack of the AWS CDK in TypeScript."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xalias_tui.export.comments import about, commented, text_of
from xalias_tui.export.format import Format
from xalias_tui.export.literals import javascript
from xalias_tui.export.reading import Plans, blocks
from xalias_tui.export.resource_properties import CDK_OVERRIDES, camel_case, obstacle, properties, remarks

_TITLE: Final = "AWS CDK (TypeScript)"
_HEAD: Final = (
    'import { Stack, StackProps, aws_route53 as route53 } from "aws-cdk-lib";',
    'import { Construct } from "constructs";',
    "",
    "export class AliasRecords extends Stack {",
    "  constructor(scope: Construct, id: string, props?: StackProps) {",
    "    super(scope, id, props);",
)


def render(plans: Plans) -> str:
    """A stack with one ``CfnRecordSet`` a record set."""
    found = blocks(plans, obstacle)
    lines = [*commented("//", [*about(plans, _TITLE, obstacle), *remarks(plans)]), *_HEAD]
    for block in found:
        lines += _record(block.pascal, properties(block.zone, block.record))
    return text_of([*lines, "  }", "}"])


def _record(name: str, found: Mapping[str, Any]) -> list[str]:
    members = {key: value for key, value in found.items() if key not in CDK_OVERRIDES}
    overrides = [
        f".addPropertyOverride({javascript(key)}, {javascript(found[key])})" for key in CDK_OVERRIDES if key in found
    ]
    return [
        f"    new route53.CfnRecordSet(this, {javascript(name)}, {{",
        *_members(members, "      "),
        f"    }}){''.join(overrides)};",
    ]


def _members(values: Mapping[str, Any], indent: str) -> list[str]:
    lines = []
    for name, value in values.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{camel_case(name)}: {{", *_members(value, f"{indent}  "), f"{indent}}},"]
        else:
            lines.append(f"{indent}{camel_case(name)}: {javascript(value)},")
    return lines


FORMAT: Final = Format("cdk-typescript", _TITLE, ".ts", render, obstacle)
