"""``xalias release-notes``."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import click

from xalias_tui import __version__
from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation
from xalias_tui.cli.output import echo, print_data


@documented("release-notes", "xalias release-notes", "xalias release-notes --all")
@click.option("--all", "every", is_flag=True, help="Those of earlier versions, too.")
def command(invocation: Invocation, every: bool) -> int:  # noqa: FBT001 -- click passes it by name
    """Print what changed in the installed version; nothing is fetched."""
    text = files("xalias_tui").joinpath("CHANGELOG.md").read_text(encoding="utf-8")
    releases = list(_releases(text))
    named = [release for release in releases if release[0].split(maxsplit=1)[0].strip("[]") == __version__]
    chosen = releases if every else named or releases[:1]
    if invocation.as_json:
        data = {"version": __version__, "releases": [{"title": title, "notes": notes} for title, notes in chosen]}
        print_data("release-notes", data)
    else:
        echo("\n\n".join(f"{title}\n\n{notes}" for title, notes in chosen))
    return 0


def _releases(text: str) -> Iterator[tuple[str, str]]:
    """The title and the notes of each release, the newest first."""
    for part in f"\n{text}".split("\n## ")[1:]:
        title, _, notes = part.partition("\n")
        yield title.strip(), notes.strip()
