"""Small worlds on the sandbox, and the command line on them: each case builds what it is about, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import boto3
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
from botocore.config import Config

from tests.cases.between import Meddle, between
from tests.shell import Ran, run
from xalias_tui.domain.zone_ids import entries, s3_website_host
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.members import DNS_HUB, DNS_KEY
from xalias_tui.sandbox.name_server import NameServer
from xalias_tui.sandbox.organisation.estate import alias_zone_id
from xalias_tui.sandbox.profiles import write_profiles
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World

Wire = Mapping[str, Any]

ZONE: Final = "Z0EXAMPLECOM00000000"
"""The id of the zone example.com of most cases."""
CLOUDFRONT: Final = alias_zone_id("cloudfront", GLOBAL_REGION)
ACCELERATOR: Final = alias_zone_id("global_accelerator", GLOBAL_REGION)


class SetUpError(Exception):
    """A case could not be brought about: no verdict on the program."""


def world() -> World:
    """The organisation's accounts without resources; S3's website endpoints exist, and changes are in sync at once."""
    made = World.empty(propagation_seconds=0)
    for entry in entries():
        host = s3_website_host(entry.region) if entry.service == "s3_website" else None
        if host:
            made.register_alias_name(host, entry.zone_id)
    return made


def zone(into: World, name: str, records: Iterable[Wire] = (), *, account: str = DNS_HUB, **more: Any) -> str:
    """Add a hosted zone with records, by default ``ZONE`` of the DNS hub; returns its id."""
    zone_id = into.route53.create_zone(account, name, **{"zone_id": ZONE, **more})
    into.route53.load(zone_id, list(records))
    return zone_id


class Resolver(NameServer):
    """Answers as real resolvers do: NXDOMAIN, with the CNAME in it, for a CNAME to a name that does not exist.

    The response code of a chain is that of its last name (RFC 6604, section 3).
    """

    def answer(self, wire: bytes) -> bytes:
        answered = dns.message.from_wire(super().answer(wire))
        if _is_unfinished(answered) and not self._has_address(answered):
            answered.set_rcode(dns.rcode.NXDOMAIN)
        return answered.to_wire()

    def _has_address(self, answered: dns.message.Message) -> bool:
        asked = dns.message.make_query(answered.question[0].name, "A")
        found = dns.message.from_wire(super().answer(asked.to_wire()))
        return any(row.rdtype == dns.rdatatype.A for row in found.answer)


def _is_unfinished(answered: dns.message.Message) -> bool:
    """Whether a resolver was asked for an address and found CNAMEs only."""
    return (
        bool(answered.flags & dns.flags.RA and answered.answer)
        and all(row.rdtype == dns.rdatatype.CNAME for row in answered.answer)
        and answered.rcode() == dns.rcode.NOERROR
        and answered.question[0].rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA)
    )


@dataclass(frozen=True)
class Lab:
    """A running world and a shell in front of it.

    Attributes:
        world: What is simulated.
        home: The operator's own folder.
        variables: The shell's environment.
        resolver: Address and port of the resolver.
        url: Where AWS is.
    """

    world: World
    home: Path
    variables: Mapping[str, str]
    resolver: str
    url: str

    def xalias(
        self,
        *words: str,
        zones: Iterable[str] = ("dns-prod",),
        targets: Iterable[str] = ("shop-prod",),
        kinds: Iterable[str] = (),
        stdin: str = "",
        **variables: str,
    ) -> Ran:
        """Run a command that asks these profiles and the lab's resolver."""
        common = [] if words[0] == "apply" else ["--resolver", self.resolver]
        for option, values in (("--zone-profile", zones), ("--target-profile", targets), ("--kind", kinds)):
            for value in values:
                common += [option, value]
        return run((*common, *words), {**self.variables, **variables}, stdin=stdin)

    @contextmanager
    def client(self, service: str, *, key: str = DNS_KEY, region: str = "us-east-1", **config: Any) -> Iterator[Any]:
        """A plain SDK client, by default of the DNS hub's user, that tries once and checks nothing itself."""
        settings: dict[str, Any] = {"retries": {"total_max_attempts": 1}, "parameter_validation": False, **config}
        made: Any = boto3  # the stubs know neither a service nor settings that are computed
        client = made.client(
            service,
            region_name=region,
            endpoint_url=self.url,
            aws_access_key_id=key,
            aws_secret_access_key="made-up",
            config=Config(**settings),
        )
        with closing(client):
            yield client

    def file(self, name: str, *words: str, **options: Any) -> Path:
        """The plan that a command writes.

        Raises:
            SetUpError: when it writes none.
        """
        path = self.home / name
        ran = self.xalias(*words, "--out", str(path), **options)
        if not path.exists():
            raise SetUpError(ran)
        return path


class Start(Protocol):
    """Runs a world until the test ends."""

    def __call__(self, of: World, *, name_server: type[NameServer] = ..., meddle: Meddle | None = ...) -> Lab: ...


@contextmanager
def lab(
    of: World, home: Path, *, name_server: type[NameServer] = Resolver, meddle: Meddle | None = None
) -> Iterator[Lab]:
    """Run a world; ``meddle`` is somebody between the shell and AWS."""
    with ExitStack() as stack:
        url = stack.enter_context(Sandbox.start(of)).url
        if meddle is not None:
            url = stack.enter_context(between(url, meddle))
        names = stack.enter_context(name_server(of))
        yield Lab(of, home, shell_variables(home, url), f"127.0.0.1:{names.port}", url)
    if of.defects:
        raise SetUpError(of.defects)


def shell_variables(home: Path, url: str) -> dict[str, str]:
    """An environment with its own home, whose AWS configuration points to ``url``."""
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "STATE", "DATA", "CACHE")}
    path = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(home)}
    return {**path, **folders, **write_profiles(home / "aws", url)}


def step(traced: Ran, name: str) -> dict[str, Any]:
    """A step of a trace."""
    found: dict[str, Any] = next(each for each in traced.data["steps"] if each["step"] == name)
    return found


def findings(document: object) -> list[dict[str, Any]]:
    """Every finding in a document, wherever it is."""
    if isinstance(document, Mapping):
        own = [dict(document)] if {"id", "severity", "remedy"} <= document.keys() else []
        return own + [found for value in document.values() for found in findings(value)]
    return [found for value in document for found in findings(value)] if isinstance(document, list) else []


def said(document: object) -> set[str]:
    """The ids of all findings in a document."""
    return {found["id"] for found in findings(document)}


def errors(document: object) -> set[str]:
    """The ids of the findings of severity error in a document."""
    return {found["id"] for found in findings(document) if found["severity"] == "error"}


def judged(audited: Ran, name: str, type_: str = "A", *, zone_id: str = ZONE) -> dict[str, Any]:
    """The row of a record in an audit.

    Raises:
        AssertionError: when the audit did not judge it.
    """
    key = (f"{name}.", type_, zone_id)
    rows = [row for row in audited.data["aliases"] if (row["name"], row["type"], row["zone_id"]) == key]
    assert len(rows) == 1, f"{name} {type_} was not judged: {audited.data['aliases']}"
    found: dict[str, Any] = rows[0]
    return found


def changes(plan: Mapping[str, Any]) -> set[tuple[str, str, str]]:
    """What a plan does: action, name and type."""
    return {(each["action"], each["record"]["name"], each["record"]["type"]) for each in plan["changes"]}
