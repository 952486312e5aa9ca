"""Values of options that are chosen from a few words; a misspelt one is told what it may have meant."""

from __future__ import annotations

from typing import Any

import click

from xalias_tui.domain.meant import did_you_mean


class Choice(click.Choice[str]):
    """One of some words."""

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
