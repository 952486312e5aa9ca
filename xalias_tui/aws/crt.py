"""The SDK without awscrt, unless a profile needs it.

The SDK imports awscrt wherever it is installed: 40 ms and 6 MiB of each command, for signatures that it makes itself in
the same time. Only credentials of ``aws login`` can't be obtained without it.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any, Final

_PACKAGE: Final = "awscrt"
_OF_LOGIN: Final = "login_session"
"""The setting that ``aws login`` writes into a profile."""
_LOCK: Final = threading.Lock()


def leave_out() -> None:
    """Let the SDK take awscrt for not installed; before the SDK is imported, and unless something else has it."""
    sys.modules.setdefault(_PACKAGE, None)  # type: ignore[arg-type] # the import system's own mark for what isn't there


def bring_back(profiles: Iterable[Mapping[str, Any]]) -> None:
    """Give the SDK what it signs the requests of ``aws login`` with, if a profile was made by that and it is installed.

    Args:
        profiles: Settings of every profile, as a role's credentials may come from another one.
    """
    if not any(_OF_LOGIN in settings for settings in profiles):
        return
    credentials: Any = import_module("botocore.credentials")  # what leaves awscrt out must not import the SDK before
    with _LOCK:
        if credentials.EC is not None:
            return
        modules: dict[str, ModuleType | None] = {**sys.modules}
        if modules.get(_PACKAGE, credentials) is None:
            del sys.modules[_PACKAGE]
        with contextlib.suppress(ImportError):  # the SDK says that it is missing
            credentials.EC = import_module(f"{_PACKAGE}.crypto").EC
