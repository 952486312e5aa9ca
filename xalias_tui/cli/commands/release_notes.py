"""``xalias release-notes``."""

from __future__ import annotations

from xalias_tui import __version__
from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation, own_option
from xalias_tui.cli.output import echo, print_data
from xalias_tui.store.release_notes import releases


@documented("release-notes", "xalias release-notes", "xalias release-notes --all")
@own_option("--all", "every", is_flag=True, help="Those of earlier versions, too.")
def command(invocation: Invocation, every: bool) -> int:  # noqa: FBT001 -- click passes it by name
    """Print what changed in the installed version; nothing is fetched."""
    known = releases()
    chosen = known if every else [one for one in known if one.version == __version__] or known[:1]
    if invocation.as_json:
        rows = [{"title": one.title, "notes": one.notes} for one in chosen]
        print_data("release-notes", {"version": __version__, "releases": rows})
    else:
        echo("\n\n".join(f"{one.title}\n\n{one.notes}" for one in chosen))
    return 0
