"""The whole program on a real terminal: the demo, from first paint to an undone change, by keys alone."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.real_terminal import Terminal, environment
from xalias_tui.sandbox.members import DNS_HUB, MEDIA, SHOP
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id
from xalias_tui.sandbox.organisation.records import alias
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World

LEAVE_ALTERNATE_SCREEN = b"\x1b[?1049l"
MOUSE_OFF = b"\x1b[?1003l"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Terminal]:
    command = [sys.executable, "-m", "xalias_tui", "demo"]
    with Terminal(command, environment(tmp_path, TEXTUAL_ANIMATIONS="none"), columns=120, lines=40) as terminal:
        yield terminal


@pytest.fixture
def small(world: World, sandbox: Sandbox, tmp_path: Path) -> Iterator[Terminal]:
    """The explorer on one zone and one load balancer, for what does not depend on what there is to see."""
    world.route53.create_zone(DNS_HUB, "example.com")
    add_balancer(Estate(world, MEDIA), Balancer("eu-west-1", "backoffice"))
    command = [sys.executable, "-m", "xalias_tui", "--zone-profile", "dns-prod", "--target-profile", "media-prod"]
    variables = environment(tmp_path, TEXTUAL_ANIMATIONS="none", **sandbox.environment(tmp_path / "aws"))
    with Terminal(command, variables, columns=120, lines=40) as terminal:
        yield terminal


def choose_shop_web(terminal: Terminal) -> None:
    terminal.expect("▸example.com.", "▸alb", "4 regions")
    terminal.press("tab")
    terminal.expect("\n/ Filter t Trace")
    terminal.press("/")
    terminal.expect("filter, or paste a DNS name")
    terminal.press("shop-web")
    terminal.expect("▸alb           shop-web ")
    terminal.press("enter")
    terminal.expect("\n/ Filter t Trace")
    terminal.press("n")
    terminal.expect("Name of the record")
    terminal.press("\x15", "shop.example.com", "enter")
    terminal.expect("shop.example.com.  A + AAAA  alias →", "READY", "Checks: 2 notes", gone="Name of the record")


def test_a_change_is_planned_committed_seen_and_undone(demo: Terminal) -> None:
    choose_shop_web(demo)
    demo.press("c")
    demo.expect("Commit this change?", "1111-1111-1111", "no record", "y sends it")
    demo.press("y")
    demo.expect("journalled", "sent", "PENDING", "✓ done   INSYNC")
    demo.press("escape")
    demo.expect(" zones · read")
    demo.press("3")
    demo.expect("History", "shop.example.com.")
    demo.press("1", "u")
    demo.expect("Undo", "shop.example.com.", "no record", "y sends it")
    demo.press("y")
    demo.expect("✓ done   INSYNC")
    demo.press("escape")
    demo.expect(" zones · read")
    demo.press("q")
    assert demo.wait() == 0
    assert LEAVE_ALTERNATE_SCREEN in demo.raw


def test_on_call_a_broken_name_is_found_explained_and_repaired_in_at_most_12_keys(tmp_path: Path) -> None:
    """At 80 columns and 24 rows, not counting the letters of the name."""
    command = [sys.executable, "-m", "xalias_tui", "demo"]
    pressed: list[str] = []
    with Terminal(command, environment(tmp_path, TEXTUAL_ANIMATIONS="none"), columns=80, lines=24) as terminal:

        def press(key: str, *sees: str, gone: str | None = None) -> None:
            pressed.append(key)
            terminal.press(key)
            terminal.expect(*sees, gone=gone)

        terminal.expect("▸example.com.", "Four things to try", "15 zones")
        press(":", "letters of a name")
        terminal.press("recreated.example.com")
        terminal.expect("▸trace     recreated.example.com.")
        press("enter", "✗ recreated.example.com.  broken at resource", "dangling-target", "r  point recreated")
        press("r", "Point where?", "▸alb           cart")
        press("enter", "Commit this change?", "Type recreated.example.com, because it replaces", "then enter sends it")
        terminal.press("recreated.example.com")
        press("enter", "✓ done   INSYNC", "✓ recreated.example.com works  203.0.113.34", "enter closes")
        press("enter", "✓ recreated.example.com.  works", "203.0.113.34", "✓ resource", gone="Sending the change")
        press("enter", "15 zones", gone="✓ recreated")
        assert len(pressed) <= 12
        terminal.press("q")
        assert terminal.wait() == 0


def mark(terminal: Terminal, text: str, row: str) -> None:
    terminal.press("/", "\x15")
    terminal.expect("filter: words")
    terminal.press(text, "enter")
    terminal.expect(row)
    terminal.press(" ")
    terminal.expect(f"▸●{row}")


@pytest.fixture
def two_zones(tmp_path: Path) -> Iterator[Terminal]:
    """The explorer on two zones with an alias each to the same load balancer, beside another one."""
    world = World.empty(propagation_seconds=0)
    estate = Estate(world, SHOP)
    add_balancer(estate, Balancer("eu-west-1", "shop-web"))
    old = add_balancer(estate, Balancer("eu-west-1", "old-shop"))
    for name in ("example.com", "example.org"):
        zone_id = world.route53.create_zone(DNS_HUB, name)
        world.route53.load(zone_id, [alias(f"retro.{name}.", "A", (old, alias_zone_id("alb", "eu-west-1")))])
    command = [sys.executable, "-m", "xalias_tui", "--zone-profile", "dns-prod", "--target-profile", "shop-prod"]
    with Sandbox.start(world) as running:
        variables = environment(tmp_path, TEXTUAL_ANIMATIONS="none", **running.environment(tmp_path / "aws"))
        with Terminal([*command, "--offline"], variables, columns=120, lines=40) as terminal:
            yield terminal
    assert world.defects == []


def test_aliases_of_two_zones_are_repointed_together_and_taken_back(two_zones: Terminal) -> None:
    two_zones.expect("▸example.com.", "▸alb", "2 found · 4 regions")
    two_zones.press("2")
    two_zones.expect("2 aliases", " read ")
    mark(two_zones, "retro.example.com", "✓ live        retro.example.com.")
    mark(two_zones, "example.org", "✓ live        retro.example.org.")
    two_zones.press("r")
    two_zones.expect("Point where?", "and 1 other record")
    two_zones.press("shop-web", "enter")
    two_zones.expect("2 requests to 2 zones, 4 changes", "1 of 2  example.com.", "2 of 2  example.org.", "Type 4")
    two_zones.press("enter")
    two_zones.expect("type 4, then enter sends all")
    two_zones.press("4", "enter")
    two_zones.expect("✓ INSYNC    example.com.", "✓ INSYNC    example.org.")
    two_zones.press("escape")
    two_zones.expect("2 aliases", gone="Sending the changes")
    two_zones.press("3")
    two_zones.expect("History", "insync    replace A        retro.example.org.")
    two_zones.press("u")
    two_zones.expect("Undo: put back what was there?", "y sends it", "+ after   alias → old-shop-")
    two_zones.press("y")
    two_zones.expect("✓ done   INSYNC")
    two_zones.press("escape")
    two_zones.expect("undone    replace A        retro.example.org.", "insync    replace A        retro.example.com.")
    two_zones.press("down", "down", "u")
    two_zones.expect("Undo: put back what was there?", "y sends it", "+ after   alias → old-shop-")
    two_zones.press("y")
    two_zones.expect("✓ done   INSYNC")
    two_zones.press("escape")
    two_zones.expect("undone    replace A        retro.example.com.", gone="INSYNC")
    two_zones.press("q")
    assert two_zones.wait() == 0


def test_it_follows_the_size_of_the_terminal(small: Terminal) -> None:
    small.expect("▸example.com.", "▸alb")
    small.resize(80, 24)
    small.expect("tab switches", "dns-prod")
    small.resize(200, 60)
    small.expect("Preview", "backoffice", "Zones", "Targets")
    small.press("q")
    assert small.wait() == 0


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131)])
def test_a_signal_leaves_the_terminal_as_it_was(small: Terminal, number: signal.Signals, status: int) -> None:
    small.expect("example.com.")
    small.signal(number)
    assert small.wait() == status
    assert LEAVE_ALTERNATE_SCREEN in small.raw
    assert MOUSE_OFF in small.raw


def test_no_byte_of_a_hostile_text_reaches_the_terminal(demo: Terminal) -> None:
    demo.expect("empty.example.net.", "▸alb", "4 regions")
    demo.press("tab")
    demo.expect("\n/ Filter t Trace")
    demo.press("/")
    demo.expect("filter, or paste a DNS name")
    demo.press("hostile")
    demo.expect("▸alb           hostile-tags")
    demo.press("enter", "q")
    demo.wait()
    for payload in (b"]52;", b"owned", b"\x9b", b"\x9d", "\u202e".encode(), "\u200b".encode()):
        assert payload not in demo.raw


def test_without_credentials_it_says_what_to_do(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "xalias_tui", "--zone-profile", "nobody"]
    with Terminal(command, environment(tmp_path), columns=100, lines=30) as terminal:
        terminal.expect("No credentials", "Profile nobody does not exist", "Way out")
        terminal.press("escape")
        terminal.expect("The zones could not be read.", gone="Way out")
        terminal.press("4")
        terminal.expect("Accounts", "nobody")
        terminal.press("q")
        assert terminal.wait() == 0


def test_where_it_would_draw_into_a_file_it_says_so(tmp_path: Path) -> None:
    file = tmp_path / "errors"
    command = ["sh", "-c", f"{sys.executable} -m xalias_tui demo 2>{file}"]
    with Terminal(command, environment(tmp_path), columns=80, lines=24) as terminal:
        assert terminal.wait() == 2
    assert "needs a terminal" in file.read_text()
