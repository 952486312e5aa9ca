"""Which target a DNS name of an alias means: one key for every way to write it, looked up in constant time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import called, partition_of_name
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.domain.verdicts import Inventory
from xalias_tui.domain.zone_ids import reverse
from xalias_tui.targets import Kind, all_kinds
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets.shared.kind import Claim
from xalias_tui.targets.shared.load_balancers import name_but_number
from xalias_tui.targets.shared.naming import plain_name
from xalias_tui.targets.words import names_of_resource

_IPV6: Final = "ipv6."
_ANYTHING: Final = frozenset({"targets", "regions", ""})
"""What an Unscanned is about when a whole account, or its regions, could not be asked."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a DNS name points to, as far as the inventory shows.

    Attributes:
        name: The name as the record has it.
        plain: The name without ``dualstack.`` or ``ipv6.``.
        targets: Everything known under it: several buckets share an endpoint.
        forms: What the form of the name alone tells, per kind that has it, the most common kind first; of the kinds
            of the targets only, where there are any.
        gaps: Why its absence would prove nothing; empty where it is a fact.
        zone_ids: Hosted zone ids under which the name may be aliased, as far as they are known.
        kind: Key of the most common kind that such a name has, else of what was found under it; empty where it has the
            form of none and nothing was found.
        successor: The load balancer that has the name of one that is gone: ``name-<new>`` for ``name-<old>``.
    """

    name: DnsName
    plain: DnsName
    targets: tuple[Target, ...]
    forms: tuple[Recognition, ...]
    gaps: tuple[str, ...]
    zone_ids: frozenset[str]
    kind: str = ""
    successor: Target | None = None


class Directory:
    """The targets of an inventory by everything that an alias may call them."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self._by_name: dict[str, list[Target]] = defaultdict(list)  # by text, which is hashed without a call of Python
        self._serving: dict[str, list[Target]] = defaultdict(list)
        self._balancers: dict[tuple[str, str], list[Target]] = defaultdict(list)
        self._answers: dict[str, Pointed] = {}
        self._standing: dict[tuple[str, bool], Target] = {}
        self._gaps: dict[object, tuple[str, ...]] = {}
        self._missed: dict[str, list[Unscanned]] = defaultdict(list)
        for item in inventory.unscanned:
            self._missed["" if item.kind in _ANYTHING else item.kind].append(item)
        for target in inventory.targets:
            self._file(target)

    def _file(self, target: Target) -> None:
        for hostname in target.hostnames:
            self._serving[hostname.lower().rstrip(".")].append(target)
        if target.dns_name is None:
            return
        of_kind = target_kind(target.kind)
        for own in dict.fromkeys(key for name in target.names for key in names_of_resource(name, of_kind)):
            self._by_name[own.text].append(target)
        balancer = name_but_number(plain_name(target.dns_name))
        if balancer is not None:
            self._balancers[balancer].append(target)

    def look_up(self, name: DnsName) -> Pointed:
        """Everything known of a DNS name; answered once for all records that have it."""
        answer = self._answers.get(name.text)
        if answer is None:
            answer = self._answers[name.text] = self._look_up(name)
        return answer

    def _look_up(self, name: DnsName) -> Pointed:
        plain = plain_name(name)
        known = self._by_name.get(plain.text, ())
        forms = shapes(name, frozenset(target.kind for target in known))
        keys = dict.fromkeys([plain.text, *(target_kind(form.kind).resource_name(plain).text for form in forms)])
        keys.update(dict.fromkeys([plain_name(form.dns_name).text for form in forms]))
        found = {target.key: target for key in keys for target in self._by_name.get(key, ())}
        own_first = list(found.values())
        if len(own_first) > 1:
            own_first.sort(key=lambda row: row.dns_name is None or plain_name(row.dns_name) != plain)
        return Pointed(
            name=name,
            plain=plain,
            targets=tuple(own_first),
            forms=forms,
            gaps=(*self._elsewhere(name), *self._gaps_of(forms)),
            zone_ids=frozenset(
                id_ for id_ in (*(row.zone_id for row in found.values()), *(form.zone_id for form in forms)) if id_
            ),
            kind=next(iter((*(form.kind for form in forms), *(target.kind for target in own_first))), ""),
            successor=None if found else self._recreated(name),
        )

    def serving(self, name: DnsName) -> tuple[Target, ...]:
        """Targets that are configured for a host name, by itself or by a wildcard above it."""
        text = name.bare
        found = {target.key: target for target in self._serving.get(text, ())}
        above = text.partition(".")[2]
        while above:
            found.update((target.key, target) for target in self._serving.get(f"*.{above}", ()))
            above = above.partition(".")[2]
        return tuple(found.values())

    def meant(self, record: DnsName, pointed: Pointed) -> Target | None:
        """The target that a record means: of those that share a name, the one that serves the record.

        Buckets share an endpoint: there none is meant but the one with the record's name. Private domains of API
        Gateway share a VPC endpoint, tenants of CloudFront a connection group: where none serves the record, any may
        be meant, before the endpoint itself.
        """
        if claim_of(pointed.kind) == "bucket":
            return next(iter(self._buckets(record, pointed)), None)
        if len(pointed.targets) > 1:
            sharing = {target.key for target in pointed.targets}
            serving = next((target for target in self.serving(record) if target.key in sharing), None)
            behind = (target for target in pointed.targets if target_kind(target.kind).behind)
            return serving or next(behind, pointed.targets[0])
        return next(iter(pointed.targets), None)

    def reached(self, record: DnsName, pointed: Pointed) -> tuple[Target, ...]:
        """Every target that visitors of a record reach: of buckets its own, and the endpoint where that is a target."""
        if claim_of(pointed.kind) != "bucket":
            return pointed.targets
        return (*self._buckets(record, pointed), *(row for row in pointed.targets if not row.arn))

    def _buckets(self, record: DnsName, pointed: Pointed) -> tuple[Target, ...]:
        return tuple(row for row in self.serving(record) if row.kind == pointed.kind and row.name == record.bare)

    def as_it_stands(self, target: Target, *, with_ipv6: bool) -> Target:
        """The target as rules for existing records see it: neither an inspection nor IPv6 is missed."""
        key = (target.key, with_ipv6)
        if key not in self._standing:
            types = tuple(type_ for type_ in target.record_types if with_ipv6 or type_ != "AAAA")
            self._standing[key] = replace(target, inspected=True, record_types=types)
        return self._standing[key]

    def _recreated(self, name: DnsName) -> Target | None:
        balancer = name_but_number(name)
        rows = self._balancers.get(balancer, ()) if balancer is not None else ()
        return rows[0] if len(rows) == 1 else None

    def _elsewhere(self, name: DnsName) -> tuple[str, ...]:
        """That the accounts searched are of other partitions than the name: they can't know it."""
        searched = self.inventory.partitions
        own = partition_of_name(name) if searched else ""
        return (f"no account in {called(own)} was searched",) if own and own not in searched else ()

    def _gaps_of(self, forms: tuple[Recognition, ...]) -> tuple[str, ...]:
        """What was not asked, or did not answer, of all that could have such a name."""
        places = tuple((form.kind, *place_of(form)) for form in forms)
        if places not in self._gaps:
            self._gaps[places] = tuple(dict.fromkeys(self._find_gaps(places)))
        return self._gaps[places]

    def _find_gaps(self, places: tuple[tuple[str, str, bool], ...]) -> Iterable[str]:
        inventory = self.inventory
        if not inventory.complete:
            yield "the search for targets was not finished"
        if not inventory.accounts:
            yield "no account of the target side could be asked"
        for kind, region, regional in places:
            if inventory.regions is not None and regional and not region:
                yield f"{kind} was only searched for in {', '.join(sorted(inventory.regions))}"
            if inventory.kinds is not None and kind not in inventory.kinds:
                yield f"{kind} was not searched for"
            if inventory.regions is not None and region and region not in inventory.regions:
                yield f"{region} was not searched"
        rows = [*self._missed[""], *(item for kind in {kind for kind, _, _ in places} for item in self._missed[kind])]
        for item in rows:
            if item.kind in _ANYTHING or any(_concerns(item, *place) for place in places):
                yield f"{item.where}: {item.message}"


