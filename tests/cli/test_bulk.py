"""Many records at once: a file of rows is planned and applied in two commands, over the wire."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Shell, small_organisation
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.organisation.zones import CORP
from xalias_tui.sandbox.server import Sandbox

ALB = ("--kind", "alb", "--region", "eu-west-1")
PRIVATE = "Z08EXAMPLECOMPRIVATE"
WEB = "dualstack.shop-web-6926206466.eu-west-1.elb.amazonaws.com."


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    with small_organisation() as running:
        yield running


def written(shell: Shell, text: str, name: str = "records.csv") -> str:
    file = shell.home / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_thirty_records_from_a_csv_in_two_commands(fresh_shell: Shell) -> None:
    shell = fresh_shell
    rows = [f"s{at:02}.shop.example.com,shop-web,{PUBLIC},A" for at in range(24)]
    rows += [f"c{at:02}.corp.example.com,search,{CORP},A" for at in range(6)]
    file = written(shell, "\ufeff" + "\r\n".join(["name,target,zone,type", *rows]))
    plans = shell.home / "plans"

    planned = shell.both("plan", "--from", file, *ALB, "--out", str(plans), "--fail-on", "never")
    assert planned.status == 0, planned.err
    assert planned.out.splitlines()[-1] == "Plan: 30 to create, 0 to replace, 0 to delete in 2 zones"
    files = sorted(str(path) for path in plans.iterdir())
    assert [Path(path).name for path in files] == [f"001-{PUBLIC}.json", f"002-{CORP}.json"]

    applied = shell.both("apply", *files, "--yes", "--allow-errors", "--json")
    changes = applied.data["changes"]
    assert (applied.status, [change["status"] for change in changes]) == (0, ["INSYNC", "INSYNC"])
    assert [change["file"] for change in changes] == files
    assert [change["zone_id"] for change in changes] == [PUBLIC, CORP]
    for zone, many in ((PUBLIC, 24), (CORP, 6)):
        records = shell.both("records", zone, "--json").data["records"]
        assert sum(record["name"] in {f"{row.partition(',')[0]}." for row in rows} for record in records) == many

    again = shell.both("plan", "--from", file, *ALB, "--json")
    assert (again.status, again.data["plans"], again.data["rejected"]) == (0, [], [])
    assert [row["row"] for row in again.data["unchanged"]] == list(range(2, 32))


def test_each_row_is_planned_as_alone_and_what_can_not_be_is_left_out(shell: Shell) -> None:
    text = """name;target;type;replace;delete;set_identifier;weight;zone
