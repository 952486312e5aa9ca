r"""DNS names as Route 53 knows them.

What is a name is RFC 1035's; Route 53 writes an unusual octet as three octal digits
(https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html), where zone files and ``dig`` use
decimal (RFC 1035, section 5.1). A backslash before a punctuation mark means that mark: ``\.`` is a dot inside a label.
"""

from __future__ import annotations

import re
from functools import lru_cache, total_ordering
from typing import TYPE_CHECKING, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.error_rules import (
    RECORD_LABEL_EMPTY,
    RECORD_LABEL_TOO_LONG,
    RECORD_NAME_AT_SIGN,
    RECORD_NAME_EMPTY,
    RECORD_NAME_ESCAPE_INVALID,
    RECORD_NAME_IS_URL,
    RECORD_NAME_NOT_PUNYCODE,
    RECORD_NAME_TOO_LONG,
)
from xalias_tui.domain.errors import InvalidNameError

if TYPE_CHECKING:
    import dns.name

MAX_LABEL_OCTETS: Final = 63
MAX_NAME_OCTETS: Final = 255

_ESCAPE = re.compile(r"\\(?:(?P<number>[0-9]{3})|(?P<character>[^0-9A-Za-z]))", re.DOTALL)
_OCTAL = re.compile(r"[0-3][0-7]{2}")
_PIECE = re.compile(rf"(?P<dot>\.)|{_ESCAPE.pattern}|(?P<wrong>\\.{{0,3}})|(?P<plain>[^.\\]+)", re.DOTALL)
_PUNYCODE = re.compile(r"\bxn--[a-z0-9-]+", re.IGNORECASE)
_CONTROLS = frozenset((*range(0x20), 0x7F))
_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-_*")
_PLAIN_NAME = re.compile(r"(?:[a-z0-9_*-]{1,63}\.)+")
_SCHEME: Final = "://"
_ADDRESS: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
"""An address of IPv4, or of IPv6."""
_AT_SIGN: Final = r"\100"
_HOST_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class DnsName:
    r"""An absolute DNS name, folded to lower case.

    A name has one text, by which names are equal: dnspython would fold and hash labels at every comparison, which ten
    thousand names feel. Order is by labels from the right.

    Attributes:
        text: Presentation form: lower case, final dot, ``*`` plain, every other unusual octet as ``\ooo``.
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> DnsName:
        r"""Read a name as an operator types it: any case, final dot optional, ``*`` or ``\052`` for a wildcard.

        Escapes are read as Route 53 writes them, or in decimal as ``dig`` prints them where only that makes sense.

        Raises:
            InvalidNameError: with the id of the broken rule as ``code``.
        """
        stripped = text.strip()
        if stripped.strip(".") == "":
            raise _empty()
        if not stripped.isascii():
            raise _not_punycode(stripped)
        host = _host(stripped)
        if host != stripped and not stripped.partition(_SCHEME)[2].strip("/"):
            raise _empty()
        if host != stripped:
            raise InvalidNameError.of(RECORD_NAME_IS_URL, name=stripped, host=host or "it has none")
        name = _from_route53(_in_octal(stripped) if "\\" in stripped else stripped)
        if _AT_SIGN in name.labels:
            raise InvalidNameError.of(RECORD_NAME_AT_SIGN, name=stripped)
        return name

    @classmethod
    def looked_up(cls, text: str) -> DnsName:
        """Read the name of something that exists, as ``parse``; international characters are taken for their Punycode.

        Of a URL its host is the name.

        A name that a record will be created at has to be typed as it will be stored: ``parse``.

        Raises:
            InvalidNameError: with the id of the broken rule as ``code``.
        """
        host = _host(text).strip() or text
        if _ADDRESS.fullmatch(host):
            said = f"{host} is an address, not a name."
            raise InvalidNameError("name-is-address", said, "Give the name that has this address.")
        return cls.parse(to_ascii(host))

    @classmethod
    def from_route53(cls, text: str) -> DnsName:
        r"""Read a name as the Route 53 API returns it (``\052.example.com.``).

        Raises:
            InvalidNameError: when the text is no DNS name.
        """
        return _from_route53(text)

    @property
    def route53(self) -> str:
        r"""The form in which Route 53 lists the name: as ``text`` with ``*`` written ``\052``."""
        return self.text.replace("*", "\\052")

    @property
    def bare(self) -> str:
        """``text`` without the final dot: the form of certificates, Host headers and bucket names."""
        return self.text[:-1]

    @property
    def wire(self) -> dns.name.Name:
        """The name as dnspython carries it: with the octets themselves, where ``text`` has escapes of Route 53."""
        import dns.name  # noqa: PLC0415 -- only for names that are asked for in the DNS

        return dns.name.Name([_octets(label) for label in self.text.split(".")] if self.text != "." else [b""])

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels from left to right, without the root, in presentation form."""
        bare = self.bare  # whose only plain dots stand between labels
        return tuple(bare.split(".")) if bare else ()

    @property
    def is_wildcard(self) -> bool:
        """Whether the leftmost label is exactly ``*``: the only place where Route 53 reads it as a wildcard."""
        return self.text.startswith("*.")

    @property
    def has_literal_asterisk(self) -> bool:
        """Whether an asterisk stands anywhere but as the whole leftmost label."""
        return "*" in self.text.removeprefix("*.")

    @property
    def is_hostname(self) -> bool:
        """Whether browsers and certificate authorities accept it (RFC 952/1123 letters, digits, hyphens)."""
        labels = self.labels[1:] if self.is_wildcard else self.labels
        return all(_HOST_LABEL.fullmatch(label) for label in labels)

    @property
    def parent(self) -> DnsName | None:
        """The name without its leftmost label; None for the root."""
        return None if self.text == "." else DnsName(self.text.partition(".")[2] or ".")

    def is_inside(self, zone: DnsName) -> bool:
        """Whether the name is the zone's apex or below it, compared label by label."""
        return self.text.endswith(f".{zone.text}") or zone.text in (self.text, ".")

    def relative_to(self, zone: DnsName) -> str:
        """The name as operators say it inside a zone: ``www``, or ``@`` for the apex."""
        if self == zone:
            return "@"
        return self.text.removesuffix("." + zone.text) if self.is_inside(zone) else self.text

    def matches(self, pattern: DnsName, *, any_depth: bool = False) -> bool:
        """Whether a pattern with a leading ``*`` label, or an equal name, covers this name.

        Args:
            pattern: A certificate name or alternate domain name.
            any_depth: Certificates cover one label (False), CloudFront alternate names any number (True).
        """
        if self == pattern:
            return True
        suffix = pattern.parent
        if not pattern.is_wildcard or suffix is None or self == suffix:
            return False
        return self.is_inside(suffix) if any_depth else self.parent == suffix

    def child(self, label: str) -> DnsName:
        """The name one label below.

        Raises:
            InvalidNameError: when label or the whole is no DNS name.
        """
        return DnsName.parse(f"{label}.{self.text}")

    def __eq__(self, other: object) -> bool:
        return self.text == other.text if isinstance(other, DnsName) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.text)

    def __lt__(self, other: DnsName) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> list[str]:
        """The labels from the right, an octet a character."""
        labels = self.text.split(".")[::-1]
        return [_octets(label).decode("latin-1") for label in labels] if "\\" in self.text else labels

    def __str__(self) -> str:
        return self.text


