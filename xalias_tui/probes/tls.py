"""A TLS handshake with a name: what is presented, and whether a browser would take it."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography import x509

PORT: Final = 443


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
    """

    address: str
    problem: str = ""
    answered: bool = False
    names: tuple[str, ...] = ()
    not_after: datetime | None = None
    issuer: str = ""
    version: str = ""


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
    try:
        with (
            socket.create_connection((address, port), timeout=timeout) as plain,
            context.wrap_socket(plain, server_hostname=server_name) as secure,
        ):
            return _presented(address, secure.getpeercert(binary_form=True), version=secure.version() or "")
    except ssl.SSLCertVerificationError as error:
        shown = _unverified(address, server_name, port, timeout)
        return _presented(address, shown, problem=f"The certificate is not valid for {server_name}: {_reason(error)}.")
    except ssl.SSLError as error:
        return Handshake(address, f"{address} broke the TLS handshake off: {error.reason or error}.")
    except TimeoutError:
        return Handshake(address, f"{address} port {port} did not answer within {timeout:g} s.")
    except OSError as error:
        return Handshake(address, f"{address} port {port} can't be reached: {error.strerror or error}.")


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


def _presented(address: str, certificate: bytes | None, *, problem: str = "", version: str = "") -> Handshake:
    try:
        read = None if certificate is None else x509.load_der_x509_certificate(certificate)
    except ValueError as error:
        unread = f"The certificate of {address} can't be read: {error}."
        return Handshake(address, problem or unread, answered=True, version=version)
    if read is None:
        return Handshake(address, problem, answered=True, version=version)
    try:
        extension = read.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        names = tuple(extension.value.get_values_for_type(x509.DNSName))
    except (x509.ExtensionNotFound, ValueError):
        names = ()
    return Handshake(
        address,
        problem,
        answered=True,
        names=names,
        not_after=read.not_valid_after_utc,
        issuer=read.issuer.rfc4514_string(),
        version=version,
    )


def _reason(error: ssl.SSLCertVerificationError) -> str:
    return str(error.verify_message or error.reason or error).rstrip(".")
