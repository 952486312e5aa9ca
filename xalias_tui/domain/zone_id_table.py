"""Comparing the table of alias hosted zone ids with another one, and taking over what that one says."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.zone_ids import ZoneIdEntry, document, entries

Standing = Literal["other", "alternate", "only-here", "only-there"]

_CONFIDENCE_OF_MANY: Final = "disputed"
_CONFIDENCE_OF_ONE: Final = "single"


@dataclass(frozen=True, slots=True)
class Difference:
    """One row in which two tables differ.

    Attributes:
        service: Key of the table, e.g. ``alb``.
        region: Region code, or ``aws-global`` and the like.
        here: The id of this table; empty where it has none.
        there: The id of the other table; empty where it has none.
        standing: ``other`` (another id), ``alternate`` (an id that this table knows as disputed), ``only-here`` or
            ``only-there``.
    """

    service: str
    region: str
    here: str
    there: str
    standing: Standing


def read_table(content: object, called: str) -> dict[str, dict[str, str]]:
    """Ids by service and region: of a table like the package's own, or of a plain ``{service: {region: id}}``.

    Raises:
        UsageError: when the content has neither form.
    """
    services = content.get("services", content) if isinstance(content, Mapping) else None
    if not isinstance(services, Mapping) or not services:
        raise _no_table(called)
    return {str(service): _ids(table, called) for service, table in services.items()}


def _ids(table: object, called: str) -> dict[str, str]:
    ids = table.get("ids", table) if isinstance(table, Mapping) else None
    if not isinstance(ids, Mapping) or not all(isinstance(id_, str) and id_ for id_ in ids.values()):
        raise _no_table(called)
    return {str(region): id_ for region, id_ in ids.items()}


def _no_table(called: str) -> UsageError:
    return UsageError(
        "not-a-zone-id-table",
        f"{called} is not a table of hosted zone ids.",
        'Give JSON in the form {"alb": {"eu-west-1": "Z32O12XQLNTSW2"}}, or a file of xalias zone-ids --out.',
    )


def differences(other: Mapping[str, Mapping[str, str]]) -> tuple[Difference, ...]:
    """Every row in which the other table differs, in order of service and region.

    A service that the other table does not have at all is left out: it says nothing about it.
    """
    return tuple(sorted(_differences(other), key=lambda row: (row.service, row.region)))


def _differences(other: Mapping[str, Mapping[str, str]]) -> Iterator[Difference]:
    here = {(entry.service, entry.region): entry for entry in entries() if entry.service in other}
    there = {(service, region): id_ for service, ids in other.items() for region, id_ in ids.items()}
    for key in here.keys() | there.keys():
        entry, id_ = here.get(key), there.get(key, "")
        if entry is None or entry.zone_id != id_:
            yield Difference(*key, entry.zone_id if entry else "", id_, _standing(entry, id_))


def _standing(entry: ZoneIdEntry | None, there: str) -> Standing:
    if entry is None:
        return "only-there"
    if not there:
        return "only-here"
    return "alternate" if entry.accepts(there) else "other"


def refreshed(other: Mapping[str, Mapping[str, str]], *, called: str, compiled: str) -> dict[str, Any]:
    """The package's table with what another one says taken over; rows that only the table has stay.

    A changed row is disputed from then on and keeps its former id as an alternate; a new row has one source.

    Args:
        other: The other table, as ``read_table`` gives it.
        called: How the other table is named as a source.
        compiled: The month of the new table, e.g. ``2026-11``.
    """
    table = copy.deepcopy(document())
    table["compiled"] = compiled
    for row in differences(other):
        if row.standing not in ("other", "only-there"):
            continue
        service = table["services"].setdefault(row.service, {"sources": [], "ids": {}, "confidence": {}})
        if called not in service["sources"]:
            service["sources"].append(called)
        service["ids"][row.region] = row.there
        if row.here:
            service["confidence"][row.region] = _CONFIDENCE_OF_MANY
            known = service.setdefault("alternates", {}).setdefault(row.region, [])
            known[:] = dict.fromkeys((row.there, row.here, *known))
        else:
            service["confidence"][row.region] = _CONFIDENCE_OF_ONE
    return table
