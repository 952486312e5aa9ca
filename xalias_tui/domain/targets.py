"""What an alias can point to, and the evidence that rules judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from datetime import datetime, timedelta
from typing import Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.inventories import Source
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.tags import Tags

HealthEvaluation = Literal["allowed", "forbidden", "no-benefit"]
ZoneIdOrigin = Literal["api", "table", "zone", ""]


@dataclass(frozen=True, slots=True)
class Validation:
    """How ACM has it proved that one name of a certificate is the holder's (``DomainValidation`` of its API).

    Attributes:
        name: The name of the certificate that is proved.
        status: ``PENDING_VALIDATION``, ``SUCCESS`` or ``FAILED``.
        record_name: Name of the record that proves it; empty where it is not proved by DNS.
        record_type: Type of that record.
        record_value: Its value.
    """

    name: str
    status: str = ""
    record_name: str = ""
    record_type: str = "CNAME"
    record_value: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A TLS certificate that a target presents.

    Attributes:
        arn: ACM or IAM ARN; empty where unknown.
        names: Subject alternative names, lower case, without final dot (``*.example.com``).
        status: ACM status (``ISSUED``, ``PENDING_VALIDATION`` …), empty where unknown.
        region: Region of the certificate, empty for IAM.
        not_after: End of validity.
        read: Whether the certificate itself could be read; False means ``names`` is not known.
        type: ``AMAZON_ISSUED``, ``IMPORTED`` or ``PRIVATE``; empty where unknown.
        key_algorithm: As ACM's parameters write it (``RSA_2048``, ``EC_prime256v1``); empty where unknown.
        failure: Why it was not issued, in ACM's word (``CAA_ERROR`` …).
        renewable: Whether ACM says that it may renew it; None where it does not say.
        renewal: State of the managed renewal (``PENDING_VALIDATION``, ``FAILED`` …); empty where there is none.
        validations: How its names are proved.
        read_at: When it was read: its validity is judged as of then.
        service: Who keeps it, in words.
    """

    arn: str
    names: tuple[str, ...] = ()
    status: str = ""
    region: str = ""
    not_after: datetime | None = None
    read: bool = True
    type: str = ""
    key_algorithm: str = ""
    failure: str = ""
    renewable: bool | None = None
    renewal: str = ""
    validations: tuple[Validation, ...] = ()
    read_at: datetime | None = field(default=None, compare=False)
    service: str = "ACM"

    def covers(self, name: DnsName) -> bool:
        """Whether a subject name equals ``name`` or is its one-level wildcard (RFC 6125)."""
        return any(name.matches(pattern) for pattern in _dns_names(self.names))


def _dns_names(texts: Iterable[str]) -> Iterator[DnsName]:
    """Those that are DNS names: a certificate may also name an address or a person."""
    for text in texts:
        try:
            yield DnsName.parse(text)
        except InvalidNameError:
            continue


@dataclass(frozen=True, slots=True)
class Facts:
    """Evidence about one target; each kind of target extends it with what its own rules judge.

    Attributes:
        unread: What could not be read of the target: IAM actions that were denied, or a sentence.
    """

    unread: tuple[str, ...] = ()

    @property
    def all_certificates(self) -> tuple[Certificate, ...]:
        """Every certificate among the evidence, wherever the kind keeps it, each once."""
        found: dict[Certificate, None] = {}
        _collect_certificates(self, found)
        return tuple(found)


def _collect_certificates(value: object, found: dict[Certificate, None]) -> None:
    if isinstance(value, Certificate):
        found[value] = None
        return
    names: Iterable[str] = getattr(value, "__dataclass_fields__", ())
    parts = value if isinstance(value, tuple) else [getattr(value, name) for name in names]
    for part in parts:
        if part and not isinstance(part, str):
            _collect_certificates(part, found)


