"""Every fault of an answer, wherever it is met, ends in the right status, an honest document and a true journal."""

from __future__ import annotations

import copy
import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Final

import pytest

from tests.cases.between import Answered, Meddle
from tests.cases.faults import FAULTS, SLOW_SECONDS, meeting
from tests.cases.lab import ZONE, Lab, findings, lab, world, zone
from tests.shell import Ran
from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id
from xalias_tui.sandbox.organisation.records import alias

WHO: Final = "sts:GetCallerIdentity"
ZONES: Final = "route53:ListHostedZones"
RECORDS: Final = "route53:ListResourceRecordSets"
DETAIL: Final = "route53:GetHostedZone"
CHANGE: Final = "route53:ChangeResourceRecordSets"
STATUS: Final = "route53:GetChange"
TAGS: Final = "route53:ListTagsForResource"
PROTECTIONS: Final = "route53:ListResourceRecordSetProtections"
SIGNING: Final = "route53:GetDNSSEC"
REGIONS: Final = "ec2:DescribeRegions"
BALANCERS: Final = "elbv2:DescribeLoadBalancers"
LISTENERS: Final = "elbv2:DescribeListeners"

NAME: Final = "new.example.com"
COMMANDS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "zones": (("zones",), (ZONES, WHO, DETAIL)),
    "targets": (("targets",), (BALANCERS, REGIONS, WHO)),
    "plan": (
        ("plan", NAME, "--target", "web", "--offline"),
        (RECORDS, ZONES, BALANCERS, WHO, TAGS, PROTECTIONS, SIGNING, LISTENERS),
    ),
    "apply": (("apply", "plan.json", "--yes"), (CHANGE, RECORDS, WHO, STATUS)),
    "audit": (("audit",), (RECORDS, ZONES, BALANCERS, WHO)),
    "usedby": (("usedby", "web"), (RECORDS, ZONES, BALANCERS, WHO)),
    "trace": (("trace", "web.example.com", "--no-connect"), (RECORDS, ZONES, BALANCERS, DETAIL, SIGNING)),
    "undo": (("undo", "--yes"), (CHANGE, RECORDS, WHO)),
}
"""The words of each command, and the calls of it that meet a fault."""
SENDS: Final = frozenset({"apply", "undo"})


@dataclass
class Place:
    """A small world that every cell finds as it was: a load balancer, and a zone with an alias to it."""

    shell: Lab
    meddle: Meddle | None = None
    under_way: list[threading.Event] = field(default_factory=list)
    before: Any = field(init=False)

    def __post_init__(self) -> None:
        self.before = copy.deepcopy(self.shell.world.route53.zones[ZONE])
        self.plan = self.shell.file("plan.json", *COMMANDS["plan"][0], kinds=["alb"]).read_text()

    @property
    def is_there(self) -> bool:
        """Whether the record exists that the plan creates."""
        return bool(self.shell.world.route53.zones[ZONE].at(f"{NAME}."))

    def run(self, command: str, called: str, fault: str) -> tuple[Ran, bool]:
        """Run a command whose calls of a name meet a fault; and whether they did."""
        self.meddle = None
        self.shell.world.route53.zones[ZONE] = copy.deepcopy(self.before)
        (self.shell.home / "state" / "xalias" / "journal.jsonl").unlink(missing_ok=True)
        file = self.shell.home / "plan.json"
        file.write_text(self.plan)
        if command == "undo":
            assert self.shell.xalias("apply", str(file), "--yes", "--json").status == 0
        met: list[bool] = []
        self.meddle = meeting(called, FAULTS[fault], met)
        words = [str(file) if word == file.name else word for word in COMMANDS[command][0]]
        ran = self.shell.xalias(*words, "--json", kinds=["alb"])
        for call in self.under_way:  # what the client no longer waits for is carried out all the same
            call.wait(10)
        self.meddle = None
        return ran, any(met)

    def answer(self, name: str, ask: Callable[[], Answered]) -> Answered:
        """Answer a call, as the cell's fault has it."""
        done = threading.Event()
        self.under_way.append(done)
        try:
            return ask() if self.meddle is None else self.meddle(name, ask)
        finally:
            done.set()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = world()
    host = add_balancer(Estate(made, SHOP), Balancer("eu-west-1", "web"))
    pointer = (f"dualstack.{host}.", alias_zone_id("alb", "eu-west-1"))
    zone(made, "example.com", [alias("web.example.com.", "A", pointer)])
    here: list[Place] = []

    def meddle(name: str, ask: Callable[[], Answered]) -> Answered:
        return here[0].answer(name, ask) if here else ask()

    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        for looks in ("SECOND_LOOKS_SECONDS", "RESEND_SECONDS"):
            patch.setattr(f"xalias_tui.jobs.sending.request.{looks}", (0.0, 0.0))
        here.append(Place(stack.enter_context(lab(made, tmp_path_factory.mktemp("faults"), meddle=meddle))))
        yield here[0]


