"""Commands of the AWS CLI that sign in as a target's account."""

from __future__ import annotations

from collections.abc import Mapping

from xalias_tui.domain import commands
from xalias_tui.domain.targets import Target


def command(target: Target, template: str, values: Mapping[str, object]) -> str:
    """The template's command; empty where it needs a value that is not known, as without the target's ARN.

    ``{as_owner}`` and ``{here}`` are the options for the target's account, and for its region and account.
    """
    if not target.arn:
        return ""
    options, region = commands.options(profile=target.profile), target.region
    here = commands.options(region="" if region == "global" else region, profile=target.profile)
    return commands.command(template, values, as_owner=options, here=here)
