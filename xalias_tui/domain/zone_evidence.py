"""What is known of a hosted zone beside its records: from AWS, and from the internet's name servers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Final, Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zones import Vpc, Zone

USUAL_RECORDS: Final = 10_000
"""Records that every hosted zone may hold; a quota is raised, never lowered (Route 53 Developer Guide:
DNSLimitations)."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key-signing key of a zone, as GetDNSSEC tells it.

    Attributes:
        name: Its name.
        status: ``ACTIVE``, ``INACTIVE``, ``DELETING``, ``ACTION_NEEDED`` or ``INTERNAL_FAILURE``.
        message: What AWS says of that status; may be empty.
        tag: The number by which a DS record names it (RFC 4034 appendix B).
    """

    name: str
    status: str
    message: str = ""
    tag: int | None = None


@dataclass(frozen=True, slots=True)
class Signing:
    """Whether Route 53 signs a zone.

    Attributes:
        status: ``SIGNING``, ``NOT_SIGNING``, ``DELETING``, ``ACTION_NEEDED`` or ``INTERNAL_FAILURE``.
        message: What AWS says of that status; may be empty.
        keys: Its key-signing keys.
    """

    status: str
    message: str = ""
    keys: tuple[SigningKey, ...] = ()


@dataclass(frozen=True, slots=True)
class ResolverRule:
    """A Resolver rule that is associated with a VPC.

    Attributes:
        id: Its id.
        domain: The name that it is for, with everything below.
        type: ``FORWARD``, ``SYSTEM``, ``RECURSIVE`` or ``DELEGATE``.
        name: Its name; untrusted text, may be empty.
    """

    id: str
    domain: DnsName
    type: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class VpcDns:
    """How a VPC of a private zone resolves names, as the account that owns it tells.

    Attributes:
        vpc: The VPC.
        account_id: The account that owns it.
        off: Which of ``enableDnsSupport`` and ``enableDnsHostnames`` are off.
        rules: Resolver rules that are associated with it.
    """

    vpc: Vpc
    account_id: str
    off: tuple[str, ...] = ()
    rules: tuple[ResolverRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something of a zone that could not be read, so that a check is not judged.

    Attributes:
        checks: Ids of the rules that needed it.
        why: Why, in words that follow "could not be checked:".
        action: The IAM action that was denied; empty where it failed for another reason.
        side: Whose policy lacks the action.
        said: AWS's own sentence; may carry untrusted text.
    """

    checks: tuple[str, ...]
    why: str
    action: str = ""
    side: Literal["zone", "target"] = "zone"
    said: str = ""

    @property
    def may_pass(self) -> bool:
        """Whether asking again may tell: the call failed, for another reason than a denial."""
        return bool(self.said) and not self.action


@dataclass(frozen=True, slots=True)
class ZoneState:
    """What AWS reports about a zone beside its records.

    Attributes:
        record_limit: How many records it may hold; None where that could not be read.
        signing: Whether it is signed; None where that was not, or could not be, read.
        vpcs: The VPCs of a private zone that could be asked about.
        gaps: What could not be read.
    """

    record_limit: int | None = USUAL_RECORDS
    signing: Signing | None = None
    vpcs: tuple[VpcDns, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Delegation:
    """What the internet says of a name that public zones have; the same for all zones of that name.

    Attributes:
        parent: The name server of the parent that was asked; empty where none could be found.
        servers: Name servers that the parent publishes, lower case, no final dot, sorted.
        problem: Why it is not known what the parent publishes; empty where it is known.
        lame: Published servers that refuse to answer for the zone, each with what it answered (``REFUSED`` …).
        key_tags: Key tags of the DS records that the parent publishes; None where they could not be asked.
        chained: Whether a DS record matches a key that the zone publishes; None where there is no DS or it is not
            known.
    """

    parent: str = ""
    servers: tuple[str, ...] = ()
    problem: str = ""
    lame: tuple[tuple[str, str], ...] = ()
    key_tags: tuple[int, ...] | None = None
    chained: bool | None = None

    @property
    def known(self) -> bool:
        """Whether the parent answered the question to whom it delegates, if to anyone."""
        return not self.problem

    def serves(self, zone: Zone) -> bool:
        """Whether the internet is sent to this zone."""
        return bool(set(self.servers) & set(plain_hosts(zone.name_servers)))


@dataclass(frozen=True, slots=True)
class Caa:
    """A CAA record set: which authorities may issue certificates for a name (RFC 8659).

    Attributes:
        name: Where it stands.
        values: Its values as they are written, ``0 issue "amazon.com"``.
    """

    name: DnsName
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorldView:
    """What the world outside AWS was asked about a draft, and what it said.

    Attributes:
        not_asked: Why no name server was asked, as a sentence; empty if one was.
        delegation: What was answered about the zone; None if no one was asked.
        caa: The nearest CAA record set above the zone's apex; None if there is none or it was not asked.
    """

    not_asked: str = ""
    delegation: Delegation | None = None
    caa: Caa | None = None


@dataclass(frozen=True, slots=True)
class Twins:
    """Public zones of one name, and which of them the internet asks.

    Attributes:
        zones: The zones of the name, with their name servers as far as they could be read.
        delegation: What the parent says.
    """

    zones: tuple[Zone, ...]
    delegation: Delegation = field(default_factory=Delegation)

    @property
    def live(self) -> tuple[Zone, ...]:
        """Those that the parent delegates to; empty where it delegates to none, or did not tell."""
        return tuple(zone for zone in self.zones if self.delegation.serves(zone))

    def is_live(self, zone: Zone) -> bool | None:
        """Whether the internet asks a zone; None where that is not known."""
        if not self.delegation.known or not zone.name_servers:
            return None
        return self.delegation.serves(zone)


def plain_hosts(hosts: Iterable[str]) -> tuple[str, ...]:
    """Host names in lower case without final dot, sorted."""
    return tuple(sorted({host.rstrip(".").lower() for host in hosts}))
