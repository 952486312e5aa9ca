"""A CloudFormation template in YAML."""

from __future__ import annotations

from typing import Final

from xalias_tui.export.comments import about, commented, text_of
from xalias_tui.export.format import Format
from xalias_tui.export.reading import Plans, blocks
from xalias_tui.export.resource_properties import obstacle, properties, remarks
from xalias_tui.export.yaml_text import yaml_lines

_TITLE: Final = "CloudFormation"


def render(plans: Plans) -> str:
    """One ``AWS::Route53::RecordSet`` a record set; there is at least one."""
    lines = commented("#", [*about(plans, _TITLE, obstacle), *remarks(plans)])
    resources = {
        block.pascal: {"Type": "AWS::Route53::RecordSet", "Properties": properties(block.zone, block.record)}
        for block in blocks(plans, obstacle)
    }
    lines += yaml_lines({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources})
    return text_of(lines)


FORMAT: Final = Format("cloudformation", _TITLE, ".yaml", render, obstacle, may_be_empty=False)
