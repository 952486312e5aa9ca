"""Commands that an operator may copy: the AWS CLI in a POSIX shell, every value quoted."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from string import Formatter

from xalias_tui.domain.targets import Target


def command(target: Target, template: str, values: Mapping[str, object]) -> str:
    """The template with its values quoted for the shell; empty where it needs one that is not known.

    A command is copied and run, often unread: names with control or invisible
    characters, which others may have chosen, never get into one.
    """
    options = as_owner(target)
    region = f"--region {shlex.quote(target.region)}" if target.region not in ("", "global") else ""
    quoted = {key: shlex.quote(str(value)) for key, value in values.items() if value not in ("", None)}
    quoted |= {"as_owner": options, "here": " ".join(part for part in (region, options) if part)}
    fields = {field for _, field, _, _ in Formatter().parse(template) if field is not None}
    if not target.arn or not fields <= quoted.keys():
        return ""
    text = template.format_map(quoted).strip()
    return text if text.isprintable() else ""


def as_owner(target: Target) -> str:
    """The option that makes the AWS CLI sign in as the target's account; empty where no profile is known."""
    return f"--profile {shlex.quote(target.profile)}" if target.profile else ""