def to_ascii(text: str) -> str:
    """A name with international characters in Punycode (IDNA 2008 with the mapping of UTS 46).

    Raises:
        InvalidNameError: when it has no such form.
    """
    if text.isascii():
        return text
    import idna  # noqa: PLC0415 -- most names have no such characters

    try:
        labels = [label if label.isascii() else idna.encode(label, uts46=True).decode() for label in text.split(".")]
    except idna.IDNAError as error:
        remedy = f"Correct the name: it has no Punycode form ({error})."
        raise InvalidNameError.of(RECORD_NAME_NOT_PUNYCODE, remedy=remedy, name=text) from error
    return ".".join(labels)


def in_unicode(text: str) -> str:
    """A text with the labels in it that are Punycode as people read them; what decodes to nothing stays."""
    return _PUNYCODE.sub(lambda found: _decoded(found[0]), text)


def _decoded(label: str) -> str:
    import idna  # noqa: PLC0415 -- as above

    try:
        return idna.decode(label)
    except idna.IDNAError:
        return label


def _not_punycode(text: str) -> InvalidNameError:
    try:
        punycode = to_ascii(text)
    except InvalidNameError as error:
        return error
    return InvalidNameError.of(RECORD_NAME_NOT_PUNYCODE, name=text, punycode=punycode)


