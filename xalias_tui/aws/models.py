"""The SDK's service descriptions, read from disk once for all sessions."""

from __future__ import annotations

from functools import cache

from botocore.loaders import Loader, create_loader


@cache
def loader(data_path: str | None = None) -> Loader:
    """What reads them; ``data_path`` as in a profile that has its own."""
    return create_loader(data_path)
