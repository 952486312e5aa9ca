"""A CloudFormation template in YAML."""

from __future__ import annotations

from typing import Final

from xalias_tui.domain.plans import Plan
from xalias_tui.export.format import Format
from xalias_tui.export.literals import yaml
from xalias_tui.export.reading import about, commented, identifiers, pascal, sayable, text_of
from xalias_tui.export.resource_properties import obstacle, properties, remarks

_TITLE: Final = "CloudFormation"


def render(plan: Plan) -> str:
    """One ``AWS::Route53::RecordSet`` a created record set; comments alone where there is none."""
    records = sayable(plan, obstacle)
    names = identifiers(records)
    lines = commented("#", [*about(plan, _TITLE, obstacle), *remarks(plan)])
    if records:
        resources = {
            pascal(names[record.key]): {"Type": "AWS::Route53::RecordSet", "Properties": properties(plan, record)}
            for record in records
        }
        lines += yaml({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources})
    return text_of(lines)


FORMAT: Final = Format("cloudformation", _TITLE, ".yaml", render, obstacle)
