"""TLS and HTTP against a real server on loopback, with made certificates."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path

import pytest

from tests.probes.web import NOW, Authority, dripping_server, web_server
from xalias_tui.probes import http
from xalias_tui.probes.tls import Handshake, handshake

HERE = "127.0.0.1"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


def shake(certificate: Path, authority: Authority | None, name: str = "www.example.com") -> Handshake:
    with web_server(certificate) as port:
        return handshake(HERE, name, port=port, authorities=authority.pem if authority else None)


def test_a_good_certificate_is_trusted_for_its_names(authority: Authority, tmp_path: Path) -> None:
    found = shake(authority.issue(tmp_path, "www.example.com", "example.com"), authority)
    assert (found.problem, found.answered, found.names) == ("", True, ("www.example.com", "example.com"))
    assert found.version.startswith("TLSv1")
    assert found.not_after is not None


@pytest.mark.parametrize(
    ("names", "until", "trusted", "fault", "said"),
    [
        (("other.example.net",), timedelta(days=30), True, "wrong-name", "is not for www.example.com"),
        (("www.example.com",), timedelta(days=-1), True, "expired", f"expired on {NOW - timedelta(days=1):%Y-%m-%d}"),
        (("www.example.com",), timedelta(days=30), False, "untrusted", "unable to get local issuer certificate"),
    ],
)
def test_what_a_browser_would_refuse_is_told_with_what_was_shown(
    authority: Authority,
    tmp_path: Path,
    names: tuple[str, ...],
    until: timedelta,
    fault: str,
    said: str,
    *,
    trusted: bool,
) -> None:
    found = shake(authority.issue(tmp_path, *names, until=until), authority if trusted else Authority())
    assert said in found.problem
    assert (found.answered, found.names, found.fault) == (True, names, fault)


def test_a_self_signed_certificate_and_one_that_cannot_be_parsed_are_told_apart(
    authority: Authority, tmp_path: Path
) -> None:
    alone = shake(authority.self_signed(tmp_path, "www.example.com"), authority)
    odd = shake(authority.unreadable(tmp_path, "www.example.com"), authority)
    assert (alone.fault, alone.names) == ("self-signed", ("www.example.com",))
    assert "no authority vouches for it" in alone.problem
    assert (odd.fault, odd.answered, odd.names) == ("unreadable", True, ())
    assert "can't be read" in odd.problem


def test_an_answer_that_never_ends_is_cut_off() -> None:
    with dripping_server() as port:
        reply = http.status(HERE, "www.example.com", port=port, secure=False, timeout=0.3)
    assert "did not end its answer within 0.6 s" in reply.problem


def test_nobody_there_and_no_tls_there_are_told_apart(authority: Authority) -> None:
    with socket.socket() as unused:
        unused.bind((HERE, 0))
        port = unused.getsockname()[1]
        found = handshake(HERE, "www.example.com", port=port, authorities=authority.pem)
    assert (found.answered, "can't be reached" in found.problem) == (False, True)
    with web_server(None) as plain:
        broken = handshake(HERE, "www.example.com", port=plain, authorities=authority.pem)
    assert (broken.answered, "handshake" in broken.problem) == (False, True)


def test_a_server_that_says_nothing_is_given_up(authority: Authority) -> None:
    with socket.create_server((HERE, 0)) as silent:
        port = silent.getsockname()[1]
        found = handshake(HERE, "www.example.com", port=port, timeout=0.1, authorities=authority.pem)
        reply = http.status(HERE, "www.example.com", port=port, secure=False, timeout=0.1)
    assert "did not answer within 0.1 s" in found.problem
    assert "did not answer within 0.1 s" in reply.problem


@pytest.mark.parametrize("secure", [True, False])
def test_the_first_request_goes_to_the_address_under_the_name(
    authority: Authority, tmp_path: Path, *, secure: bool
) -> None:
    certificate = authority.issue(tmp_path, "www.example.com") if secure else None
    with web_server(certificate, status=503) as port:
        reply = http.status(HERE, "www.example.com", port=port, secure=secure)
    assert (reply.status, reply.problem) == (503, "")


def test_no_server_is_no_status() -> None:
    with socket.socket() as unused:
        unused.bind((HERE, 0))
        reply = http.status(HERE, "www.example.com", port=unused.getsockname()[1], secure=False)
    assert (reply.status, "gave no HTTP answer" in reply.problem) == (0, True)


XML = "<?xml version='1.0'?><Error><Code>NoSuchBucket</Code><BucketName>www.example.com</BucketName></Error>"
PAGE = "<html><body><ul><li>Code: NoSuchBucket</li><li>BucketName: www.example.com</li></ul></body></html>"


@pytest.mark.parametrize(
    ("status", "headers", "body", "told"),
    [
        (404, {}, XML, ("NoSuchBucket", "www.example.com")),
        (404, {}, PAGE, ("NoSuchBucket", "www.example.com")),
        (404, {}, "<Error><Code>NoSuchBucket</Code></Error>", ("NoSuchBucket", "")),
        (404, {}, "<Error><Code>NoSuchKey</Code></Error>", ("", "")),
        (403, {"x-amzn-ErrorType": "ForbiddenException"}, '{"message":"Forbidden"}', ("ForbiddenException", "")),
        (403, {}, "x" * 100_000 + XML, ("", "")),
        (200, {}, XML, ("", "")),
    ],
)
def test_an_error_of_aws_is_read_from_its_answer(
    status: int, headers: dict[str, str], body: str, told: tuple[str, str]
) -> None:
    with web_server(None, status=status, headers=headers, body=body) as port:
        reply = http.status(HERE, "www.example.com", port=port, secure=False)
    assert (reply.error, reply.bucket) == told
