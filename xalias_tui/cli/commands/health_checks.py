"""``xalias health-checks``."""

from __future__ import annotations

from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import ListFormat, lists, print_rows
from xalias_tui.cli.options import Invocation
from xalias_tui.cli.output import echo, print_data, say_unscanned, table
from xalias_tui.domain.group_documents import health_check_document


@documented(
    "health-checks",
    "xalias health-checks",
    "xalias health-checks --format csv",
)
@lists
def command(invocation: Invocation, printed: ListFormat) -> int:
    """List the Route 53 health checks that records of the zone accounts may refer to."""
    from xalias_tui.jobs.zones.referable import list_health_checks  # noqa: PLC0415 -- not for --help

    checks, unscanned = list_health_checks(invocation.workspace())
    if printed == "json":
        print_data("health-checks", {"health_checks": [health_check_document(check) for check in checks]}, unscanned)
        return 0
    if printed != "text":
        print_rows(printed, "health-checks", map(health_check_document, checks))
        say_unscanned(unscanned)
        return 0
    rows = [
        (check.id, check.type, check.checks, "disabled" if check.disabled else "", check.account_id) for check in checks
    ]
    echo(table(("id", "type", "checks", "", "account"), rows))
    say_unscanned(unscanned)
    return 0
