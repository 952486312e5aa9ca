"""A TLS handshake with a name: what is presented, and whether a browser would take it."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

from xalias_tui.domain.dataclass import dataclass

if TYPE_CHECKING:
    from cryptography import x509

PORT: Final = 443

Fault = Literal[
    "", "expired", "not-yet-valid", "wrong-name", "self-signed", "untrusted", "unreadable", "refused", "silent",
    "unreachable", "no-way",
]  # fmt: skip
"""Why a browser would not take it; ``no-way`` says that this machine can't send to the address at all."""

_FAULTS: Final[Mapping[int, Fault]] = {
    9: "not-yet-valid", 10: "expired", 18: "self-signed", 19: "untrusted", 20: "untrusted", 21: "untrusted",
    62: "wrong-name",
}  # fmt: skip
"""By error code of verification (X509_V_ERR_… in x509_vfy.h of OpenSSL)."""
_NO_WAY: Final = frozenset({errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})


@dataclass(frozen=True, slots=True)
class Handshake:
    """What came of it.

    Attributes:
        address: Who was called.
        problem: Why it failed, in one sentence; empty where the certificate is trusted for the name.
        answered: Whether anybody spoke TLS at all.
        names: DNS names of the certificate that was presented; empty where none could be read.
        not_after: End of its validity.
        issuer: Whose it is, as the certificate says.
        version: Version of TLS, e.g. ``TLSv1.3``.
        fault: The same as ``problem`` in one word.
        port: The port that was called.
    """

    address: str
    problem: str = ""
    answered: bool = False
    names: tuple[str, ...] = ()
    not_after: datetime | None = None
    issuer: str = ""
    version: str = ""
    fault: Fault = ""
    port: int = PORT


def handshake(
    address: str,
    server_name: str,
    *,
    port: int = PORT,
    timeout: float = 5.0,
    authorities: str | None = None,
) -> Handshake:
    """Call an address and ask for a name (SNI).

    Args:
        address: IPv4 or IPv6 address.
        server_name: The name that a visitor typed.
        port: Where it listens.
        timeout: Seconds that connecting and the handshake may take, each.
        authorities: PEM of the authorities that are trusted; None for the machine's.
    """
    context = ssl.create_default_context(cadata=authorities)
    found = Handshake(address, port=port)
    try:
        with (
            socket.create_connection((address, port), timeout=timeout) as plain,
            context.wrap_socket(plain, server_hostname=server_name) as secure,
        ):
            return _presented(found, secure.getpeercert(binary_form=True), version=secure.version() or "")
    except ssl.SSLCertVerificationError as error:
        shown = _presented(found, _unverified(address, server_name, port, timeout))
        return _refused_by_browsers(shown, server_name, error)
    except ssl.SSLError as error:
        return replace(
            found, problem=f"{address} broke the TLS handshake off: {error.reason or error}.", fault="refused"
        )
    except ValueError as error:  # a name that can't be sent as server name
        return replace(found, problem=f"{server_name} can't be asked for in TLS: {error}.", fault="refused")
    except TimeoutError:
        return replace(found, problem=f"{address} port {port} did not answer within {timeout:g} s.", fault="silent")
    except OSError as error:
        fault: Fault = "no-way" if error.errno in _NO_WAY else "unreachable"
        return replace(
            found, problem=f"{address} port {port} can't be reached: {error.strerror or error}.", fault=fault
        )


def _refused_by_browsers(shown: Handshake, server_name: str, error: ssl.SSLCertVerificationError) -> Handshake:
    """Why verification failed, told from what was presented."""
    if shown.fault == "unreadable":
        return shown
    fault = _FAULTS.get(error.verify_code, "untrusted")
    words = {
        "expired": f"The certificate presented for {server_name} expired{_on(shown)}.",
        "not-yet-valid": f"The certificate presented for {server_name} is not valid yet.",
        "wrong-name": f"The certificate presented is not for {server_name}.",
        "self-signed": f"The certificate presented for {server_name} is self-signed: no authority vouches for it.",
    }
    of = f" ({shown.issuer})" if shown.issuer else ""
    unknown = f"The certificate presented for {server_name} is of an authority that is not trusted here{of}"
    reason = (error.verify_message or error.reason or str(error)).rstrip(".")
    return replace(shown, problem=words.get(fault, f"{unknown}: {reason}."), fault=fault, answered=True)


def _on(shown: Handshake) -> str:
    return f" on {shown.not_after:%Y-%m-%d}" if shown.not_after is not None else ""


def _unverified(address: str, server_name: str, port: int, timeout: float) -> bytes | None:
    """The certificate that was presented, whatever it is worth: only to say what is wrong with it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((address, port), timeout=timeout) as plain,
            context.wrap_socket(plain, server_hostname=server_name) as secure,
        ):
            return secure.getpeercert(binary_form=True)
    except OSError:
        return None


def _presented(found: Handshake, certificate: bytes | None, *, version: str = "") -> Handshake:
    found = replace(found, answered=True, version=version)
    if certificate is None:
        return found
    from cryptography import x509  # noqa: PLC0415 -- costs 40 ms that few runs need

    unreadable = (ValueError, x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType)
    try:
        read = x509.load_der_x509_certificate(certificate)
        names = _names(read)
        return replace(found, names=names, not_after=read.not_valid_after_utc, issuer=read.issuer.rfc4514_string())
    except unreadable as error:  # only the first is a ValueError
        words = f"The certificate that {found.address} presents can't be read: {str(error).rstrip('.')}."
        return replace(found, problem=words, fault="unreadable")


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    from cryptography import x509  # noqa: PLC0415 -- as above

    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return ()
    return tuple(extension.value.get_values_for_type(x509.DNSName))
