"""``xalias config``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation, own_option
from xalias_tui.cli.output import echo, print_data, table
from xalias_tui.domain.inventories import duration_text
from xalias_tui.domain.members import as_settings

if TYPE_CHECKING:
    from xalias_tui.store.settings import Settings


@documented(
    "config",
    "xalias config",
    "xalias config --keys",
    "xalias config --config other.toml --json",
)
@own_option("--keys", "list_keys", is_flag=True, help="List every id that [keys] may give another key.")
def command(invocation: Invocation, list_keys: bool) -> int:  # noqa: FBT001 -- click passes it by name
    """Say where the configuration file is and what is in force; a file with mistakes is refused."""
    workspace = invocation.workspace()
    values = {
        **asdict(workspace.settings),
        "zone_profiles": list(workspace.zone_profiles),
        "target_profiles": list(workspace.target_profiles),
        "regions": list(workspace.regions),
        "kinds": list(workspace.kinds),
        "read_only": workspace.read_only,
        "offline": workspace.offline,
        "owner_tag": workspace.owner_tag,
        "organisation": as_settings(workspace.organisation),
        "inventory": {
            "aggregator": workspace.inventory.aggregator,
            "aggregator_profile": workspace.inventory.aggregator_profile,
            "aggregator_region": workspace.inventory.aggregator_region,
            "age": None if workspace.inventory.age is None else duration_text(workspace.inventory.age),
            "keep": workspace.inventory.keep,
        },
    }
    _check(workspace.settings)
    path = workspace.settings_path
    keys = _keys(workspace.settings.keys) if list_keys else None
    if invocation.as_json:
        data = {"path": str(path), "exists": path.exists(), "journal": str(workspace.journal.path), "values": values}
        print_data("config", {**data, "keys": keys})
    elif keys is not None:
        echo(table(("where", "id", "keys", "does"), [tuple(key.values()) for key in keys]))
    else:
        echo(f"file     {path}{'' if path.exists() else ' (not there: defaults are in force)'}")
        echo(f"journal  {workspace.journal.path}")
        echo(table(("setting", "value"), values.items()))
    return 0


def _check(settings: Settings) -> None:
    """Refuse what only the explorer knows to be wrong.

    Raises:
        UsageError: ``config-invalid``.
    """
    if settings.theme or settings.themes or settings.keys:
        from xalias_tui.tui.app import themes  # noqa: PLC0415 -- Textual is only for those who set something of it
        from xalias_tui.tui.keymap import check_keys, check_theme  # noqa: PLC0415 -- as above

        check_theme(settings.theme, themes(), settings.themes)
        check_keys(settings.keys)


def _keys(changed: Mapping[str, str]) -> list[dict[str, str]]:
    """Every id that ``[keys]`` may give another key, with the keys in force."""
    from xalias_tui.tui.keymap import key_ids  # noqa: PLC0415 -- Textual is only for those who ask

    return [
        {"where": each.where, "id": each.id, "keys": changed.get(each.id, each.keys), "does": each.does}
        for each in key_ids()
    ]
