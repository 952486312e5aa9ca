"""Rules of Route 53 itself: pure checks of what a draft's changes would do, one module a subject.

A module with ``CHECKS`` checks drafts, and every module-level ``Rule`` is an entry of the catalogue: adding a rule or a
module edits no list.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from xalias_tui.domain import error_rules
from xalias_tui.domain.findings import Finding, Rule, by_severity
from xalias_tui.domain.plans import Case
from xalias_tui.rules.checks import Check

__all__ = ["judge", "rules"]


@cache
def _modules() -> tuple[ModuleType, ...]:
    return tuple(import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))


@cache
def _checks() -> tuple[Check, ...]:
    return tuple(check for module in _modules() for check in getattr(module, "CHECKS", ()))


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of this package, and those that end a command, by id."""
    modules = (error_rules, *_modules())
    found = {value.id: value for module in modules for value in vars(module).values() if isinstance(value, Rule)}
    return tuple(found[id_] for id_ in sorted(found))


def judge(case: Case) -> tuple[Finding, ...]:
    """Every finding about what the changes of a case would do, most severe first."""
    return by_severity(finding for check in _checks() for finding in check(case))
