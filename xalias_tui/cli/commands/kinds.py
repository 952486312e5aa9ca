"""``xalias kinds``."""

from __future__ import annotations

from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import ListFormat, lists, print_rows
from xalias_tui.cli.options import Invocation
from xalias_tui.cli.output import echo, print_data, table


@documented(
    "kinds",
    "xalias kinds",
    "xalias kinds --kind alb --json --query 'data.kinds[0].iam_actions'",
)
@lists
def command(invocation: Invocation, printed: ListFormat) -> int:
    """List the kinds of target, their record types and the IAM actions that each needs."""
    from xalias_tui.jobs.catalogue import kind_of, kinds  # noqa: PLC0415 -- not for --help

    wanted = {kind_of(key).key for key in invocation.kinds}
    listed = [
        {
            "kind": kind.key,
            "title": kind.title,
            "scope": kind.scope,
            "record_types": list(kind.record_types),
            "evaluate_target_health": kind.evaluate_target_health,
            "iam_actions": list(kind.iam_actions),
        }
        for kind in kinds()
        if not wanted or kind.key in wanted
    ]
    if printed == "json":
        print_data("kinds", {"kinds": listed})
        return 0
    if printed != "text":
        print_rows(printed, "kinds", listed)
        return 0
    headings = ("kind", "title", "scope", "types", "target health", "IAM actions")
    echo(table(headings, [tuple(row.values()) for row in listed]))
    return 0
