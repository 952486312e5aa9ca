"""Finds the simulated services: Route 53, STS, and every module of the ``services`` package."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from xalias_tui.sandbox.calls import Call
from xalias_tui.sandbox.world import World

Operation = Callable[[World, Call], Mapping[str, Any]]
"""Answers one operation in the SDK's own response shape (dates as aware datetimes)."""

_OWN_MODULES = ("xalias_tui.sandbox.sts", "xalias_tui.sandbox.route53.handlers")
_PACKAGE = "xalias_tui.sandbox.services"


@cache
def services() -> Mapping[str, Mapping[str, Operation]]:
    """Operations by name, by service.

    A service is a module with ``SERVICE``, the SDK's name, and ``OPERATIONS``, a mapping from operation names.
    """
    package = import_module(_PACKAGE)
    scanned = tuple(f"{_PACKAGE}.{found.name}" for found in pkgutil.iter_modules(package.__path__))
    modules = [import_module(name) for name in (*_OWN_MODULES, *scanned)]
    return {module.SERVICE: module.OPERATIONS for module in modules if hasattr(module, "SERVICE")}
