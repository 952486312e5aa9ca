"""What name servers say, asked for and left out on the command line."""

from __future__ import annotations

from tests.cli.conftest import Shell
from xalias_tui.sandbox.name_server import NameServer
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.organisation.zones import ORG_LIVE, ORG_STALE

HOST = "shop-web-1234567890.eu-west-1.elb.amazonaws.com"


def test_the_resolver_that_is_named_tells_the_live_twin(shell: Shell) -> None:
    with NameServer(shell.sandbox.world) as names:
        resolver = f"127.0.0.1:{names.port}"
        told = shell.run("zones", "--twins", "--resolver", resolver, "--json", "--zone-profile", "dns-prod")
        text = shell.run("zones", "--twins", "--resolver", resolver, "--zone-profile", "dns-prod").out
    live = {zone["id"]: zone["live"] for zone in told.data["zones"]}
    assert (live[ORG_LIVE], live[ORG_STALE], live[PUBLIC]) == (True, False, None)
    assert [line.split()[2:4] for line in text.splitlines() if ORG_LIVE in line] == [["public,", "live"]]


def test_without_being_told_to_zones_asks_no_name_server(shell: Shell) -> None:
    told = shell.run("zones", "--json", "--zone-profile", "dns-prod")
    assert {zone["live"] for zone in told.data["zones"]} == {None}


def test_that_nobody_was_asked_which_twin_is_live_is_said(shell: Shell) -> None:
    told = shell.run("zones", "--twins", "--offline", "--json", "--zone-profile", "dns-prod")
    assert (told.status, {zone["live"] for zone in told.data["zones"]}) == (0, {None})
    assert "it is offline" in told.err


def test_a_plan_asks_unless_it_is_offline(shell: Shell) -> None:
    words = ("plan", "new.retired.example.net", "--target", HOST, "--kind", "alb", "--region", "eu-west-1", "--json")
    with NameServer(shell.sandbox.world) as names:
        asked = shell.both(*words, "--resolver", f"127.0.0.1:{names.port}")
        before = names.asked
        offline = shell.both(*words, "--offline", "--resolver", f"127.0.0.1:{names.port}")
        assert names.asked == before > 0
    assert "zone-not-delegated" in {finding["id"] for finding in asked.data["findings"]}
    assert asked.status == 1
    assert "zone-not-delegated" not in {finding["id"] for finding in offline.data["findings"]}
    notes = [finding for finding in offline.data["findings"] if "--offline" in finding["message"]]
    assert [(note["id"], note["severity"]) for note in notes] == [("investigation-incomplete", "info")]
