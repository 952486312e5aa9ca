"""Where the platform keeps our files."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def journal_path() -> Path:
    """The journal of changes; it outlives caches, so it is in the state folder."""
    return platformdirs.user_state_path("xalias", appauthor=False) / "journal.jsonl"


def inventory_folder() -> Path:
    """Where what was read is kept: a cache, which may be removed at any time."""
    return platformdirs.user_cache_path("xalias", appauthor=False)


def settings_path() -> Path:
    """The configuration file."""
    return platformdirs.user_config_path("xalias", appauthor=False) / "config.toml"
