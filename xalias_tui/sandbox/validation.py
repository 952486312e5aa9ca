"""Whether what waits for validation records has been given them, as the services look for them in public DNS."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from xalias_tui.sandbox.clock import Clock
from xalias_tui.sandbox.route53.names import is_inside, listed
from xalias_tui.sandbox.route53.records import values_of
from xalias_tui.sandbox.route53.store import Route53

Wanted = tuple[str, str, str]
"""Name, type and value of a record."""

_ALWAYS: Final = datetime.min.replace(tzinfo=UTC)


class Proofs:
    """Looks for validation records in the simulated Route 53.

    A resource is proved once all its records exist and the last of them was made ``seconds`` ago; it stays so when they
    are removed. Records that the world began with prove nothing by themselves: a resource that
    waits although they exist waits for good.

    Attributes:
        seconds: How long a record must exist until it is seen.
    """

    def __init__(self, clock: Clock, route53: Route53, seconds: float = 20.0) -> None:
        self.seconds = seconds
        self._clock = clock
        self._route53 = route53
        self._proved: set[str] = set()
        self._lock = threading.Lock()

    def given(self, resource: str, records: Iterable[Wanted]) -> bool:
        """Whether a resource that waits for some records waits no more."""
        with self._lock:
            if resource not in self._proved and self._are_seen(tuple(records)):
                self._proved.add(resource)
            return resource in self._proved

    def _are_seen(self, records: tuple[Wanted, ...]) -> bool:
        since = [self._since(record) for record in records]
        known = [moment for moment in since if moment is not None]
        if not known or len(known) < len(since) or max(known) == _ALWAYS:
            return False
        return self._clock() >= max(known) + timedelta(seconds=self.seconds)

    def _since(self, wanted: Wanted) -> datetime | None:
        name, type_, value = listed(wanted[0]), *wanted[1:]
        with self._route53.lock:
            zones = (zone for zone in self._route53.zones.values() if not zone.private and is_inside(name, zone.name))
            for zone in zones:
                for key, record in zone.at(name).items():
                    if record["Type"] == type_ and value.rstrip(".") in (it.rstrip(".") for it in values_of(record)):
                        return zone.made.get(key, _ALWAYS)
        return None


def wanted_of(record: Mapping[str, Any]) -> Wanted:
    """A record as ACM and App Runner write it (``Name``, ``Type``, ``Value``), or Lightsail (in lower case)."""
    fields = {key.lower(): text for key, text in record.items()}
    return str(fields["name"]), str(fields["type"]), str(fields["value"])
