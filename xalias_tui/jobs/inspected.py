"""What was inspected in a session."""

from __future__ import annotations

import threading

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets import kind as target_kind


class Inspections:
    """What was inspected in a session. Safe to use from several threads; two may inspect the same target twice."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listed: dict[str, Target] = {}
        self._known: dict[tuple[str, str], Target] = {}

    def listed(self, target: Target) -> Target:
        """The target as its list told it: a second inspection begins there, not at what the first one missed."""
        with self._lock:
            if not target.inspected:
                self._listed[target.key] = target
            return self._listed.get(target.key, target)

    def known(self, target: Target, name: DnsName) -> Target | None:
        """What was inspected before; None where it was not, or where its list tells something else by now."""
        with self._lock:
            found = self._known.get(self._key(target, name))
        return found if found is not None and (target.inspected or _is_of(found, target)) else None

    def keep(self, target: Target, name: DnsName) -> None:
        """Remember what was inspected."""
        with self._lock:
            self._known[self._key(target, name)] = target

    def forget(self) -> None:
        """Everything is to be inspected again."""
        with self._lock:
            self._known.clear()

    @staticmethod
    def _key(target: Target, name: DnsName) -> tuple[str, str]:
        return (f"{target.profile} {target.key}", name.text if target_kind(target.kind).inspects_by_name else "")


def _is_of(inspected: Target, listed: Target) -> bool:
    """Whether a list still tells what it told when the target was inspected."""
    return (inspected.state, inspected.zone_id, inspected.record_types) == (
        listed.state,
        listed.zone_id,
        listed.record_types,
    )