bulk.shop.example.com;shop-web;A;;;;;
old.example.com;shop-web;;yes;;;;
blend.example.com;;;;yes;search;;
split.example.com;search;A;yes;;green;30;
split.example.com;search;A;yes;;blue;70;
bad..example.com;shop-web;;;;;;
elsewhere.test;shop-web;;;;;;
new.example.com;no-such-target;;;;;;
absent.example.com;;;;yes;;;
twice.example.com;shop-web;A;;;;;
twice.example.com;search;A+AAAA;;;;;
new.example.com;shop-web;A;;;;;no-such-zone
=cmd;shop-web;;;;;;
"""
    ran = shell.both("plan", "--from", written(shell, text), *ALB, "--json")
    (plan,) = ran.data["plans"]
    assert (ran.status, plan["zone"]["id"], plan["rows"]) == (1, PUBLIC, [2, 3, 4, 5, 6])
    changes = [(row["action"], row["record"]["name"], row["record"]["set_identifier"]) for row in plan["changes"]]
    assert [change for change in changes if change[0] == "DELETE"] == [
        ("DELETE", "old.example.com.", None),
        ("DELETE", "blend.example.com.", "search"),
        ("DELETE", "split.example.com.", "green"),
        ("DELETE", "split.example.com.", "blue"),
    ]
    rejected = {row["row"]: row["error"]["code"] for row in ran.data["rejected"]}
    assert rejected == {
        7: "record-label-empty",
        8: "zone-unknown",
        9: "target-unknown",
        10: "delete-not-found",
        11: "row-invalid",
        12: "row-invalid",
        13: "zone-unknown",
        14: "row-invalid",
    }
    said = {row["row"]: row["error"]["message"] for row in ran.data["rejected"]}
    assert said[11] == "Line 11 is about the same record as line 12."
    alone = shell.both("plan", "old.example.com", "--target", "shop-web", "--replace", *ALB, "--json").data
    together = {finding["id"] for finding in plan["findings"] if "old.example.com" in finding["message"]}
    assert {finding["id"] for finding in alone["findings"] if "old.example.com" in finding["message"]} == together
    assert {"lb-certificate-mismatch", "record-already-exists"} <= together


def test_yaml_on_standard_input_and_markdown_for_a_pull_request(shell: Shell) -> None:
    rows = "- {name: old.example.com, target: shop-web, type: [A], replace: true}\n- {name: b.example.com, target: x}\n"
    sides = ("--zone-profile", "dns-prod", "--target-profile", "shop-prod", *ALB)
    ran = shell.run("plan", "--from", "-", "--format", "markdown", *sides, stdin=rows)
    assert ran.status == 1
    assert ran.out.startswith("## DNS: 0 to create, 1 to replace, 0 to delete\n")
    assert "\n- old.example.com.  A  alias → dualstack.old-web-" in ran.out
    assert f"\n+ old.example.com.  A  alias → {WEB}" in ran.out
    assert "\n| **error** | lb-certificate-mismatch |" in ran.out
    assert "\n- line 2, b.example.com: No target is called x in the target accounts.\n" in ran.out


def test_every_command_that_plans_writes_markdown(shell: Shell) -> None:
    words = ("--format", "markdown")
    group = shell.both("group", "split.example.com", "--shift", "green=25", *words)
    assert "\n- split.example.com.  A  192.0.2.52 (TTL 60)  [weighted 10, green]" in group.out
    assert "\n+ split.example.com.  A  192.0.2.52 (TTL 60)  [weighted 25, green]" in group.out
    for ran in (
        shell.both("repoint", "search", "shop-web", *ALB, *words),
        shell.both("convert", "docs.example.com", *ALB, *words),
        shell.both("plan", "shop.example.com", "--target", "shop-web", *ALB, *words),
    ):
        assert ran.out.startswith("## DNS: "), ran
        assert "```diff\n" in ran.out
    refused = shell.both("plan", "shop.example.com", "--target", "shop-web", *words, "--json")
    assert (refused.status, refused.error["code"]) == (2, "usage")


def test_text_ends_with_what_is_to_happen(shell: Shell) -> None:
    ran = shell.both("plan", "old.example.com", "--target", "shop-web", "--type", "A", "--replace", *ALB)
    lines = ran.out.splitlines()
    assert lines[-1] == "Plan: 0 to create, 1 to replace, 0 to delete"
    at = next(at for at, line in enumerate(lines) if line.startswith("  ~ REPLACE  old.example.com.  A"))
    assert lines[at + 1].startswith("         by  old.example.com.  A")


@pytest.mark.parametrize(
    "words",
    [
        ("plan",),
        ("plan", "a.example.com", "--from", "x.csv"),
        ("plan", "--from", "x.csv", "--target", "web"),
        ("plan", "--from", "x.csv", "--weight", "3"),
        ("plan", "--from", "x.csv", "--replace"),
    ],
)
def test_what_a_file_of_rows_would_ignore_is_refused(shell: Shell, words: tuple[str, ...]) -> None:
    ran = shell.both(*words, "--json")
    assert (ran.status, ran.error["code"]) == (2, "usage")


def test_a_folder_that_can_not_be_written_is_the_one_document(shell: Shell) -> None:
    file = written(shell, "name,target\nshop.example.com,shop-web\n")
    ran = shell.both("plan", "--from", file, *ALB, "--out", file, "--json")
    assert (ran.status, ran.error["code"]) == (2, "out-unwritable")


def test_where_aws_can_not_be_asked_about_any_row_the_status_says_so(shell: Shell) -> None:
    file = written(shell, "name,target\nnew.example.com,shop-web\n")
    ran = shell.run("plan", "--from", file, "--zone-profile", "dns-prod", "--target-profile", "expired", "--json")
    assert (ran.status, ran.data["rejected"][0]["error"]["code"]) == (3, "expired")


def test_one_refused_plan_keeps_no_other_from_its_zone(fresh_shell: Shell) -> None:
    shell = fresh_shell
    bad, conflict, good, same = files = [
        str(shell.home / f"{name}.json") for name in ("bad", "conflict", "good", "same")
    ]
    other = str(shell.home / "other.json")
    shell.both("plan", "t1.example.com", "--target", "shop-web", "--type", "A", *ALB, "--out", bad)
    shell.both("plan", "shop.example.com", "--target", "shop-web", "--type", "A", *ALB, "--out", good)
    shell.both("group", "split.example.com", "--shift", "green=25", "--out", conflict)
    shell.both("group", "split.example.com", "--shift", "green=40", "--out", other)
    shell.both("group", "split.example.com", "--value", "green=10", "--out", same)
    assert shell.both("apply", other, "--yes").status == 0

    ran = shell.both("apply", *files, "--yes", "--json")
    changes = {change["file"]: change for change in ran.data["changes"]}
    assert {file: change["error"] and change["error"]["code"] for file, change in changes.items()} == {
        bad: "lb-certificate-mismatch",
        conflict: "stale-plan",
        good: None,
        same: None,
    }
    assert {file: change["status"] for file, change in changes.items()} == {
        bad: None,
        conflict: None,
        good: "INSYNC",
        same: None,
    }
    assert ran.status == 5
    assert f"{bad} will not be sent" in ran.err

    text = shell.both("apply", good, same, "--yes")
    assert text.status == 4
    first, second = text.out.splitlines()
    assert first.startswith(f"NOT SENT   {good}: This very plan was applied already")
    assert second == f"UNCHANGED  {same}: it is already as planned"


def test_a_file_is_named_once_and_is_a_plan(shell: Shell) -> None:
    file = written(shell, "{}", "plan.json")
    assert shell.both("apply", file, file, "--yes", "--json").error["code"] == "usage"
    assert shell.both("apply", file, str(shell.home / "no.json"), "--yes", "--json").error["code"] == "not-a-plan"


def test_a_plan_that_no_file_keeps_suggests_no_command(shell: Shell) -> None:
    ran = shell.both("plan", "t3.example.com", "--target", "shop-web", "--type", "A", *ALB, "--out", "/dev/null")
    assert "Written to /dev/null." in ran.err
    assert "xalias apply" not in ran.err


def test_what_lies_beside_new_plans_and_what_is_refused_is_said(fresh_shell: Shell) -> None:
    shell, plans = fresh_shell, fresh_shell.home / "plans"
    first = written(shell, f"name,target,zone\nshop.example.com,shop-web,{PUBLIC}\nx.corp.example.com,search,{CORP}\n")
    ran = shell.both("plan", "--from", first, *ALB, "--out", str(plans), "--fail-on", "never")
    one, two = sorted(plans.iterdir())
    assert ran.err.splitlines()[-2:] == [
        "1 of 2 plans has errors: it is not sent unless --allow-errors is given.",
        f"Send it with: xalias apply {one}",
    ]
    second = written(shell, "name,target\nt1.example.com,shop-web\n")
    ran = shell.both("plan", "--from", second, *ALB, "--out", str(plans), "--fail-on", "never")
    assert ran.err.splitlines()[-2:] == [
        f"{plans} also holds {two.name}, which this run did not write.",
        "The plan has errors: it is not sent unless --allow-errors is given.",
    ]


def test_steps_of_twins_are_told_apart(fresh_shell: Shell) -> None:
    shell, plans = fresh_shell, fresh_shell.home / "plans"
    rows = f"name,target,zone\nshop.example.com,shop-web,{PUBLIC}\nshop.example.com,shop-web,{PRIVATE}\n"
    shell.both("plan", "--from", written(shell, rows), *ALB, "--out", str(plans))
    ran = shell.both("apply", *map(str, sorted(plans.iterdir())), "--yes", "--allow-errors")
    sent = [line.split(maxsplit=2)[2] for line in ran.err.splitlines() if " sent " in line]
    assert [line.partition(": ")[0] for line in sent] == [f"example.com ({PUBLIC})", f"example.com ({PRIVATE})"]


def test_a_name_may_point_to_another_one_of_the_same_file(fresh_shell: Shell) -> None:
    shell, plans = fresh_shell, fresh_shell.home / "plans"
    rows = "name,target\nhome.shop.example.com,base.shop.example.com\nbase.shop.example.com,shop-web\n"
    shell.both("plan", "--from", written(shell, rows), *ALB, "--out", str(plans), "--fail-on", "never")
    ran = shell.both("apply", *map(str, plans.iterdir()), "--yes", "--allow-errors", "--json")
    assert (ran.status, ran.data["change"]["status"]) == (0, "INSYNC")
    assert shell.both("undo", "--yes", "--allow-errors").status == 0


def test_notes_that_every_row_has_are_written_once(shell: Shell) -> None:
    rows = "".join(f"s{at}.shop.example.com,shop-web\n" for at in range(5))
    file = written(shell, f"name,target\n{rows}")
    lines = shell.both("plan", "--from", file, *ALB).out.splitlines()
    (note,) = [line for line in lines if "negative-cache: " in line]
    assert note.endswith(" for up to 900 s. (5 records)")
    (twin,) = [line for line in lines if "split-horizon-twin: " in line]
    assert twin.endswith(" (5 records)")
    assert sum("lb-certificate-mismatch: " in line for line in lines) == 1
    others = ", ".join(f"s{at}.shop.example.com" for at in range(1, 5))
    assert f"           (also {others})" in lines
