"""The list of profiles and accounts."""

from __future__ import annotations

from textual.app import ComposeResult

from xalias_tui.tui.widgets.arranged_list import ReadingList
from xalias_tui.tui.widgets.columns import ACCOUNTS
from xalias_tui.tui.widgets.pane import Pane


class AccountsPane(Pane):
    """Profiles with their state."""

    NAME = "Accounts"
    HELP = """\
## Accounts

Every profile of the AWS configuration, and who it is. Records are written to the accounts used for *zones*; resources
are searched in the accounts used for *targets*. A profile may serve both.

Accounts of an organisation (`--organisation-profile`, `--sso-session`) are listed below its units, with the profiles
that reach them; closed ones are not asked. `T` adds one of them to the targets side.
"""

    def lists(self) -> ComposeResult:
        """The list."""
        yield ReadingList(ACCOUNTS, id="accounts")
