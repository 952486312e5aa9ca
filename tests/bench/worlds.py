"""A simulated organisation in a process of its own, so that what it costs isn't counted with what asks it::

    python -m tests.bench.worlds NAME FOLDER

It writes AWS configuration files into the folder, prints the variables that point to them as a line of JSON, and serves
until its standard input ends. At each line of that it prints how often which operation was called since the last one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Literal

from tests.bench.measure import with_bytecode
from tests.terminal.real_terminal import environment

if TYPE_CHECKING:
    from xalias_tui.sandbox.faults import Fault
    from xalias_tui.sandbox.world import World

WorldName = Literal["small", "demo", "estate", "dead estate", "aliases", "limited", "members", "records"]

ZONE_PROFILE: Final = "dns-prod"
TARGET_PROFILE: Final = "media-prod"
"""Both have static keys, so that nothing but what is measured is asked."""
SMALL_TARGETS: Final = 20
BIG_ZONE: Final = "big.example.net"
"""Of the demo; it has 10,000 records."""


MEMBERS: Final = 200
"""Accounts of the world of that name."""
MEMBER_ROLE: Final = "xalias-audit"
ALIASES: Final = 40_000
"""Of the world of that name, in zones of as many as a zone may have."""
ALIASES_A_ZONE: Final = 10_000
RECORDS: Final = 60_000
"""Of the world of that name: addresses, texts and aliases in zones of as many as a zone may have."""
RECORDS_A_ZONE: Final = 10_000
LIMITED_ZONES: Final = 150
"""Of the limited world, whose account may make so many requests a second, and so many at once."""
RATE: Final = 10.0
BURST: Final = 50.0


@dataclass(frozen=True, slots=True)
class Served:
    """An organisation that is served.

    Attributes:
        environment: Of a program that asks it, with an empty home.
        pipes: To and from the process that serves it.
    """

    environment: Mapping[str, str]
    pipes: tuple[IO[str], IO[str]]

    def calls(self) -> Counter[str]:
        """How often each operation was called (``elbv2:DescribeLoadBalancers``) since this was asked last.

        And how many of all calls were ``throttled``.
        """
        asking, answers = self.pipes
        asking.write("\n")
        asking.flush()
        return Counter(json.loads(answers.readline()))


def member_id(at: int) -> str:
    """The id of one of the accounts of the world ``members``."""
    return f"7{at:011}"


@contextmanager
def serving(name: WorldName) -> Iterator[Mapping[str, str]]:
    """The environment of a program that asks this organisation, with an empty home."""
    with counting(name) as served:
        yield served.environment


@contextmanager
def counting(name: WorldName) -> Iterator[Served]:
    """This organisation, whose calls are counted."""
    with tempfile.TemporaryDirectory() as folder:
        home, config = Path(folder, "home"), Path(folder, "aws")
        home.mkdir()
        words = [sys.executable, "-m", "tests.bench.worlds", name, str(config)]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdin is not None
            assert server.stdout is not None
            found = with_bytecode(environment(home, **json.loads(server.stdout.readline())))
            yield Served(found, (server.stdin, server.stdout))


def _serve(name: str, folder: Path) -> None:
    from xalias_tui.sandbox.server import Sandbox  # noqa: PLC0415 -- what starts this process stays small

    world = _WORLDS[name]()
    calls = _counted(world)
    with Sandbox.start(world) as running:
        print(json.dumps(running.environment(folder)), flush=True)  # noqa: T201 -- read by who started it
        for _ in sys.stdin:
            print(json.dumps({**calls, "throttled": world.faults.throttled.total()}), flush=True)  # noqa: T201 -- as above
            calls.clear()


def _counted(world: World) -> Counter[str]:
    calls: Counter[str] = Counter()
    take = world.faults.take

    def counting_too(service: str, operation: str) -> Fault | None:
        calls[f"{service}:{operation}"] += 1
        return take(service, operation)

    world.faults.take = counting_too  # type: ignore[method-assign] # every call passes here once
    return calls


def _demo() -> World:
    """The organisation of ``xalias demo``."""
    from xalias_tui.sandbox import organisation  # noqa: PLC0415 -- what starts this process stays small
    from xalias_tui.sandbox.world import World  # noqa: PLC0415 -- as above

    world = World.empty()
    organisation.build(world)
    return world


def _small() -> World:
    """Two zones and twenty load balancers in one region."""
    return _with_balancers()[0]


def _with_balancers() -> tuple[World, tuple[str, ...]]:
    """The small world, and the DNS names of its load balancers."""
    from xalias_tui.sandbox.members import DNS_HUB, MEDIA  # noqa: PLC0415 -- as above
    from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer  # noqa: PLC0415
    from xalias_tui.sandbox.organisation.estate import Estate  # noqa: PLC0415
    from xalias_tui.sandbox.world import World  # noqa: PLC0415

    world = World.empty(propagation_seconds=0)
    for name in ("example.com", "example.org"):
        world.route53.create_zone(DNS_HUB, name)
    estate = Estate(world, MEDIA)
    names = [add_balancer(estate, Balancer("eu-west-1", f"web-{at:02}")) for at in range(SMALL_TARGETS)]
    return world, tuple(names)


def _estate(*, dead: bool = False) -> World:
    """A zone of 2,000 records, 400 of them aliases; of the dead one 280 point to nothing."""
    from tests.jobs import alias_estate  # noqa: PLC0415 -- as above
    from xalias_tui.sandbox.world import World  # noqa: PLC0415

    world = World.empty(propagation_seconds=0)
    alias_estate.fill(world, plain_records=1_600 - 2, dead=dead)
    return world


def _aliases() -> World:
    """Aliases of the load balancers of the small world."""
    from xalias_tui.sandbox.members import DNS_HUB  # noqa: PLC0415 -- as above
    from xalias_tui.sandbox.organisation.estate import alias_zone_id  # noqa: PLC0415
    from xalias_tui.sandbox.organisation.records import alias  # noqa: PLC0415

    world, names = _with_balancers()
    zone_id = alias_zone_id("alb", "eu-west-1")
    for first in range(0, ALIASES, ALIASES_A_ZONE):
        zone = f"many{first // ALIASES_A_ZONE}.example"
        numbers = range(first, first + ALIASES_A_ZONE)
        rows = [alias(f"a{at:05}.{zone}.", "A", (f"dualstack.{names[at % len(names)]}.", zone_id)) for at in numbers]
        world.route53.load(world.route53.create_zone(DNS_HUB, zone), rows)
    return world


def _records() -> World:
    """Many records in few zones, a third of them aliases of the load balancers of the small world."""
    from xalias_tui.sandbox.members import DNS_HUB  # noqa: PLC0415 -- as above
    from xalias_tui.sandbox.organisation.estate import alias_zone_id  # noqa: PLC0415 -- as above
    from xalias_tui.sandbox.organisation.records import alias, plain  # noqa: PLC0415 -- as above

    world, names = _with_balancers()
    zone_id = alias_zone_id("alb", "eu-west-1")

    def row(at: int, zone: str) -> Mapping[str, Any]:
        if at % 3 == 0:
            return alias(f"a{at:05}.{zone}.", "A", (f"dualstack.{names[at % len(names)]}.", zone_id))
        if at % 3 == 1:
            return plain(f"t{at:05}.{zone}.", "TXT", f'"v=spf1 include:_spf{at}.example.net ip4:192.0.2.1 -all"')
        return plain(f"h{at:05}.{zone}.", "A", f"192.0.2.{at % 250}")

    for first in range(0, RECORDS, RECORDS_A_ZONE):
        zone = f"zone{first // RECORDS_A_ZONE}.example"
        rows = [row(at, zone) for at in range(first, first + RECORDS_A_ZONE - 2)]  # beside the zone's own two
        world.route53.load(world.route53.create_zone(DNS_HUB, zone), rows)
    return world


def _limited() -> World:
    """Zones of an account that throttles as Route 53 does."""
    from xalias_tui.sandbox.members import DNS_HUB  # noqa: PLC0415 -- as above
    from xalias_tui.sandbox.organisation.records import plain  # noqa: PLC0415
    from xalias_tui.sandbox.world import World  # noqa: PLC0415

    world = World.empty(propagation_seconds=0)
    for at in range(LIMITED_ZONES):
        name = f"z{at}.example"
        world.route53.load(world.route53.create_zone(DNS_HUB, name), [plain(f"www.{name}.", "A", "192.0.2.1")])
    world.faults.limit_rate(DNS_HUB, RATE, BURST)
    return world


def _members() -> World:
    """Many accounts, each with the role and a load balancer in one region; the management account is the usual one."""
    from xalias_tui.sandbox.identities import Account, Role  # noqa: PLC0415 -- as above
    from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer  # noqa: PLC0415 -- as above
    from xalias_tui.sandbox.organisation.estate import Estate  # noqa: PLC0415 -- as above
    from xalias_tui.sandbox.world import World  # noqa: PLC0415 -- as above

    world = World.empty(propagation_seconds=0)
    for at in range(MEMBERS):
        world.add_account(Account(member_id(at), f"account-{at}", "", {MEMBER_ROLE: Role(MEMBER_ROLE)}))
        add_balancer(Estate(world, member_id(at)), Balancer("eu-west-1", "web"))
    return world


_WORLDS: Final[Mapping[str, Callable[[], World]]] = {
    "small": _small, "demo": _demo, "estate": _estate, "dead estate": lambda: _estate(dead=True),
    "aliases": _aliases, "limited": _limited, "members": _members,
    "records": _records,
}  # fmt: skip


if __name__ == "__main__":
    _serve(sys.argv[1], Path(sys.argv[2]))
