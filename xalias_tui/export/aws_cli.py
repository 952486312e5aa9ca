"""A command of the AWS CLI that sends the very batch of the plan: DELETE exactly what was read, CREATE what is new.

It has no comments: an interactive zsh would run one.
"""

from __future__ import annotations

import json
from typing import Final

from xalias_tui.domain.plans import Plan
from xalias_tui.domain.ways_in import is_profile
from xalias_tui.export.comments import text_of
from xalias_tui.export.format import Format
from xalias_tui.export.literals import shell
from xalias_tui.export.reading import Plans


def render(plans: Plans) -> str:
    """A command a plan; Route 53 itself refuses it where the records are no longer what the plan was made from."""
    return text_of(map(_command, plans))


def _command(plan: Plan) -> str:
    words = ["aws route53 change-resource-record-sets"]
    if is_profile(plan.zone.profile):
        words.append(f"--profile {shell(plan.zone.profile)}")
    words.append(f"--hosted-zone-id {shell(plan.zone.id)}")
    words.append(f"--change-batch {_quoted_block(json.dumps(plan.batch, indent=2))}")
    return " \\\n  ".join(words)


def _quoted_block(text: str) -> str:
    """Text of several lines in single quotes: nothing in them has a meaning but their end."""
    inside = text.replace("'", "'\"'\"'")
    return f"'{inside}'"


FORMAT: Final = Format("aws-cli", "AWS CLI command", ".sh", render, sends=True)