def _empty() -> InvalidNameError:
    return InvalidNameError.of(RECORD_NAME_EMPTY)


def _host(text: str) -> str:
    """The host of a URL, empty where it has none; any other text as it is."""
    if _SCHEME not in text:
        return text
    from xalias_tui.domain.pasted import Pasted  # noqa: PLC0415 -- few names are URLs

    host = Pasted.read(text).host
    return "" if _SCHEME in host else host


def _read(text: str) -> DnsName:
    plain = text.replace(r"\052", "*") if "\\" in text else text  # as every wildcard is listed
    folded = plain if _PLAIN_NAME.fullmatch(plain) else f"{plain.lower().removesuffix('.')}."
    if plain.isascii() and len(folded) < MAX_NAME_OCTETS and _PLAIN_NAME.fullmatch(folded):
        return DnsName(folded)  # nearly every name is its own presentation
    labels = _labels(text)
    for label in labels:
        if len(label) > MAX_LABEL_OCTETS:
            raise InvalidNameError.of(RECORD_LABEL_TOO_LONG, label=_present(label), n=len(label))
    octets = sum(len(label) + 1 for label in labels) + 1
    if octets > MAX_NAME_OCTETS:
        raise InvalidNameError.of(RECORD_NAME_TOO_LONG, n=octets)
    if b"" in labels:
        raise InvalidNameError.of(RECORD_LABEL_EMPTY, name=text)
    return DnsName("".join(f"{_present(label)}." for label in labels))


_from_route53: Final = lru_cache(maxsize=65_536)(_read)
name_of_listing: Final = lru_cache(maxsize=256)(_read)
"""Reads a name as ``DnsName.from_route53``, of a listing of very many, where equal names follow each other.

It is not remembered for long: in memory that would cost as much as the name.
"""


def _labels(text: str) -> list[bytes]:
    """The labels of a name without the root, as DNS carries them.

    Raises:
        InvalidNameError: when a backslash begins no escape.
    """
    labels = [b""]
    for piece in _PIECE.finditer(text):
        if piece["dot"]:
            labels.append(b"")
        elif piece["wrong"] or (piece["number"] and not _OCTAL.fullmatch(piece["number"])):
            raise InvalidNameError.of(RECORD_NAME_ESCAPE_INVALID, escape=piece[0], name=text)
        elif piece["number"]:
            labels[-1] += bytes([int(piece["number"], 8)])
        else:
            labels[-1] += (piece["character"] or piece["plain"]).encode()
    return [label.lower() for label in (labels if labels[-1] else labels[:-1])]


def _in_octal(text: str) -> str:
    r"""A typed name with escapes of three digits in octal.

    ``dig`` prints them in decimal. They are read so where octal gives what hardly anyone means, all of them or none: no
    octet at all, a control character (``\032``, which is a space of ``dig``), or no UTF-8.
    """
    numbers = [found["number"] for found in _ESCAPE.finditer(text) if found["number"]]
    if not numbers or any(int(number) > 0xFF for number in numbers):  # noqa: PLR2004 -- an octet
        return text
    octal = bytes(int(number, 8) for number in numbers) if all(map(_OCTAL.fullmatch, numbers)) else None
    decimal = bytes(map(int, numbers))
    if octal is not None and (_is_text(octal) or not _is_text(decimal)):
        return text
    return _ESCAPE.sub(lambda found: f"\\{int(found['number']):03o}" if found["number"] else found[0], text)


def _is_text(octets: bytes) -> bool:
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return _CONTROLS.isdisjoint(octets)


def _octets(label: str) -> bytes:
    """A label in presentation form as DNS carries it."""
    return b"".join(_labels(label))


def _present(label: bytes) -> str:
    return "".join(chr(octet) if octet in _PLAIN else f"\\{octet:03o}" for octet in label)
