"""A simulated organisation in a process of its own, so that what it costs isn't counted with what asks it::

    python -m tests.bench.worlds small|demo FOLDER

It writes AWS configuration files into the folder, prints the variables that point to them as a line of JSON, and serves
until its standard input ends.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from tests.bench.measure import with_bytecode
from tests.terminal.real_terminal import environment

if TYPE_CHECKING:
    from xalias_tui.sandbox.world import World

WorldName = Literal["small", "demo"]

ZONE_PROFILE: Final = "dns-prod"
TARGET_PROFILE: Final = "media-prod"
"""Both have static keys, so that nothing but what is measured is asked."""
SMALL_TARGETS: Final = 20
BIG_ZONE: Final = "big.example.net"
"""Of the demo; it has 10,000 records."""


@contextmanager
def serving(name: WorldName) -> Iterator[Mapping[str, str]]:
    """The environment of a program that asks this organisation, with an empty home."""
    with tempfile.TemporaryDirectory() as folder:
        home, config = Path(folder, "home"), Path(folder, "aws")
        home.mkdir()
        words = [sys.executable, "-m", "tests.bench.worlds", name, str(config)]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            yield with_bytecode(environment(home, **json.loads(server.stdout.readline())))


def _serve(name: str, folder: Path) -> None:
    from xalias_tui.sandbox.server import Sandbox  # noqa: PLC0415 -- what starts this process stays small

    with Sandbox.start(None if name == "demo" else _small()) as running:
        print(json.dumps(running.environment(folder)), flush=True)  # noqa: T201 -- read by who started it
        sys.stdin.read()


def _small() -> World:
    """Two zones and twenty load balancers in one region."""
    from xalias_tui.sandbox.members import DNS_HUB, MEDIA  # noqa: PLC0415 -- as above
    from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer  # noqa: PLC0415
    from xalias_tui.sandbox.organisation.estate import Estate  # noqa: PLC0415
    from xalias_tui.sandbox.world import World  # noqa: PLC0415

    world = World.empty(propagation_seconds=0)
    for name in ("example.com", "example.org"):
        world.route53.create_zone(DNS_HUB, name)
    for at in range(SMALL_TARGETS):
        add_balancer(Estate(world, MEDIA), Balancer("eu-west-1", f"web-{at:02}"))
    return world


if __name__ == "__main__":
    _serve(sys.argv[1], Path(sys.argv[2]))
