"""Lists for other programs: CSV, TSV, and what a JMESPath expression selects; records of all zones."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Shell, small_organisation
from tests.cli.key_tables import read_table
from tests.shell import Ran
from xalias_tui.cli.columns import COLUMNS
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.server import Sandbox

ALB = ("--kind", "alb", "--region", "eu-west-1")


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    with small_organisation() as running:
        yield running


LISTS = {
    "accounts": (),
    "changes": ("www.example.com",),
    "cidr-collections": (),
    "health-checks": (),
    "history": (),
    "inventory": (),
    "kinds": (),
    "records": (PUBLIC,),
    "rules": (),
    "targets": ALB,
    "usedby": ("shop-web", *ALB),
    "zone-ids": (),
    "zones": (),
}
"""What each command needs besides."""
MAY_BE_EMPTY = {"history", "inventory"}
LIST_OF = {"history": "entries", "inventory": "places", "usedby": "records", "zone-ids": "entries"}
"""Where the rows are in the document of a command that does not call them as itself."""
ELSEWHERE = {"changes.before", "changes.after", "entries.plan", "targets.card", "accounts.organisation"}
"""Members of rows that hold a document of their own, which no cell can."""


def rows(ran: Ran) -> list[dict[str, str]]:
    assert ran.status == 0, ran
    return list(csv.DictReader(io.StringIO(ran.out)))


@pytest.mark.parametrize("command", COLUMNS)
def test_every_list_is_a_table_for_other_programs(command: str, shell: Shell) -> None:
    comma, tab = (shell.both(command, *LISTS[command], "--format", name) for name in ("csv", "tsv"))
    parsed = list(csv.reader(io.StringIO(comma.out)))
    lines = [line.split("\t") for line in tab.out.splitlines()]
    assert parsed[0] == lines[0] == list(COLUMNS[command])
    assert {len(row) for row in (*parsed, *lines)} == {len(COLUMNS[command])}
    assert len(parsed) == len(lines) > (0 if command in MAY_BE_EMPTY else 1)


@pytest.mark.parametrize("command", COLUMNS)
def test_no_member_of_a_document_is_missing_in_its_table(command: str) -> None:
    table = read_table((Path(__file__).parent / "json_keys" / f"{command}.txt").read_text(encoding="utf-8"))
    start = f"data.{LIST_OF.get(command, command.replace('-', '_'))}[]."
    members = {key.removeprefix(start).partition(".")[0].removesuffix("[]") for key in table if key.startswith(start)}
    shown = {column.partition(".")[0] for column in COLUMNS[command]}
    assert members - shown - {"wire"} - {name.partition(".")[2] for name in ELSEWHERE} == set()


def test_cells_hold_what_the_document_holds(shell: Shell) -> None:
    documents = {zone["id"]: zone for zone in shell.both("zones", "--json").data["zones"]}
    (public,) = [row for row in rows(shell.both("zones", "--format", "csv")) if row["id"] == PUBLIC]
    assert public["name_servers"].split(", ") == documents[PUBLIC]["name_servers"]
    assert (public["private"], public["record_count"]) == ("false", str(documents[PUBLIC]["record_count"]))
    found = rows(shell.both("records", PUBLIC, "--format", "csv"))
    blue = next(row for row in found if row["set_identifier"] == "blue")
    assert (blue["routing"], blue["values"], blue["alias.dns_name"]) == ("policy=weighted value=90", "192.0.2.51", "")


def test_records_of_all_zones_are_one_list(shell: Shell) -> None:
    ran = shell.both("records", "--all", "--json")
    zones = {zone["id"]: zone for zone in shell.both("zones", "--json").data["zones"]}
    counted = dict.fromkeys(zones, 0)
    for record in ran.data["records"]:
        counted[record["zone_id"]] += 1
    assert counted == {id_: zone["record_count"] for id_, zone in zones.items()}
    assert list(dict.fromkeys(record["zone_id"] for record in ran.data["records"])) == list(zones), "in their order"
    assert ran.data["zone"] is None
    first = ran.data["records"][0]
    assert (first["zone"], first["account_id"], first["points_to"]) == (
        zones[first["zone_id"]]["name"],
        "111111111111",
        None,
    )


def test_records_by_the_account_that_they_point_to(shell: Shell) -> None:
    found = rows(shell.both("records", "--all", "--by-account", *ALB, "--format", "csv"))
    owned = [row["points_to"] for row in found]
    assert owned[: owned.index("")] == ["222222222222"] * owned.index("")
    assert set(owned[owned.index("") :]) == {""}
    only = rows(shell.both("records", "--all", "--points-to", "222222222222", *ALB, "--format", "csv"))
    assert [row["name"] for row in only] == [row["name"] for row in found[: owned.index("")]]
    assert {"home.example.com.", "www.example.com."} <= {row["name"] for row in only}  # one through the other
    assert rows(shell.both("records", "--all", "--points-to", "999999999999", *ALB, "--format", "csv")) == []
    text = shell.both("records", "--all", "--by-account", *ALB).out.splitlines()
    assert text[0].split() == ["name", "type", "set", "zone", "account", "of", "account", "points", "to"]


def test_a_query_selects_from_the_document(shell: Shell) -> None:
    ran = shell.both("zones", "--json", "--query", "data.zones[?private].id")
    whole = shell.both("zones", "--json").data["zones"]
    assert json.loads(ran.out) == [zone["id"] for zone in whole if zone["private"]]
    streamed = shell.both("records", PUBLIC, "--json", "--query", "length(data.records)")
    assert json.loads(streamed.out) == next(zone["record_count"] for zone in whole if zone["id"] == PUBLIC)
    before = shell.both("--json", "--query", "data.nothing", "zones")
    assert json.loads(before.out) is None


def test_a_query_that_fails_on_the_document_loses_nothing_of_it(shell: Shell) -> None:
    ran = shell.both("zones", "--json", "--query", "sum(data.zones)")
    whole = shell.both("zones", "--json").data["zones"]
    assert (ran.status, ran.data["zones"]) == (2, whole)
    assert ran.error["message"].startswith("--query 'sum(data.zones)' can't be used: In function sum()")
    assert len(ran.error["message"]) < 500  # not the zones once more


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("zones", "--json", "--query", "data.["), "--query 'data.[' can't be used"),
        (("zones", "--json", "--query", "length(schema, schema)"), "can't be used"),
        (("zones", "--query", "data"), "--query selects from a document."),
        (("zones", "--json", "--format", "csv"), "--json and --format csv contradict each other."),
        (("records", PUBLIC, "--all"), "Give either a ZONE or --all."),
        (("records",), "Give either a ZONE or --all."),
        (("records", PUBLIC, "--by-account"), "--by-account means nothing without --all."),
    ],
)
def test_what_does_not_go_together_is_refused(shell: Shell, words: tuple[str, ...], said: str) -> None:
    ran = shell.both(*words)
    assert ran.status == 2
    assert said in (ran.error["message"] if "--json" in words else ran.err)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("zone",), "Did you mean 'zones' or 'zone-ids'?"),
        (("zones", "--jsn"), "Did you mean '--json'?"),
        (("zones", "--format", "cvs"), "Did you mean 'csv'?"),
        (("targets", "--kind", "abl"), "Did you mean 'alb'"),
        (("rules", "cname-at-apx"), "Did you mean cname-at-apex"),
        (("records", "exmple.com"), "Did you mean 'example.com'"),
        (("usedby", "shop-wbe", *ALB), "Did you mean 'shop-web'"),
        (("policy", "zones"), "Did you mean 'zone'?"),
    ],
)
def test_a_misspelt_word_is_told_what_it_may_have_meant(shell: Shell, words: tuple[str, ...], meant: str) -> None:
    ran = shell.both(*words)
    assert ran.status == 2
    assert meant in ran.err


def test_a_misspelt_profile_is_told_what_it_may_have_meant(shell: Shell) -> None:
    ran = shell.run("zones", "--zone-profile", "dns-prd")
    assert (ran.status, "Did you mean 'dns-prod'" in ran.err) == (3, True)
