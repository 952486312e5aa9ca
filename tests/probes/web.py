"""A web server on loopback with certificates made for the test: trusted, of another name, expired."""

from __future__ import annotations

import http.server
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtensionOID, NameOID

NOW = datetime.now(UTC)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """Signs certificates."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._signed(_name("Test authority"), self.key, ca=True)

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def issue(self, folder: Path, *names: str, until: timedelta = timedelta(days=30)) -> Path:
        """A file with key and certificate."""
        key = ec.generate_private_key(ec.SECP256R1())
        return _kept(folder, key, self._signed(_name(names[0]), key, *names, until=until))

    def unreadable(self, folder: Path, name: str) -> Path:
        """The same, with an X.400 address as alternative name: OpenSSL loads it, cryptography can't read it."""
        key = ec.generate_private_key(ec.SECP256R1())
        broken = x509.UnrecognizedExtension(ExtensionOID.SUBJECT_ALTERNATIVE_NAME, b"\x30\x02\xa3\x00")
        return _kept(folder, key, self._signed(_name(name), key, extension=broken))

    def self_signed(self, folder: Path, name: str) -> Path:
        """A file with key and certificate that vouches for itself."""
        alone = Authority()
        return _kept(folder, alone.key, alone._signed(_name("Test authority"), alone.key, name))

    def _signed(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        *names: str,
        ca: bool = False,
        until: timedelta = timedelta(days=30),
        extension: x509.ExtensionType | None = None,
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(_name("Test authority"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=60))
            .not_valid_after(NOW + until)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        if ca:
            usage = x509.KeyUsage(
                digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
                key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
            )  # fmt: skip
            builder = builder.add_extension(usage, critical=True)
        if names:
            alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
            builder = builder.add_extension(alternatives, critical=False)
        if extension is not None:
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(self.key, hashes.SHA256())


def _kept(folder: Path, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> Path:
    file = folder / f"{certificate.serial_number}.pem"
    plain = serialization.NoEncryption()
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file


class _Handler(http.server.BaseHTTPRequestHandler):
    status = 200
    location = ""
    sent: ClassVar[Mapping[str, str]] = {}
    body = ""

    def do_GET(self) -> None:
        self.send_response(self.status)
        if self.location:
            self.send_header("Location", self.location)
        for name, value in {**self.sent, "X-Host": self.headers.get("Host", "")}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.body.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name that http.server gives it
        del format, args


@contextmanager
def web_server(
    certificate: Path | None,
    *,
    status: int = 200,
    location: str = "",
    server_name: str = "",
    headers: Mapping[str, str] | None = None,
    body: str = "",
    host: str = "127.0.0.1",
    port: int = 0,
) -> Iterator[int]:
    """A server on loopback; its port."""
    said = {"status": status, "location": location, "server_version": server_name, "sent": headers or {}, "body": body}
    handler = type("Handler", (_Handler,), said)
    family = {"address_family": socket.AF_INET6 if ":" in host else socket.AF_INET}
    server = type("Server", (http.server.ThreadingHTTPServer,), family)((host, port), handler)
    server.handle_error = lambda *_: None  # refused handshakes are what is tested
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def dripping_server() -> Iterator[int]:
    """A server that sends one letter after the other and never comes to an end; its port."""
    done = threading.Event()

    def serve(listening: socket.socket) -> None:
        client, _ = listening.accept()
        with client:
            client.recv(1024)
            while not done.wait(0.05):
                try:
                    client.sendall(b"H")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,), daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            done.set()
            thread.join()
