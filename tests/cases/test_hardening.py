"""What happens when answers, files and streams are not as they should be: nothing follows that was not read."""

from __future__ import annotations

import json
import os
import resource
import socket
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import dns.message
import dns.rrset
import pytest

from tests.cases.between import PORTAL, Answered, Meddle, page
from tests.cases.explorer import explorer, until
from tests.cases.lab import ZONE, Lab, Resolver, SetUpError, Start, step, world, zone
from tests.shell import Ran
from xalias_tui.sandbox.faults import expired, server_error, throttled
from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id
from xalias_tui.sandbox.organisation.records import alias, plain
from xalias_tui.sandbox.world import World

IRELAND: Final = "eu-west-1"
ALB: Final = alias_zone_id("alb", IRELAND)
CHANGE: Final = "route53:ChangeResourceRecordSets"
ZONES: Final = "route53:ListHostedZones"
RECORDS: Final = "route53:ListResourceRecordSets"
TEST: Final = "192.0.2.1"


def shop() -> World:
    """A load balancer, and a zone with an alias to it."""
    made = world()
    host = add_balancer(Estate(made, SHOP), Balancer(IRELAND, "web"))
    zone(made, "example.com", [alias("web.example.com.", "A", (f"dualstack.{host}.", ALB))])
    return made


def codes(ran: Ran) -> set[str]:
    """The codes of everything that a command could not read."""
    document = ran.document
    rows = document.get("unscanned", [document.get("error")])
    return {row["code"] for row in rows}


def edited(called: str, edit: Callable[[Answered], Answered]) -> Meddle:
    """Changes the answers to calls of this name."""
    return lambda name, ask: edit(ask()) if name == called else ask()


def without(start: bytes, end: bytes) -> Callable[[Answered], Answered]:
    """An answer without one of its elements."""

    def cut(answered: Answered) -> Answered:
        first, last = answered.body.index(start), answered.body.rindex(end) + len(end)
        return Answered(answered.status, answered.body[:first] + answered.body[last:], answered.headers)

    return cut


def endless(answered: Answered) -> Answered:
    """A page of zones that is not the last one, and does not say where the next begins."""
    return answered.replaced(b"<IsTruncated>false", b"<IsTruncated>true")


UNREADABLE_ZONES: Final = {
    "portal": page(ZONES),
    "empty": page(ZONES, b""),
    "no list": edited(ZONES, without(b"<HostedZones>", b"</HostedZones>")),
    "no marker": edited(ZONES, endless),
    "no id": edited(ZONES, without(b"<Id>", b"</Id>")),
}
COMMANDS: Final = {
    "zones": ("zones",),
    "audit": ("audit",),
    "usedby": ("usedby", "web"),
    "plan": ("plan", "new.example.com", "--target", "web", "--offline"),
    "repoint": ("repoint", "gone-1234567890.eu-west-1.elb.amazonaws.com", "web"),
}


@pytest.mark.parametrize("how", ["portal", "empty", "no list", "no id"])
def test_zones_that_cannot_be_read_are_no_absence(start: Start, how: str) -> None:
    """hardening-01"""
    ran = start(shop(), meddle=UNREADABLE_ZONES[how]).xalias("zones", "--json")
    assert codes(ran) == {"invalid-answer"}
    assert ran.status == 3


def test_a_list_of_zones_that_breaks_off_is_incomplete(start: Start) -> None:
    """hardening-01"""
    ran = start(shop(), meddle=UNREADABLE_ZONES["no marker"]).xalias("zones", "--json")
    assert codes(ran) == {"invalid-answer"}


@pytest.mark.parametrize("command", ["audit", "usedby", "plan", "repoint"])
@pytest.mark.parametrize("called", [ZONES, RECORDS])
def test_no_command_concludes_from_what_it_could_not_read(start: Start, command: str, called: str) -> None:
    """hardening-01"""
    ran = start(shop(), meddle=page(called)).xalias(*COMMANDS[command], "--json", kinds=["alb"])
    assert "invalid-answer" in codes(ran)
    assert ran.status == 3


async def test_the_explorer_does_not_claim_that_there_are_no_zones(start: Start) -> None:
    """hardening-01"""
    shell = start(shop(), meddle=page(ZONES))
    async with explorer(shell, kinds=["alb"]) as driver:
        await until(driver, lambda: "no hosted zones" in driver.text or "could not be read" in driver.text)
        assert "could not be read" in driver.text
        assert "no hosted zones" not in driver.text


