"""Who else has a say over a zone's records: the zone's tags, and the names and types that are protected."""

from __future__ import annotations

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.names import DnsName

Tags = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Protection:
    """A name and type that cannot be changed as long as the protection exists.

    It covers every record set of that name and type, whatever its set identifier, also those that do not exist yet
    (botocore model: route53 CreateResourceRecordSetProtections).

    Attributes:
        name: The name.
        type: The record type.
        comment: Why, as its maker said; untrusted text, usually empty.
    """

    name: DnsName
    type: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Custody:
    """What was read about who has a say over a zone's records.

    Attributes:
        tags: The hosted zone's tags; untrusted text.
        protections: What is protected.
        unread: The look-ups among these that failed: what is absent there proves nothing.
    """

    tags: tuple[tuple[str, str], ...] = ()
    protections: tuple[Protection, ...] = ()
    unread: tuple[Unscanned, ...] = ()

    def protecting(self, name: DnsName, type_: str) -> Protection | None:
        """The protection of a name and type; None where none was read."""
        return next((held for held in self.protections if (held.name, held.type) == (name, type_)), None)


NOBODY_ASKED = Custody()
"""Where neither tags nor protections were read."""
