"""TLS and HTTP of traces against real servers on loopback, with made certificates."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import ClassVar, Final

import pytest

from tests.jobs.traces.test_trace import FIRST_BROKEN
from tests.jobs.traces.tracing import Leading, step
from tests.probes.web import Authority, web_server
from tests.raised import Raised, raises
from xalias_tui.domain.addresses import Reach
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.traces import Trace
from xalias_tui.jobs.session.probes import Probes
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.trace.run import trace
from xalias_tui.jobs.trace.web import chosen, web_steps
from xalias_tui.probes.http import Reply
from xalias_tui.probes.tls import Handshake
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.world import World

NAME = "pay.example.com"
BOTH = "www.example.com"
"""A name with addresses of both families."""
HERE = "127.0.0.1"
ANYWHERE: Final[frozenset[Reach]] = frozenset({"public", "private", "nowhere"})
"""Servers of our own are on loopback."""


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


def called_at(
    probes: Probes, authority: Authority, name: str = NAME, addresses: tuple[str, ...] = (HERE,), **ports: int
) -> Probes:
    """Probes by which a name leads to servers on loopback."""
    here = Leading(probes, DnsName.parse(name), *addresses)
    return replace(probes, dns=here, connects=True, calls=ANYWHERE, authorities=authority.pem, **ports)


@contextmanager
def closed_port() -> Iterator[int]:
    with socket.socket() as unused:
        unused.bind((HERE, 0))
        yield unused.getsockname()[1]


def ids(traced: Trace, name: str) -> set[str]:
    return {finding.id for finding in step(traced, name).findings}


def test_a_good_chain_is_trusted_at_the_end_of_the_way(
    workspace: Workspace, probes: Probes, authority: Authority, tmp_path: Path
) -> None:
    with web_server(authority.issue(tmp_path, NAME)) as port:
        traced = trace(workspace, NAME, called_at(probes, authority, https_port=port))
    assert [step(traced, name).status for name in ("tls", "http")] == ["ok", "ok"]
    assert (traced.verdict, traced.headline) == ("ok", "nothing is broken")
    assert "certificate for pay.example.com, issued by CN=Test authority" in step(traced, "tls").evidence[0]


@pytest.mark.parametrize(
    ("kind", "finding", "said"),
    [
        ("expired", "tls-certificate-expired", "expired on "),
        ("wrong name", "tls-certificate-wrong-name", "It was shown one for other.example.net"),
        ("self-signed", "tls-certificate-untrusted", "no authority vouches for it"),
        ("unreadable", "tls-certificate-unreadable", "can't be read"),
    ],
)
def test_what_is_wrong_with_what_is_presented_is_the_first_broken_step(
    workspace: Workspace, probes: Probes, authority: Authority, tmp_path: Path, kind: str, finding: str, said: str
) -> None:
    file = {
        "expired": lambda: authority.issue(tmp_path, NAME, until=timedelta(days=-1)),
        "wrong name": lambda: authority.issue(tmp_path, "other.example.net"),
        "self-signed": lambda: authority.self_signed(tmp_path, NAME),
        "unreadable": lambda: authority.unreadable(tmp_path, NAME),
    }[kind]()
    with web_server(file, status=503) as port:
        traced = trace(workspace, NAME, called_at(probes, authority, https_port=port))
    assert traced.broken_at == step(traced, "tls")
    assert ids(traced, "tls") == {finding}
    assert said in step(traced, "tls").detail
    assert step(traced, "tls").findings[0].remedy
    assert (step(traced, "http").status, "HTTPS 503" in step(traced, "http").detail) == ("fail", True)


def test_every_broken_alias_breaks_before_what_its_server_presents(
    workspace: Workspace, probes: Probes, authority: Authority, tmp_path: Path
) -> None:
    broken = {name: where for name, where in FIRST_BROKEN.items() if where}
    found = {}
    with web_server(authority.issue(tmp_path, "other.example.net", until=timedelta(days=-1))) as port:
        for name in broken:
            traced = trace(workspace, name, called_at(probes, authority, name, https_port=port))
            found[name] = traced.broken_at.step if traced.broken_at else None
            assert step(traced, "tls").status == "fail"
    assert found == broken


def test_what_only_warns_is_named_where_nothing_is_broken(
    workspace: Workspace, probes: Probes, authority: Authority, tmp_path: Path
) -> None:
    warned = [name for name, broken in FIRST_BROKEN.items() if broken is None]
    where = {}
    with web_server(authority.issue(tmp_path, *(name.rstrip(".") for name in warned))) as port:
        for name in warned:
            traced = trace(workspace, name, called_at(probes, authority, name, https_port=port))
            assert traced.warned_at is not None
            where[name] = traced.warned_at.step
            assert f"{traced.warned_at.label} warns" in traced.headline
            assert {*organisation.BROKEN[name]} & {finding.id for finding in traced.warned_at.findings}
    assert where == {
        "player.example.com.": "target",
        "intern.example.com.": "demands",
        "partner.example.com.": "resource",
    }


def test_each_family_is_called_and_a_silent_one_is_told(
    workspace: Workspace, probes: Probes, authority: Authority, tmp_path: Path
) -> None:
    certificate = authority.issue(tmp_path, BOTH)
    with ExitStack() as stack:
        port = stack.enter_context(web_server(certificate))
        try:
            stack.enter_context(web_server(certificate, host="::1", port=port))
        except OSError:
            pytest.skip("this machine has no IPv6 on loopback")
        both = trace(workspace, BOTH, called_at(probes, authority, BOTH, (HERE, "::1"), https_port=port))
    assert [line.partition(": ")[0] for line in step(both, "tls").evidence] == [HERE, "::1"]
    assert step(both, "http").status == "ok"
    with web_server(certificate) as port:
        half = trace(
            workspace, BOTH, called_at(probes, authority, BOTH, (HERE, "::1"), https_port=port, http_port=port)
        )
    assert (step(half, "tls").status, step(half, "http").status) == ("warn", "warn")
    assert "::1 port" in step(half, "tls").evidence[1]


def test_only_the_first_addresses_of_each_family_are_called() -> None:
    many = ("192.0.2.1", "2001:db8::1", "192.0.2.2", "192.0.2.3", "no address", "2001:db8::2", "2001:db8::3")
    assert chosen(Probes(), many) == ("192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2")


@pytest.mark.parametrize(
    ("location", "status", "findings"),
    [
        ("https://pay.example.com/", "warn", {"http-redirect-loop"}),
        ("/", "warn", {"http-redirect-loop"}),
        ("https://shop.example.com/welcome", "ok", set()),
        ("https://pay.example.com:99999/", "ok", set()),
    ],
)
def test_redirects_are_named_and_one_to_itself_warns(
    workspace: Workspace,
    probes: Probes,
    authority: Authority,
    tmp_path: Path,
    location: str,
    status: str,
    findings: set[str],
) -> None:
    with web_server(authority.issue(tmp_path, NAME), status=301, location=location) as port:
        traced = trace(workspace, NAME, called_at(probes, authority, https_port=port))
    assert (step(traced, "http").status, ids(traced, "http")) == (status, findings)
    assert f"HTTPS 301 from 127.0.0.1, redirects to {location}" in step(traced, "http").detail


class Replies(Probes):
    """Addresses that reply over TLS as the test says."""

    __slots__ = ()
    said: ClassVar[dict[str, Reply]] = {
        "192.0.2.1": Reply(301, location="https://pay.example.com/"),
        "192.0.2.2": Reply(503, location="https://status.example.net/"),
    }

    def handshake(self, address: str, name: DnsName) -> Handshake:
        return Handshake(address, answered=True, names=(name.bare,), version="TLSv1.3")

    def request(self, address: str, name: DnsName, *, secure: bool) -> Reply:
        del name, secure
        return self.said[address]


def test_the_loop_is_told_with_the_place_that_it_leads_to() -> None:
    _, http = web_steps(Replies(), DnsName.parse(NAME), tuple(Replies.said), lambda _: None)
    (finding,) = http.findings
    assert (http.status, "https://pay.example.com/" in finding.message) == ("fail", True)


@pytest.mark.parametrize(
    ("reply", "presented", "status", "expected"),
    [
        (Reply(404, error="NoSuchBucket", bucket="pay.example.com"), NAME, "fail", {"http-no-such-bucket"}),
        (Reply(403, error="ForbiddenException"), NAME, "warn", {"http-api-forbidden"}),
        (Reply(403, server="CloudFront"), "*.cloudfront.net", "fail", {"http-no-distribution"}),
        (Reply(403, server="CloudFront"), NAME, "warn", set()),
        (Reply(404), NAME, "warn", set()),
    ],
)
def test_an_error_of_aws_says_who_answers_on_the_name(
    reply: Reply, presented: str, status: str, expected: set[str]
) -> None:
    class One(Probes):
        __slots__ = ()

        def handshake(self, address: str, name: DnsName) -> Handshake:
            return Handshake(address, answered=True, names=(presented,), version="TLSv1.3")

        def request(self, address: str, name: DnsName, *, secure: bool) -> Reply:
            return reply

    _, http = web_steps(One(), DnsName.parse(NAME), ("192.0.2.1",), lambda _: None)
    assert (http.status, {finding.id for finding in http.findings}) == (status, expected)


@raises(column="expected")
@pytest.mark.parametrize(("server", "expected"), [("CloudFront", ("cloudfront-421",)), ("nginx", ())])
def test_a_421_of_cloudfront_is_explained(
    workspace: Workspace,
    probes: Probes,
    authority: Authority,
    tmp_path: Path,
    world: World,
    raised: Raised,
    server: str,
    expected: tuple[str, ...],
) -> None:
    with web_server(authority.issue(tmp_path, NAME), status=421, server_name=server) as port:
        traced = trace(workspace, NAME, called_at(probes, authority, https_port=port))
    assert (step(traced, "http").status, "HTTPS 421" in step(traced, "http").detail) == ("warn", True)
    raised(world, traced.findings)
    assert ids(traced, "http") == set(expected)


def test_a_website_without_tls_warns_and_one_that_nobody_serves_breaks(
    workspace: Workspace, probes: Probes, authority: Authority
) -> None:
    with closed_port() as closed, web_server(None) as port:
        plain = trace(workspace, NAME, called_at(probes, authority, https_port=closed, http_port=port))
    assert (step(plain, "tls").status, ids(plain, "tls")) == ("warn", {"tls-not-served"})
    assert step(plain, "http").detail.startswith("HTTP 200 from 127.0.0.1")
    with closed_port() as closed:
        dead = trace(workspace, NAME, called_at(probes, authority, https_port=closed, http_port=closed))
    assert ids(dead, "tls") == {"tls-no-handshake"}
    assert [step(dead, name).status for name in ("tls", "http")] == ["fail", "fail"]


def test_a_name_of_plain_addresses_is_called_too(
    workspace: Workspace, probes: Probes, authority: Authority, tmp_path: Path
) -> None:
    plain = "legacy-www.example.com"
    with web_server(authority.issue(tmp_path, plain)) as port:
        traced = trace(
            workspace, "legacy-www.example.com", called_at(probes, authority, "legacy-www.example.com", https_port=port)
        )
    assert step(traced, "target").status == "skip"
    assert [step(traced, name).status for name in ("tls", "http")] == ["ok", "ok"]
    assert traced.verdict == "ok"


def test_a_wildcard_is_not_called(workspace: Workspace, probes: Probes, authority: Authority) -> None:
    traced = trace(workspace, "*.lab.example.com", called_at(probes, authority, "*.lab.example.com"))
    assert [step(traced, name).status for name in ("tls", "http")] == ["skip", "skip"]
    assert "trace a name below it" in step(traced, "tls").detail