@pytest.fixture
def applied(start: Start) -> Callable[[World, Meddle | None], tuple[Lab, Ran]]:
    """Sends a plan that creates ``new.example.com``, with somebody between who waits for the change."""

    def send(made: World, meddle: Meddle | None) -> tuple[Lab, Ran]:
        shell = start(made, meddle=meddle)
        file = shell.file("plan.json", "plan", "new.example.com", "--target", "web", "--offline", kinds=["alb"])
        return shell, shell.xalias("apply", str(file), "--yes", "--json")

    return send


Applied = Callable[[World, Meddle | None], tuple[Lab, Ran]]


def is_there(made: World) -> bool:
    """Whether the record exists that the plan creates."""
    return bool(made.route53.zones[ZONE].at("new.example.com."))


@pytest.mark.parametrize(
    "meddle",
    [
        page(f"!{CHANGE}"),
        page(f"!{CHANGE}", b""),
        edited(CHANGE, without(b"<ChangeInfo>", b"</ChangeInfo>")),
    ],
    ids=["portal", "empty", "no ChangeInfo"],
)
def test_an_accepted_change_whose_answer_cannot_be_read_is_read_back(applied: Applied, meddle: Meddle) -> None:
    """hardening-02"""
    made = shop()
    shell, ran = applied(made, meddle)
    if not is_there(made):
        raise SetUpError(ran)
    assert (ran.status, ran.data["change"]["id"], ran.data["change"]["status"]) == (0, "", "INSYNC")
    assert [entry["status"] for entry in shell.xalias("history", "--json").data["entries"]] == ["insync"]


@pytest.mark.parametrize(
    ("status", "body"), [(302, PORTAL), (403, PORTAL), (407, PORTAL), (429, b"")], ids=["302", "403", "407", "429"]
)
def test_only_route_53_can_refuse_a_change(applied: Applied, status: int, body: bytes) -> None:
    """hardening-03"""
    made = shop()
    shell, ran = applied(made, page(f"!{CHANGE}", body, status))
    if not is_there(made):
        raise SetUpError(ran)
    assert (ran.status, ran.data["change"]["id"]) == (0, "")
    assert [entry["status"] for entry in shell.xalias("history", "--json").data["entries"]] == ["insync"]
    undone = shell.xalias("undo", "--yes", "--json")
    assert (undone.status, is_there(made)) == (0, False)


def journal(shell: Lab) -> Path:
    """The file of the journal."""
    return shell.home / "state" / "xalias" / "journal.jsonl"


def kept(line: dict[str, Any], /, **more: object) -> bytes:
    return json.dumps({**line, **more}).encode()


BAD_LINES: Final[dict[str, Callable[[dict[str, Any]], bytes]]] = {
    "too deep": lambda _: b"[" * 200_000,
    "undoes is a list": lambda intended: kept(intended, entry="odd", undoes=["x"]),
    "undoes is an object": lambda intended: kept(intended, entry="odd", undoes={}),
    "change id is a list": lambda intended: kept({}, entry=intended["entry"], event="pending", change_id=["C1"]),
    "message is a number": lambda intended: kept({}, entry=intended["entry"], event="refused", message=7),
}


def journal_with(applied: Applied, line: str) -> tuple[Lab, int]:
    """A journal with one good entry and one bad line, and that line's number."""
    shell, ran = applied(shop(), None)
    file = journal(shell)
    lines = file.read_bytes().splitlines()
    if ran.status:
        raise SetUpError(ran)
    file.write_bytes(b"\n".join([*lines, BAD_LINES[line](json.loads(lines[0])), b""]))
    return shell, len(lines) + 1


@pytest.mark.parametrize("line", BAD_LINES)
def test_a_bad_line_of_the_journal_is_named_and_left_as_it_is(applied: Applied, line: str) -> None:
    """hardening-04"""
    shell, number = journal_with(applied, line)
    told = shell.xalias("history")
    assert told.status == 0
    assert str(number) in told.err
    listed = shell.xalias("history", "--json").data["entries"]
    assert [(entry["plan"]["name"], entry["status"]) for entry in listed] == [("new.example.com.", "insync")]


