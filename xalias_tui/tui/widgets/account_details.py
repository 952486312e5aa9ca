"""One profile in full, or what its login says."""

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.style import Style

from xalias_tui.domain.accounts import digits, partition_word
from xalias_tui.tui.terminal.untrusted_text import account_style, safe
from xalias_tui.tui.widgets.columns import AccountRow

_ADDRESS_LIMIT: Final = 4_000


def account_content(row: AccountRow, said: tuple[str, ...] = ()) -> Content:
    """One profile in full, or what its login says. Pure."""
    account = row.account
    name = " · ".join(part for part in (account.called, account.nickname) if part)
    lines = [
        Content.assemble(safe(name, account_style(account)), "  ", safe(row.state)),
        safe(f"used for {row.sides or 'nothing'}{f' · {row.access}' if row.access else ''}"),
    ]
    if said:
        lines += [*(_login_line(line) for line in said), Content("esc stops it · y copies the address")]
    elif row.waiting:
        lines.append(Content("It has not answered yet."))
    elif account.state == "ready":
        until = f"signed in until {account.until:%Y-%m-%d %H:%M} UTC" if account.until else ""
        parts = (
            f"account {digits(account.account_id)}",
            account.name,
            partition_word(account.partition),
            account.arn,
            until,
        )
        lines.append(safe(" · ".join(part for part in parts if part), limit=500))
    else:
        lines += [safe(account.message, limit=500), safe(f"→ {account.remedy}" if account.remedy else "", limit=500)]
    return Content("\n").join(lines)


def _login_line(line: str) -> Content:
    """A line of a login, the address in it whole and as a link."""
    from xalias_tui.jobs.session.login import address_in

    address = address_in(line)
    if not address:
        return safe(line, limit=300)
    before, _, after = line.partition(address)
    return Content.assemble(safe(before), safe(address, limit=_ADDRESS_LIMIT, style=Style(link=address)), safe(after))
