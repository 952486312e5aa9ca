"""A stack of the AWS CDK in Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xalias_tui.export.comments import about, commented, text_of
from xalias_tui.export.format import Format
from xalias_tui.export.literals import python
from xalias_tui.export.reading import Plans, blocks
from xalias_tui.export.resource_properties import CDK_OVERRIDES, obstacle, properties, remarks, snake_case

_TITLE: Final = "AWS CDK (Python)"
_HEAD: Final = (
    "from typing import Any",
    "",
    "from aws_cdk import Stack, aws_route53 as route53",
    "from constructs import Construct",
    "",
    "",
    "class AliasRecords(Stack):",
    "    def __init__(self, scope: Construct, construct_id: str, **kwargs: Any) -> None:",
    "        super().__init__(scope, construct_id, **kwargs)",
)


def render(plans: Plans) -> str:
    """A stack with one ``CfnRecordSet`` a record set."""
    found = blocks(plans, obstacle)
    lines = [*commented("#", [*about(plans, _TITLE, obstacle), *remarks(plans)]), *_HEAD]
    for block in found:
        lines += _record(block.pascal, properties(block.zone, block.record))
    return text_of(lines)


def _record(name: str, found: Mapping[str, Any]) -> list[str]:
    members = {key: value for key, value in found.items() if key not in CDK_OVERRIDES}
    overrides = [
        f".add_property_override({python(key)}, {python(found[key])})" for key in CDK_OVERRIDES if key in found
    ]
    return [
        "        route53.CfnRecordSet(",
        "            self,",
        f"            {python(name)},",
        *_arguments(members, "            "),
        f"        ){''.join(overrides)}",
    ]


def _arguments(values: Mapping[str, Any], indent: str) -> list[str]:
    lines = []
    for name, value in values.items():
        if isinstance(value, Mapping):
            lines.append(f"{indent}{snake_case(name)}=route53.CfnRecordSet.{name}Property(")
            lines += [*_arguments(value, f"{indent}    "), f"{indent}),"]
        else:
            lines.append(f"{indent}{snake_case(name)}={python(value)},")
    return lines


FORMAT: Final = Format("cdk-python", _TITLE, ".py", render, obstacle)