@pytest.mark.parametrize("line", ["too deep", "undoes is a list", "undoes is an object"])
def test_a_bad_line_of_the_journal_keeps_nothing_from_being_undone(applied: Applied, line: str) -> None:
    """hardening-04"""
    shell, _ = journal_with(applied, line)
    undone = shell.xalias("undo", "--yes", "--json")
    assert (undone.status, is_there(shell.world)) == (0, False)


def test_an_event_that_is_not_known_leaves_the_status_as_it_was(applied: Applied) -> None:
    """hardening-04"""
    shell, _ = applied(shop(), None)
    (entry,) = shell.xalias("history", "--json").data["entries"]
    with journal(shell).open("ab") as file:
        file.write(kept({}, entry=entry["entry"], event="frobnicated", at=entry["at"]) + b"\n")
    assert [each["status"] for each in shell.xalias("history", "--json").data["entries"]] == ["insync"]
    assert shell.xalias("undo", "--yes", "--json").status == 0


ENOUGH: Final = 8
"""Pages after which an endless listing ends, so that a program that never stops asking does stop in a test."""


def never_ending(called: str, edit: Callable[[Answered], Answered]) -> tuple[Meddle, list[str]]:
    """A listing whose pages say the same each time; and the calls that asked for one."""
    asked: list[str] = []

    def meddle(name: str, ask: Callable[[], Answered]) -> Answered:
        if name != called:
            return ask()
        asked.append(name)
        return ask() if len(asked) > ENOUGH else edit(ask())

    return meddle, asked


def same_zones(answered: Answered) -> Answered:
    """The first page of zones, which leads to itself."""
    marker = b"<IsTruncated>true</IsTruncated><NextMarker>Z0EXAMPLECOM00000000</NextMarker>"
    return answered.replaced(b"<IsTruncated>false</IsTruncated>", marker)


def same_records(answered: Answered) -> Answered:
    """The first page of records, which leads to itself."""
    following = b"<NextRecordName>example.com.</NextRecordName><NextRecordType>NS</NextRecordType>"
    truncated = b"<IsTruncated>true</IsTruncated>"
    return answered.replaced(b"<IsTruncated>false</IsTruncated>", truncated + following)


def nowhere(answered: Answered) -> Answered:
    """A page of records that is not the last one, and does not say where the next begins."""
    return answered.replaced(b"<IsTruncated>false", b"<IsTruncated>true")


@pytest.mark.parametrize(
    ("words", "called", "edit"),
    [
        (("zones",), ZONES, same_zones),
        (("records", ZONE), RECORDS, same_records),
        (("audit",), RECORDS, same_records),
        (("records", ZONE), RECORDS, nowhere),
    ],
    ids=["zones", "records", "audit", "no next name"],
)
def test_a_listing_that_does_not_advance_ends(
    start: Start, words: tuple[str, ...], called: str, edit: Callable[[Answered], Answered]
) -> None:
    """hardening-07"""
    meddle, asked = never_ending(called, edit)
    ran = start(shop(), meddle=meddle).xalias(*words, "--json", kinds=["alb"])
    assert codes(ran) == {"invalid-answer"}
    assert len(asked) < ENOUGH


def resent(failures: int) -> tuple[Meddle, list[str]]:
    """Route 53 fails so often; who looks twice in vain instead of sending again finds the change made after all."""
    sent: list[str] = []
    looks: list[str] = []
    first: list[Callable[[], Answered]] = []

    def meddle(name: str, ask: Callable[[], Answered]) -> Answered:
        if name == CHANGE:
            sent.append(name)
            looks.clear()
            first.append(ask)
            return failed if len(sent) <= failures else ask()
        if name == RECORDS and sent:
            looks.append(name)
            if len(looks) == 2:
                first[0]()
        return ask()

    refused = server_error()
    document = f"<Error><Type>Receiver</Type><Code>{refused.code}</Code><Message>{refused.message}</Message></Error>"
    body = f"<ErrorResponse>{document}<RequestId>7</RequestId></ErrorResponse>".encode()
    failed = Answered(refused.status, body, {"Content-Type": "text/xml"})
    return meddle, sent


def test_a_batch_that_route_53_failed_at_is_sent_again(applied: Applied) -> None:
    """hardening-08"""
    meddle, sent = resent(2)
    _, ran = applied(shop(), meddle)
    assert len(sent) == 3
    assert (ran.status, ran.data["change"]["status"]) == (0, "INSYNC")
    assert ran.data["change"]["id"]
    assert "InternalFailure" in ran.err