def cells(command: str) -> Iterator[tuple[str, str, str]]:
    """Every fault of a command once, each time at another of its calls."""
    calls = itertools.cycle(COMMANDS[command][1])
    for fault in FAULTS:
        yield command, next(calls), fault


PAIRWISE: Final = [cell for command in COMMANDS for cell in cells(command)]
REST: Final = [
    cell
    for command, (_, calls) in COMMANDS.items()
    for cell in itertools.product((command,), calls, FAULTS)
    if cell not in PAIRWISE
]


def check(place: Place, patch: pytest.MonkeyPatch, command: str, called: str, fault: str) -> None:
    """One cell of the matrix."""
    if fault == "slow":
        for module in ("session", "transport"):
            patch.setattr(f"xalias_tui.aws.{module}.READ_TIMEOUT", SLOW_SECONDS)
    ran, met = place.run(command, called, fault)
    assert "Traceback" not in ran.out + ran.err
    if command in SENDS:
        check_journal(place, command, ran)
    if not met:
        assert ran.status == 0
        return
    document = ran.document
    if "error" in document:
        assert ran.status in {3, 5} if document["error"]["code"] == "wrong-account" else ran.status == 3
        assert "<" not in document["error"]["message"]
        return
    assert ran.status in {0, 1, 3}
    if command not in SENDS and fault != "wrong account":  # of which only a change can tell
        assert document["unscanned"] or is_told(document["data"]), "nothing says that something could not be read"


def is_told(data: dict[str, Any]) -> bool:
    """Whether a document says where it is about one zone that something of it was not read."""
    unchecked = {"investigation-incomplete", "custody-not-checked", "target-not-inspected"}
    return bool(unchecked & {found["id"] for found in findings(data)}) or any(
        step["status"] == "skip" for step in data.get("steps", ())
    )


def check_journal(place: Place, command: str, ran: Ran) -> None:
    """The journal says of a change what is so, or that it is not known."""
    listed = place.shell.xalias("history", "--json").data["entries"]
    done = place.is_there if command == "apply" else not place.is_there
    if ran.status == 0:
        assert done
    sent = listed[: len(listed) - (command == "undo")]
    for entry in sent:
        assert entry["status"] in ({"insync", "pending", "unknown"} if done else {"refused", "unknown", "intended"})
    if done:
        assert sent
    if command == "undo":
        assert listed[-1]["status"] == ("undone" if done else "insync")


@pytest.mark.parametrize(("command", "called", "fault"), PAIRWISE)
def test_every_command_is_honest_about_every_fault(
    place: Place, monkeypatch: pytest.MonkeyPatch, command: str, called: str, fault: str
) -> None:
    check(place, monkeypatch, command, called, fault)


@pytest.mark.full
@pytest.mark.parametrize(("command", "called", "fault"), REST)
def test_every_call_of_every_command_is_honest_about_every_fault(
    place: Place, monkeypatch: pytest.MonkeyPatch, command: str, called: str, fault: str
) -> None:
    check(place, monkeypatch, command, called, fault)
