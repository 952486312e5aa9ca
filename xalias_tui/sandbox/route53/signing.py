"""DNSSEC of a hosted zone: its key-signing keys as GetDNSSEC describes them, and the records that are made of them.

No answer is signed, because no client here validates. The keys are digits made from the zone's id.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import dns.dnssec
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype

from xalias_tui.domain.dataclass import dataclass

_FLAG: Final = 257
_ALGORITHM: Final = 13
_DIGEST: Final = 2
_MADE: Final = datetime(2025, 3, 14, 9, 26, 53, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KeySigningKey:
    """A key-signing key.

    Attributes:
        name: Its name.
        zone: The zone's name.
        kms_arn: The key in KMS that it is made from.
        status: As the API writes it.
        message: What the API says of that status; empty for nothing.
    """

    name: str
    zone: str
    kms_arn: str
    status: str = "ACTIVE"
    message: str = ""

    @property
    def public_key(self) -> str:
        """In base 64, as a DNSKEY record has it."""
        return base64.b64encode(hashlib.sha512(f"{self.zone} {self.name}".encode()).digest()).decode()

    @property
    def dnskey(self) -> str:
        """The value of its DNSKEY record."""
        return f"{_FLAG} 3 {_ALGORITHM} {self.public_key}"

    @property
    def ds(self) -> str:
        """The value of the DS record that the parent should publish."""
        key = dns.rdata.from_text(dns.rdataclass.IN, dns.rdatatype.DNSKEY, self.dnskey)
        return str(dns.dnssec.make_ds(dns.name.from_text(self.zone), key, "SHA256").to_text()).upper()

    @property
    def document(self) -> Mapping[str, Any]:
        """As GetDNSSEC describes it."""
        tag, _, _, digest = self.ds.split()
        return {
            "Name": self.name,
            "KmsArn": self.kms_arn,
            "Flag": _FLAG,
            "SigningAlgorithmMnemonic": "ECDSAP256SHA256",
            "SigningAlgorithmType": _ALGORITHM,
            "DigestAlgorithmMnemonic": "SHA-256",
            "DigestAlgorithmType": _DIGEST,
            "KeyTag": int(tag),
            "DigestValue": digest,
            "PublicKey": self.public_key,
            "DSRecord": self.ds,
            "DNSKEYRecord": self.dnskey,
            "Status": self.status,
            **({"StatusMessage": self.message} if self.message else {}),
            "CreatedDate": _MADE,
            "LastModifiedDate": _MADE,
        }


@dataclass(frozen=True, slots=True)
class ZoneSigning:
    """Whether a zone is signed, and by which keys."""

    status: str = "NOT_SIGNING"
    message: str = ""
    keys: tuple[KeySigningKey, ...] = ()

    @property
    def signs(self) -> bool:
        """Whether the zone publishes keys."""
        return self.status != "NOT_SIGNING"

    @property
    def document(self) -> Mapping[str, Any]:
        """GetDNSSEC's answer."""
        status = {"ServeSignature": self.status, **({"StatusMessage": self.message} if self.message else {})}
        return {"Status": status, "KeySigningKeys": [key.document for key in self.keys]}