def test_a_change_that_is_throttled_says_so(applied: Applied) -> None:
    """hardening-08"""
    made = shop()
    made.faults.next(CHANGE, throttled(), 2)
    _, ran = applied(made, None)
    if ran.status:
        raise SetUpError(ran)
    assert "throttl" in ran.err.lower()


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that are called; nobody answers there, and nothing leaves the machine."""
    seen: list[str] = []

    def call(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        seen.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", call)
    return seen


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "169.254.169.254", "224.0.0.1", "255.255.255.255"])  # noqa: S104 -- no address is bound
def test_an_address_that_no_visitor_reaches_is_not_called(start: Start, called: list[str], address: str) -> None:
    """hardening-11"""
    made = world()
    zone(made, "example.com", [plain("www.example.com.", "A", address)])
    traced = start(made).xalias("trace", "www.example.com", "--json", kinds=["alb"])
    assert called == []
    assert traced.data["verdict"] == "broken"
    assert [step(traced, name)["status"] for name in ("tls", "http")] == ["skip", "skip"]


def test_a_private_address_of_a_public_name_is_not_called(start: Start, called: list[str]) -> None:
    """hardening-11"""
    made = world()
    zone(made, "example.com", [plain("www.example.com.", "A", "10.1.2.3")])
    start(made).xalias("trace", "www.example.com", "--json", kinds=["alb"])
    assert called == []


def process(shell: Lab, *words: str, memory: int = 0, **variables: str) -> Ran:
    """Run a command in a process of its own, with a limit of its address space in bytes."""

    def limit() -> None:
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    done = subprocess.run(
        [sys.executable, "-m", "xalias_tui", *words],
        env={**shell.variables, "PYTHONPATH": os.pathsep.join(sys.path), **variables},
        capture_output=True,
        timeout=60,
        check=False,
        preexec_fn=limit,
    )
    return Ran(done.returncode, done.stdout.decode("latin-1"), done.stderr.decode("latin-1"))


@pytest.mark.parametrize("words", [("zones", "--zone-profile", "dns-prod"), ("config",)], ids=["zones", "config"])
def test_a_stream_of_another_encoding_is_written_to(start: Start, words: tuple[str, ...]) -> None:
    """hardening-13"""
    ran = process(start(shop()), *words, PYTHONIOENCODING="latin-1")
    assert "Traceback" not in ran.err
    assert (ran.status, bool(ran.out)) == (0, True)


NEW_ZONE: Final = "Z0RECREATED000000000"


def recreate(made: World) -> None:
    """Delete the zone, and make another one of its name."""
    del made.route53.zones[ZONE]
    zone(made, "example.com", zone_id=NEW_ZONE)


def test_a_plan_for_a_zone_that_is_gone_is_a_conflict(start: Start) -> None:
    """hardening-16"""
    made = shop()
    shell = start(made)
    file = shell.file("plan.json", "plan", "new.example.com", "--target", "web", "--offline", kinds=["alb"])
    recreate(made)
    ran = shell.xalias("apply", str(file), "--yes", "--json")
    assert ran.status == 4
    assert NEW_ZONE in ran.error["message"] + ran.error["remedy"]


def test_an_undo_in_a_zone_that_is_gone_is_a_conflict(applied: Applied) -> None:
    """hardening-16"""
    made = shop()
    shell, _ = applied(made, None)
    recreate(made)
    ran = shell.xalias("undo", "--yes", "--json")
    assert ran.status == 4
    assert NEW_ZONE in ran.error["message"] + ran.error["remedy"]


FOREIGN: Final = "6.6.6.6"


class Unrelated(Resolver):
    """Answers questions for ``www`` with an address of another name."""

    def answer(self, wire: bytes) -> bytes:
        reply = dns.message.from_wire(super().answer(wire))
        if reply.question[0].name.to_text() == "www.example.com.":
            reply.answer = [dns.rrset.from_text("evil.example.", 60, "IN", "A", FOREIGN)]
        return reply.to_wire()


def test_an_answer_for_another_name_is_none(start: Start) -> None:
    """hardening-17"""
    made = world()
    zone(made, "example.com", [plain("www.example.com.", "A", TEST)])
    traced = start(made, name_server=Unrelated).xalias(
        "trace", "www.example.com", "--no-connect", "--json", kinds=["alb"]
    )
    assert FOREIGN not in traced.out


@contextmanager
def stray_datagrams(shell: Lab) -> Iterator[str]:
    """A resolver that sends, before each answer, one that belongs to no question."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            wire, listening = self.request
            address, _, port = shell.resolver.partition(":")
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as onward:
                onward.settimeout(5)
                onward.sendto(wire, (address, int(port)))
                answer = onward.recv(65_535)
            listening.sendto(bytes([answer[0] ^ 0xFF]) + answer[1:], self.client_address)
            listening.sendto(answer, self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_datagram_of_another_question_is_passed_over(start: Start) -> None:
    """hardening-17"""
    made = world()
    zone(made, "example.com", [plain("www.example.com.", "A", TEST)])
    shell = start(made)
    with stray_datagrams(shell) as resolver:
        words = ("trace", "www.example.com", "--no-connect", "--json")
        traced = Lab(made, shell.home, shell.variables, resolver, shell.url).xalias(*words, kinds=["alb"])
    assert step(traced, "answers")["status"] == "ok"
    assert TEST in step(traced, "answers")["detail"]


@contextmanager
def pipe(path: Path) -> Iterator[None]:
    """A named pipe whose writers have nothing to say, so that readers end instead of waiting for ever."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            path.open("wb").close()  # waits for a reader

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    try:
        yield
    finally:
        over.set()
        reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # lets the writer go that waits
        writer.join()
        os.close(reader)


def test_a_plan_that_is_a_pipe_is_refused(start: Start, tmp_path: Path) -> None:
    """hardening-18"""
    path = tmp_path / "plan.json"
    with pipe(path):
        ran = start(world()).xalias("apply", str(path), "--yes", "--json")
    assert ran.status == 2
    assert "regular file" in ran.error["message"]


def test_a_journal_that_is_a_pipe_is_refused(start: Start) -> None:
    """hardening-18"""
    shell = start(world())
    with pipe(journal(shell)):
        ran = shell.xalias("history", "--json")
    assert ran.status != 0
    assert "regular file" in ran.error["message"]


def test_a_plan_that_is_a_device_is_refused(start: Start) -> None:
    """hardening-18"""
    ran = process(start(world()), "apply", "/dev/zero", "--yes", "--json", memory=700_000_000)
    assert ran.status == 2
    assert "regular file" in ran.error["message"]


def test_a_plan_of_more_than_16_mb_is_refused(start: Start, tmp_path: Path) -> None:
    """hardening-18"""
    path = tmp_path / "plan.json"
    with path.open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    ran = start(world()).xalias("apply", str(path), "--yes", "--json")
    assert ran.status == 2
    assert "16 MB" in ran.error["message"]


@pytest.mark.parametrize("status", [200, 403, 407])
@pytest.mark.parametrize("called", [ZONES, "sts:GetCallerIdentity"])
def test_the_answer_of_somebody_else_is_told_as_that(start: Start, called: str, status: int) -> None:
    """hardening-20"""
    ran = start(shop(), meddle=page(called, PORTAL, status)).xalias("zones", "--json")
    assert (ran.status, ran.error["code"]) == (3, "invalid-answer")
    for part in (f"HTTP {status}", "text/html"):
        assert part in ran.error["message"]
    assert "proxy" in ran.error["message"] + ran.error["remedy"]
    assert "KeyError" not in ran.out
    assert "configuration file" not in ran.error["remedy"]


def test_an_audit_that_read_no_records_is_no_success(start: Start) -> None:
    """hardening-21"""
    made = shop()
    zone(made, "example.net", [plain("www.example.net.", "A", TEST)], zone_id="Z0EXAMPLENET00000000")
    made.faults.next(RECORDS, expired(), 2)
    assert start(made).xalias("audit", "--json", kinds=["alb"]).status == 3


def test_an_audit_that_read_a_part_can_fail_for_it(start: Start) -> None:
    """hardening-21"""
    made = shop()
    zone(made, "example.net", [plain("www.example.net.", "A", TEST)], zone_id="Z0EXAMPLENET00000000")
    made.faults.next(RECORDS, expired(), 1)
    ran = start(made).xalias("audit", "--fail-on-incomplete", "--json", kinds=["alb"])
    assert (ran.status, codes(ran)) == (1, {"ExpiredToken"})