@dataclass(frozen=True, slots=True)
class CardOrigin:
    """The target card that a target was read from, where it was not asked of its account.

    Attributes:
        made_at: When the card was written; what it says was true then.
        opened_at: When it was opened.
        inspected_for: Record name that its targets were inspected for; empty where they were only listed.
        edited: Whether its content is not the one that was written.
    """

    made_at: datetime
    opened_at: datetime
    inspected_for: str = ""
    edited: bool = False

    @property
    def age(self) -> timedelta:
        """How old the card was when it was opened."""
        return self.opened_at - self.made_at


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a target was read, where that was not its account just now.

    Attributes:
        source: ``config`` (AWS Config) or ``cache`` (kept of an earlier run, which asked its account).
        read_at: When it was read there.
        unchanged_since: When AWS Config last saw it change; None where that is not known.
        unread: Its fields that the source does not hold.
        doubt: Why the source does not prove that it exists, as a code; empty where it does.
    """

    source: Source
    read_at: datetime
    unchanged_since: datetime | None = None
    unread: tuple[str, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Something an alias can point to, or that looks as if it could.

    Attributes:
        kind: Key of the kind, e.g. ``alb``.
        name: The resource's own name or id; untrusted text.
        arn: Empty where the target was only recognised from its DNS name.
        account_id: Owner; empty where unknown.
        profile: Profile that found it; empty where unknown.
        region: Region code, ``global`` for global services.
        dns_name: The very value of the alias record; None where it cannot be aliased and has no name.
        zone_id: The very value of the alias record; empty where it cannot be aliased or is not known.
        zone_id_origin: ``api`` (a describe call returned it), ``table`` or ``zone`` (same-zone record).
        record_types: Types of alias record that work; empty where it cannot be aliased.
        hostnames: Host names that the target is already configured to serve (may hold ``*.`` patterns).
        other_names: Further DNS names of the same resource that records may point to: of one Availability Zone, of the
            other IP version, of another endpoint.
        state: The service's own word (``active``, ``Deployed``), or the id of the rule that excludes it.
        internal: True for private addresses only, False for public, None where unknown.
        evaluate_target_health: What Route 53 makes of the flag for this kind.
        label: A second line about it (tags, comment); untrusted text.
        facts: What was read about it; None where nothing was read (recognised offline).
        inspected: Whether the calls that only a picked target is worth were made.
        inspected_at: When they were made; None where that is not known.
        card: The target card that it was read from; None where its account was asked.
        reading: Where it was read otherwise; None where its account was asked just now.
        read_at: When its account was asked; None where it was not.
        tags: Its tags, or those of them that were wanted; None where they were not read. Untrusted text.
    """

    kind: str
    name: str
    arn: str
    account_id: str
    profile: str
    region: str
    dns_name: DnsName | None
    zone_id: str
    zone_id_origin: ZoneIdOrigin
    record_types: tuple[str, ...]
    hostnames: tuple[str, ...] = ()
    other_names: tuple[DnsName, ...] = ()
    state: str = ""
    internal: bool | None = None
    evaluate_target_health: HealthEvaluation = "allowed"
    label: str = ""
    facts: Facts | None = None
    inspected: bool = False
    card: CardOrigin | None = None
    inspected_at: datetime | None = field(default=None, compare=False)
    reading: Reading | None = field(default=None, compare=False)
    read_at: datetime | None = field(default=None, compare=False)
    tags: Tags | None = field(default=None, compare=False)

    @property
    def source(self) -> Source:
        """Where it was read."""
        if self.card is not None:
            return "card"
        return "live" if self.reading is None else self.reading.source

    @property
    def doubt(self) -> str:
        """Why where it was read does not prove that it exists, as a code; empty where it does."""
        return "" if self.reading is None else self.reading.doubt

    @property
    def aliasable(self) -> bool:
        """Whether an alias record can point here."""
        return bool(self.record_types) and self.dns_name is not None and bool(self.zone_id)

    @property
    def names(self) -> tuple[DnsName, ...]:
        """Every DNS name of the resource, first the one that new aliases point to."""
        return self.other_names if self.dns_name is None else (self.dns_name, *self.other_names)

    def under(self, name: DnsName) -> Target:
        """The target as a record shows it that points to one of its other names."""
        if name == self.dns_name:
            return self
        return replace(self, dns_name=name, other_names=tuple(own for own in self.names if own != name))

    @property
    def key(self) -> str:
        """Identity across readings: the ARN with the alias name, or kind and DNS name."""
        return f"{self.arn or self.kind} {self.dns_name}"

    def takes_the_place_of(self, other: Target) -> bool:
        """Whether it is the same resource read at another time, for which the same records can be made."""
        return (self.key, self.zone_id, self.record_types) == (other.key, other.zone_id, other.record_types)

    @property
    def reference(self) -> str | None:
        """What a finding names it by: ARN, else DNS name."""
        return self.arn or (self.dns_name.text if self.dns_name else None)


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a DNS name alone tells.

    Attributes:
        kind: Key of the kind; the most common one where several share the form.
        dns_name: The name in the form that an alias record carries.
        region: Region code, ``global``, or empty where the name does not tell.
        zone_id: Alias hosted zone id; empty where no table is published.
        zone_id_source: Where the id was read.
        record_types: Types of alias record that such a target can take.
        aliasable: Whether Route 53 accepts it as an alias target.
        reason: Why it can't be aliased, or what the name does not tell; one sentence, may be empty.
        rule_id: Rule that excludes it; empty where aliasable.
        internal: True where the name says that its addresses are private.
    """

    kind: str
    dns_name: DnsName
    region: str
    zone_id: str = ""
    zone_id_source: str = ""
    record_types: tuple[str, ...] = ()
    aliasable: bool = False
    reason: str = ""
    rule_id: str = ""
    internal: bool | None = None
