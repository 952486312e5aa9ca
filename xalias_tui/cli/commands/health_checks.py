"""``xalias health-checks``."""

from __future__ import annotations

from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import list_format, print_rows
from xalias_tui.cli.options import Invocation, takes
from xalias_tui.cli.output import echo, print_data, say_unscanned, table
from xalias_tui.domain.group_documents import health_check_document


@documented(
    "health-checks",
    "xalias health-checks",
    "xalias health-checks --format csv",
)
@takes("format")
def command(invocation: Invocation, format_name: str | None) -> int:
    """List the Route 53 health checks that records of the zone accounts may refer to."""
    from xalias_tui.jobs.zones.referable import list_health_checks  # noqa: PLC0415 -- not for --help

    printed = list_format(invocation, format_name)
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
