"""Who outside AWS may be asked, and whom: options of the commands that ask name servers."""

from __future__ import annotations

import functools
from typing import Any, Final, cast

from xalias_tui.cli.option_table import ASKING
from xalias_tui.cli.options import Command, current_invocation, takes

_DNS_PORT: Final = 53
_MOST_PORT: Final = 65_535


def asking_options(function: Command) -> Command:
    """Give a command ``--offline`` and ``--resolver``; the invocation's workspace heeds them."""

    @functools.wraps(function)
    def gathered(*args: Any, offline: bool, resolvers: tuple[str, ...], **kwargs: Any) -> Any:
        invocation = current_invocation()
        invocation.offline = invocation.offline or offline
        invocation.resolvers.extend(_resolver(text) for text in resolvers)
        return function(*args, **kwargs)

    return takes(*ASKING)(cast("Command", gathered))


def _resolver(text: str) -> tuple[str, int]:
    from ipaddress import ip_address  # noqa: PLC0415 -- not for --help

    from xalias_tui.domain.errors import UsageError  # noqa: PLC0415 -- as above

    address, _, port = text.rpartition(":") if text.count(":") == 1 or "]:" in text else (text, "", str(_DNS_PORT))
    try:
        found = str(ip_address(address.strip("[]")))
        number = int(port)
    except ValueError:
        number, found = 0, ""
    if not 0 < number <= _MOST_PORT:
        raise UsageError(
            "resolver-invalid", f"'{text}' is no resolver.", "Write it as 1.1.1.1, 1.1.1.1:53 or [::1]:53."
        )
    return found, number
