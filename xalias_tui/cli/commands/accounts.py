"""``xalias accounts``."""

from __future__ import annotations

import click

from xalias_tui.cli.options import Invocation, common_options, pass_invocation
from xalias_tui.cli.output import print_data, say, table
from xalias_tui.domain.documents import account_document
from xalias_tui.domain.text import shown

NOBODY = 3


@click.command("accounts")
@common_options
@pass_invocation
def command(invocation: Invocation) -> int:
    """List the profiles that can be used, who each one is, and whether it can sign in now."""
    from xalias_tui.jobs.session.accounts import survey  # noqa: PLC0415 -- not for --help

    accounts = survey(invocation.workspace(prompts=False))
    if invocation.as_json:
        print_data("accounts", {"accounts": [account_document(account) for account in accounts]})
    else:
        rows = [(each.profile or "default", each.state, each.account_id, each.arn or each.message) for each in accounts]
        click.echo(table(("profile", "state", "account", "who"), rows))
        for account in accounts:
            if account.remedy:
                say(f"{shown(account.profile or 'default')}: {shown(account.remedy)}")
    return 0 if any(account.state == "ready" for account in accounts) else NOBODY
