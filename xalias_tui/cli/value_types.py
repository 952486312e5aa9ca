"""Values of options: one of a few words, a profile, a kind of target, a duration, a resolver.

What becomes of an option that is given twice is decided by its kind for all of them: nothing is taken silently.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from xalias_tui.domain.meant import did_you_mean

_LEAVE_ONE: Final = "Leave one."
_DNS_PORT: Final = 53
_MOST_PORT: Final = 65_535
_SECONDS: Final = re.compile(r"\d{1,9}(\.\d{1,3})?\Z", re.ASCII)


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


class Seconds(click.ParamType[float]):
    """How long something is waited for, in seconds: a duration such as ``15m``, or a number alone.

    Args:
        least: Fewer seconds are refused.
    """

    name = "duration"

    def __init__(self, least: float = 0) -> None:
        self._least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The seconds of a text.

        Raises:
            UsageError: when it is no duration, or too short a one.
        """
        from xalias_tui.domain.errors import UsageError  # noqa: PLC0415 -- not for --help
        from xalias_tui.domain.inventories import duration  # noqa: PLC0415 -- as above

        del ctx
        text, option = str(value).strip(), param.opts[0] if param else ""
        found = float(text) if _SECONDS.match(text) else duration(text, option).total_seconds()
        if found < self._least:
            raise UsageError("duration-invalid", f"{option} is at least {self._least:g} s.", "Give it more time.")
        return found


class Number(click.FloatRange):
    """A number within a range; ``nan`` is within none."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number.

        Raises:
            BadParameter: when it is not one, or not within the range.
        """
        found = super().convert(value, param, ctx)
        if found != found:  # noqa: PLR0124 -- only what is not a number is unlike itself
            self.fail(f"'{value}' is not a valid {self.name}.", param, ctx)
        return found


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
                "resolver-invalid", f"'{value}' is not a resolver.", "Write it as 1.1.1.1, 1.1.1.1:53 or [::1]:53."
            )
        return found, number


class Option(click.Option):
    """An option of a command: where click takes the last of several values, different ones are refused.

    A repeatable option collects its values. One that takes a value, or has an opposite (``--wait/--no-wait``), is
    given once, or several times with the same meaning. A plain flag means the same however often it is given.
    """

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Have every value kept that is given, not the last."""
        if self.multiple or self.count or (self.is_flag and not self.secondary_opts):
            super().add_to_parser(parser, ctx)
        elif self.is_flag:
            for opts, const in ((self.opts, True), (self.secondary_opts, False)):
                parser.add_option(obj=self, opts=opts, dest=self.name, action="append_const", const=const)
        else:
            parser.add_option(obj=self, opts=self.opts, dest=self.name, action="append", nargs=self.nargs)

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """The value; all that are given have to mean the same.

        Raises:
            UsageError: when they do not, or can't be read.
        """
        if self.multiple or not isinstance(value, list):
            return super().process_value(ctx, value)
        meanings = [super(Option, self).process_value(ctx, each) for each in value]
        for each, meaning in zip(value, meanings, strict=True):
            if meaning != meanings[0]:
                raise click.UsageError(self._different(value[0], each), ctx)
        return meanings[0]

    def _different(self, first: object, other: object) -> str:
        if self.is_flag:
            return f"{self.opts[0]} and {self.secondary_opts[0]} contradict each other. {_LEAVE_ONE}"
        return different(self.opts[0], first, other)


def different(option: str, first: object, other: object) -> str:
    """Why an option is refused that is given twice."""
    return f"{option} is given more than once: {first} and {other}. {_LEAVE_ONE}"
