"""``xalias rules [ID]``."""

from __future__ import annotations

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.listing import ListFormat, lists, print_rows
from xalias_tui.cli.options import Invocation
from xalias_tui.cli.output import echo, print_data, table
from xalias_tui.domain.documents import rule_document
from xalias_tui.domain.error_codes import ERROR_CODES
from xalias_tui.domain.findings import Rule


@documented(
    "rules",
    "xalias rules",
    "xalias rules cname-at-apex",
    "xalias rules --format csv > rules.csv",
)
@click.argument("rule_id", metavar="[ID]", required=False)
@lists
def command(invocation: Invocation, rule_id: str | None, printed: ListFormat) -> int:
    """Print the catalogue of findings; with an ID when it applies, the remedy and the source.

    ID may also be the code of an error that is no rule.
    """
    from xalias_tui.jobs import catalogue  # noqa: PLC0415 -- not for --help

    if rule_id is not None and rule_id in ERROR_CODES:
        code = {"code": rule_id, "when": ERROR_CODES[rule_id]}
        if invocation.as_json:
            print_data("rules", {"rules": [], "error_codes": [code]})
        else:
            echo(f"{rule_id} (error code)\n  when     {ERROR_CODES[rule_id]}")
        return 0
    listed = (catalogue.rule(rule_id),) if rule_id else catalogue.rules()
    if invocation.as_json:
        print_data("rules", {"rules": [rule_document(rule) for rule in listed]})
    elif printed != "text":
        print_rows(printed, "rules", map(rule_document, listed))
    elif rule_id:
        echo(_explained(listed[0]))
    else:
        echo(table(("id", "severity", "message"), [(rule.id, rule.severity, rule.message) for rule in listed]))
    return 0


def _explained(rule: Rule) -> str:
    return "\n".join(
        (
            f"{rule.id} ({rule.severity})",
            f"  when     {rule.when}",
            f"  message  {rule.message}",
            f"  remedy   {rule.remedy or '–'}",
            f"  source   {rule.source}",
            *((f"  fix      {rule.fix}",) if rule.fix else ()),
        )
    )