def _concerns(item: Unscanned, kind: str, region: str, regional: bool) -> bool:  # noqa: FBT001 -- part of a place
    return item.kind == kind and (not regional or not region or item.region in ("", region))


def place_of(form: Recognition) -> tuple[str, bool]:
    """Region in which a recognised name can be found, empty where it may be any, and whether regions matter."""
    regional = _kinds()[form.kind].scope == "regional"
    return ("" if form.region == "global" or not regional else form.region), regional


@cache
def claim_of(key: str) -> Claim:
    """What another account could take of a target of a kind, see ``Claim``; empty for a key that is that of no kind."""
    kind = _kinds().get(key)
    return "" if kind is None else kind.claim


@cache
def _kinds() -> Mapping[str, Kind]:
    return {kind.key: kind for kind in all_kinds()}


@cache
def _of(keys: frozenset[str]) -> tuple[Kind, ...]:
    """The kinds of some keys in the order of lists, or all."""
    return tuple(kind for kind in all_kinds() if not keys or kind.key in keys)


def shapes(name: DnsName, only: frozenset[str] = frozenset()) -> tuple[Recognition, ...]:
    """What the form of a name tells, for each kind that has it, or for some kinds only.

    A name with ``ipv6.`` may also be one that a load balancer of the second generation was wrongly called by.
    """
    found = [form for kind in _of(only) if (form := kind.recognise(name)) is not None]
    if name.text.startswith(_IPV6):
        known = {form.kind for form in found}
        found += [form for form in shapes(plain_name(name), only) if form.kind not in known]
    return tuple(found)


def places_by_zone_id(zone_id: str) -> frozenset[tuple[str, str]]:
    """Kinds, and the region of each, whose aliases have a hosted zone id; every kind where it is of none known here."""
    rows = reverse(zone_id)
    if not rows:
        return frozenset((kind.key, "") for kind in all_kinds())
    regional = frozenset(kind.key for kind in all_kinds() if kind.scope == "regional")
    return frozenset(
        (kind.key, row.region if kind.key in regional else "")
        for row in rows
        for kind in all_kinds()
        if kind.table == row.service
    )
