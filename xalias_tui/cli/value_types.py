"""Values of options: one of a few words, a profile, a kind of target, a duration, a resolver."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from xalias_tui.domain.meant import did_you_mean

_DNS_PORT: Final = 53
_MOST_PORT: Final = 65_535


class Choice(click.Choice[str]):
    """One of some words; a misspelt one is told what it may have meant."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word.

        Raises:
            BadParameter: when it is not one of them.
        """
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            meant = did_you_mean(str(value), map(str, self.choices))
            raise click.BadParameter(f"{error.message} {meant}".rstrip(), ctx, param) from error


class ProfileName(click.ParamType[str]):
    """A profile of the AWS configuration; completed from it, and judged only when it is asked."""

    name = "name"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Profiles that begin with what is typed."""
        del ctx, param
        from xalias_tui.jobs.session.accounts import configured_profiles  # noqa: PLC0415 -- only when completing

        return [CompletionItem(name) for name in configured_profiles() if name.startswith(incomplete)]


class KindName(click.ParamType[str]):
    """A kind of target."""

    name = "name"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Kinds that begin with what is typed."""
        del ctx, param
        from xalias_tui.jobs.catalogue import kinds  # noqa: PLC0415 -- only when completing

        return [CompletionItem(kind.key, help=kind.title) for kind in kinds() if kind.key.startswith(incomplete)]


class Duration(click.ParamType[timedelta]):
    """A duration such as ``15m``."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The duration of a text.

        Raises:
            UsageError: when it is not one.
        """
        from xalias_tui.domain.inventories import duration  # noqa: PLC0415 -- not for --help

        del ctx
        return value if isinstance(value, timedelta) else duration(value, param.opts[0] if param else "")


class Resolver(click.ParamType[tuple[str, int]]):
    """Address and port of a resolver, such as ``1.1.1.1``, ``1.1.1.1:53`` or ``[::1]:53``."""

    name = "resolver"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """Address and port of a text.

        Raises:
            UsageError: when it is not one.
        """
        from ipaddress import ip_address  # noqa: PLC0415 -- not for --help

        from xalias_tui.domain.errors import UsageError  # noqa: PLC0415 -- as above

        del param, ctx
        if isinstance(value, tuple):
            return value
        with_port = value.count(":") == 1 or "]:" in value
        address, _, port = value.rpartition(":") if with_port else (value, "", str(_DNS_PORT))
        try:
            found, number = str(ip_address(address.strip("[]"))), int(port)
        except ValueError:
            found, number = "", 0
        if not 0 < number <= _MOST_PORT:
            raise UsageError(
                "resolver-invalid", f"'{value}' is no resolver.", "Write it as 1.1.1.1, 1.1.1.1:53 or [::1]:53."
            )
        return found, number
