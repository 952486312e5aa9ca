"""``xalias config``."""

from __future__ import annotations

from dataclasses import asdict

import click

from xalias_tui.cli.options import Invocation, common_options, pass_invocation
from xalias_tui.cli.output import echo, print_data, table
from xalias_tui.domain.inventories import duration_text
from xalias_tui.domain.members import as_settings


@click.command("config")
@common_options
@pass_invocation
def command(invocation: Invocation) -> int:
    """Say where the configuration file is and what is in force."""
    workspace = invocation.workspace()
    values = {
        **asdict(workspace.settings),
        "zone_profiles": list(workspace.zone_profiles),
        "target_profiles": list(workspace.target_profiles),
        "regions": list(workspace.regions),
        "kinds": list(workspace.kinds),
        "read_only": workspace.read_only,
        "offline": workspace.offline,
        "organisation": as_settings(workspace.organisation),
        "inventory": {
            "aggregator": workspace.inventory.aggregator,
            "aggregator_profile": workspace.inventory.aggregator_profile,
            "aggregator_region": workspace.inventory.aggregator_region,
            "age": None if workspace.inventory.age is None else duration_text(workspace.inventory.age),
            "keep": workspace.inventory.keep,
        },
    }
    path = workspace.settings_path
    if invocation.as_json:
        data = {"path": str(path), "exists": path.exists(), "journal": str(workspace.journal.path), "values": values}
        print_data("config", data)
        return 0
    echo(f"file     {path}{'' if path.exists() else ' (not there: defaults are in force)'}")
    echo(f"journal  {workspace.journal.path}")
    echo(table(("setting", "value"), values.items()))
    return 0
