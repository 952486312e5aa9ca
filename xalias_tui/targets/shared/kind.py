"""What a kind of alias target is: everything that is known about it is in one module."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Literal

from xalias_tui.domain.findings import Finding, Rule
from xalias_tui.domain.lookups import Ask, Where
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Facts, HealthEvaluation, Recognition, Target
from xalias_tui.domain.validations import Progress, ValidationRecord
from xalias_tui.domain.verdicts import Sighting
from xalias_tui.domain.zone_ids import lookup, partition_of_region
from xalias_tui.targets.shared import acm
from xalias_tui.targets.shared import validation_records as awaited
from xalias_tui.targets.shared.naming import (
    FROM_API,
    GLOBAL,
    match_name,
    plain_name,
    table_origin,
    table_zone_id,
)
from xalias_tui.targets.shared.recorded import Document, Recorded
from xalias_tui.targets.shared.subject import Subject

Scope = Literal["regional", "global"]
Claim = Literal["", "bucket", "prefix", "host-name"]
"""How someone else could take over the records that still point to a target that is gone.

``bucket``: S3 serves the bucket that has the record's name, and several buckets share one DNS name. ``prefix``: the DNS
name begins with a label that anyone may choose. ``host-name``: the service answers for whoever
lists the record's name.
"""
Ipv6 = Literal["unknown", "on", "off", "undocumented"]
"""Whether a target has IPv6; ``undocumented`` where AWS does not say that its kind takes an AAAA alias."""


class Kind(ABC):
    """A kind of alias target. A module of this package that has a ``KIND`` is one.

    Attributes:
        key: Stable key, e.g. ``alb``.
        title: What operators call it.
        scope: ``global`` kinds are discovered once an account, the others once a region.
        services: SDK clients that ``discover`` calls; a region without them is skipped.
        absent_from: AWS partitions without the kind, although they have the services.
        prefixes: First labels that may be put before a name of the kind and mean the same resource.
        arn: Regular expression that matches ``service:resource`` of the kind's ARNs; its group ``name`` is the
            resource's own name. Empty where resources have no ARN.
        record_types: Types of alias record that the kind can take.
        evaluate_target_health: What Route 53 makes of the flag for this kind.
        pattern: Form of the kind's DNS names, with the group ``region``; None where the name alone shows nothing.
        table: Service under which the table of zone ids lists the kind; empty where only the service's API has them.
        tables_judged: Services of that table whose ids rules of the kind judge where the API returns one of them.
        table_row: Row of that table for every region; empty where each region has its own.
        hints: What such a name does not show, in sentences.
        internal: Whether such names have private addresses; None where the name does not show it.
        iam_actions: Actions that ``discover`` and ``inspect`` need; all of them only read.
        list_actions: Those of them that ``discover`` needs; empty where it needs all.
        iam_resources: ARNs to which an action is narrowed, with ``{partition}``; the others can't be, or would reach
            the same resources.
        order: Place in lists; also the order in which kinds that share a form of name are offered it.
        exclusions: Rules whose id is the ``Target.state`` of resources that are listed but can't be aliased.
        claim: How someone else could take over from a target that is gone; empty where no one can.
        exists_actions: IAM actions of ``exists`` that ``iam_actions`` does not have.
        lists_every_name: Whether its API lists every DNS name of a resource, so that one that it does not list does not
            exist; else only the DNS tells.
        inspects: What only the API returns, for the sentence that says what was not checked.
        inspects_by_name: Whether an inspection depends on the record's name, so that another name needs a new one.
        ipv6_fix: Command that turns IPv6 on, see ``Rule.fix``; empty where one command does not.
        checks: Rules that are not checked where one of the actions that they need (``Rule.needs``) is denied.
        recorded: How AWS Config records its resources; None where it does not, or not what an alias needs.
        named_as_hosts: Whether the own name of each of its resources is a host name, so that it has a dot.
        behind: The kind of the resources through which its targets are reached, under their DNS names; empty for none.
        precursors: Types that AWS Config records and without one of which there is none of its resources in a region
            (AWS Config Developer Guide: resource-config-reference).
    """

    key: ClassVar[str]
    title: ClassVar[str]
    scope: ClassVar[Scope] = "regional"
    services: ClassVar[tuple[str, ...]]
    absent_from: ClassVar[frozenset[str]] = frozenset()
    prefixes: ClassVar[tuple[str, ...]] = ()
    arn: ClassVar[str] = ""
    record_types: ClassVar[tuple[str, ...]]
    evaluate_target_health: ClassVar[HealthEvaluation] = "allowed"
    pattern: ClassVar[re.Pattern[str] | None] = None
    table: ClassVar[str] = FROM_API
    tables_judged: ClassVar[tuple[str, ...]] = ()
    table_row: ClassVar[str] = ""
    hints: ClassVar[tuple[str, ...]] = ()
    internal: ClassVar[bool | None] = None
    iam_actions: ClassVar[tuple[str, ...]]
    list_actions: ClassVar[tuple[str, ...]] = ()
    iam_resources: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    order: ClassVar[int] = 1000
    exclusions: ClassVar[tuple[Rule, ...]] = ()
    claim: ClassVar[Claim] = ""
    exists_actions: ClassVar[tuple[str, ...]] = ()
    lists_every_name: ClassVar[bool] = False
    inspects: ClassVar[str]
    inspects_by_name: ClassVar[bool] = False
    ipv6_fix: ClassVar[str] = ""
    checks: ClassVar[tuple[Rule, ...]] = ()
    recorded: ClassVar[Recorded | None] = None
    named_as_hosts: ClassVar[bool] = False
    behind: ClassVar[str] = ""
    precursors: ClassVar[tuple[str, ...]] = ()

    def from_document(self, document: Document, where: Where) -> Target | None:
        """The target that the document of a describe call describes; None where it is of another kind.

        Kinds that AWS Config records have their own.
        """
        del document, where
        return None

    def left_open(self, row: Document, target: Target) -> tuple[str, ...]:
        """Fields of a target that its configuration item leaves open for a reason of the kind's own."""
        del row, target
        return ()

    def recognise(self, name: DnsName) -> Recognition | None:
        """What a DNS name alone shows, or None where it does not have the form of this kind."""
        match = None if self.pattern is None else match_name(self.pattern, name)
        return None if match is None else self.recognised(name, match["region"])

    def recognised(
        self, name: DnsName, region: str, hints: Sequence[str] | None = None, partition: str = ""
    ) -> Recognition:
        """What a name of the kind's form shows; ``hints`` replaces the kind's own."""
        entry = lookup(self.table, self.row(region, partition or partition_of_region(region)))
        said = list(self.hints if hints is None else hints)
        if self.table == FROM_API:
            said.append("The alias zone ids of this service are not published: the id must be read from the service.")
        elif entry is None:
            said.append(f"No alias zone id is published for {region}: it must be read from the service.")
        return Recognition(
            kind=self.key,
            dns_name=name,
            region=region,
            zone_id=entry.zone_id if entry else "",
            zone_id_source=table_origin(entry) if entry else "",
            record_types=self.record_types,
            aliasable=True,
            reason=" ".join(said),
            internal=self.internal,
        )

    def target(
        self,
        ask: Where,
        *,
        name: str,
        arn: str,
        dns_name: DnsName | None,
        facts: Facts,
        zone_id: str | None = None,
        record_types: tuple[str, ...] | None = None,
        region: str | None = None,
        **details: Any,
    ) -> Target:
        """A resource of the kind, found by ``ask``; the names are those of ``Target``.

        ``zone_id`` is what the API returned; without one it is the table's, and empty where the resource has none.
        ``record_types`` are those of the kind where they are not given; without a name and a zone id there are none.
        ``region`` is that of ``ask``, or of a global kind. ``details`` are further fields of ``Target``; the owner is
        the account of ``ask`` unless ``account_id`` is among them.
        """
        region = region or (GLOBAL if self.scope == "global" else ask.region)
        listed = table_zone_id(self.table, self.row(region, ask.partition)) if zone_id is None else ""
        known = (zone_id or listed) if dns_name is not None else ""
        types = self.record_types if record_types is None else record_types
        return Target(
            kind=self.key,
            name=name,
            arn=arn,
            account_id=details.pop("account_id", "") or ask.account_id,
            profile=ask.profile,
            region=region,
            dns_name=dns_name,
            zone_id=known,
            zone_id_origin="" if not known else "api" if zone_id else "table",
            record_types=types if known else (),
            evaluate_target_health=self.evaluate_target_health,
            facts=facts,
            **details,
        )

    def row(self, region: str, partition: str) -> str:
        """The row of the table of zone ids; the partition decides for services that CloudFront serves everywhere."""
        del partition
        return self.table_row or region

    def resource_name(self, name: DnsName) -> DnsName:
        """One name for all names that the resource of a DNS name can have, as far as their form tells."""
        return name

    def has_name(self, target: Target, name: DnsName) -> bool:
        """Whether a DNS name is among those that AWS lists or documents for a target of the kind."""
        if name in target.names:
            return True
        bare = plain_name(name)
        if bare != name and name.labels[0] not in self.prefixes:
            return False
        return bool(self.prefixes) and any(plain_name(own) == bare for own in target.names)

    def under(self, target: Target, name: DnsName) -> Target:
        """The target as a record shows it that points to one of its names."""
        return target.under(name)

    def cname_of(self, target: Target, name: DnsName) -> DnsName | None:
        """Where a CNAME called ``name`` points to reach the target; None for a target without a name."""
        del name
        return target.dns_name

    @abstractmethod
    def discover(self, ask: Ask) -> Iterator[Target]:
        """Every resource of the kind in the account and region of ``ask``, with list calls only.

        Raises:
            LookupFailedError: when the list was refused or did not come.
        """

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """The target with the evidence that only a picked target is worth, for a record called ``name``.

        What was refused or did not come is named in ``facts.unread``; nothing is raised for it. A kind whose lists
        return everything reads nothing here.
        """
        del ask, name
        return replace(target, inspected=target.facts is not None)

    @abstractmethod
    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """The rules that need this kind's own knowledge."""

    def awaited(self, target: Target, name: DnsName) -> tuple[ValidationRecord, ...]:
        """The validation records that the target waits for before it serves a name, or is renewed by."""
        return awaited.of_facts(target.facts, name)

    def follow(self, target: Target, resource: str, ask: Ask) -> Progress:
        """How far what waits for validation records is, ``resource`` being what those records call it.

        Raises:
            LookupFailedError: when it was refused or did not come.
        """
        del target
        return acm.progress(resource, ask)

    def exists(self, name: DnsName, ask: Ask) -> Sighting | None:
        """Whether anyone has the resource of a name, in whatever account; None where the service does not say.

        Raises:
            LookupFailedError: when it was refused or did not come.
        """
        del name, ask
        return None

    def claimed(self, target: Target, name: DnsName, ask: Ask) -> Sighting | None:
        """Whether another resource, of any account, claims a name more specifically than a target; None if not told.

        Raises:
            LookupFailedError: when it was refused or did not come.
        """
        del target, name, ask
        return None

    def with_claims(self, target: Target, claims: Sequence[tuple[str, str]]) -> Target:
        """The target as one that knows who else holds names, see ``Sighting.claims``."""
        del claims
        return target

    def buckets_behind(self, target: Target) -> tuple[DnsName, ...]:
        """The S3 buckets from which a target serves, by the names that its list gives."""
        del target
        return ()

    def ipv6(self, target: Target) -> Ipv6:
        """Whether a target has IPv6."""
        if target.facts is None:
            return "unknown"
        if "AAAA" in target.record_types:
            return "on"
        return "off" if "AAAA" in self.record_types else "undocumented"
