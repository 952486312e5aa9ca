"""``xalias changes`` and what ``xalias records`` says of protections, by the program itself over the wire."""

from __future__ import annotations

from dataclasses import replace

from tests.cli.conftest import Shell
from xalias_tui.sandbox.faults import denied
from xalias_tui.sandbox.members import DNS_HUB

ASKED = ("--zone-profile", "dns-prod")
PUBLIC = "Z08EXAMPLECOMPUBLIC0"
CHANGE = {
    "at", "name", "type", "set_identifier", "action", "before", "after", "who", "tool", "user_agent", "address",
    "comment", "zone_id", "account_id", "change_id", "entry", "status", "sources",
}  # fmt: skip


def test_the_document_of_changes(shell: Shell) -> None:
    ran = shell.run("changes", "www.example.com", *ASKED, "--json")
    assert (ran.status, ran.document["command"], ran.document["unscanned"]) == (0, "changes", [])
    newest, first = ran.data["changes"]
    assert newest.keys() == first.keys() == CHANGE
    assert (newest["action"], newest["tool"], newest["before"]) == ("replace", "Terraform", first["after"])
    assert {reach["source"] for reach in ran.data["reach"]} == {"journal", "cloudtrail"}


def test_a_table_for_people_in_which_nobody_paints(shell: Shell) -> None:
    ran = shell.run("changes", "legacy-www.example.com", *ASKED, "--zone", PUBLIC)
    assert ran.status == 0
    assert "arn:aws:iam::111111111111:user/mallory" in ran.out
    assert "\x1b" not in ran.out + ran.err
    assert "\u202e" not in ran.out
    assert "CloudTrail of 111111111111 was read back to" in ran.err


def test_nobody_tells_and_how_far_back_can_be_chosen(shell: Shell) -> None:
    ran = shell.run("changes", "www.example.com", *ASKED, "--days", "1")
    assert (ran.status, ran.out) == (0, "")
    assert "No change to www.example.com found in the journal or CloudTrail." in ran.err  # that zone has no history
    for days in ("91", "0", "nan"):
        assert shell.run("changes", "www.example.com", *ASKED, "--days", days).status == 2
    assert shell.run("changes", "www.nowhere.example", *ASKED, "--json").error["code"] == "zone-unknown"


def test_where_no_account_can_be_asked_nothing_is_no_answer(shell: Shell) -> None:
    ran = shell.run("changes", "www.example.com", "--zone-profile", "expired", "--json")
    assert (ran.status, ran.error["code"]) == (3, "expired")


def test_a_denied_cloudtrail_is_said_with_the_command_that_prints_its_permission(fresh_shell: Shell) -> None:
    world = fresh_shell.sandbox.world
    world.accounts[DNS_HUB] = replace(world.accounts[DNS_HUB], denied=("cloudtrail:*",))
    ran = fresh_shell.run("changes", "www.example.com", *ASKED)
    assert ran.status == 0
    assert "look-up failed" in ran.err
    assert "No change to www.example.com found in the journal." in ran.err  # it was not looked for elsewhere
    document = fresh_shell.run("changes", "www.example.com", *ASKED, "--json").document
    assert [item["action"] for item in document["unscanned"]] == ["cloudtrail:LookupEvents"]


def test_records_say_what_is_protected(fresh_shell: Shell) -> None:
    fresh_shell.sandbox.world.route53.zones[PUBLIC].protections["reserved.example.com.", "A"] = ""
    data = fresh_shell.run("records", PUBLIC, *ASKED, "--json").data
    assert [(row["name"], row["type"]) for row in data["records"] if row["protected"]] == [
        ("bastion.example.com.", "A")
    ]
    assert [row["name"] for row in data["protections"]] == ["bastion.example.com.", "reserved.example.com."]
    text = fresh_shell.run("records", PUBLIC, *ASKED)
    assert "the way in when all else fails: ask #dns" in text.out
    assert "reserved.example.com. A is protected: it cannot be created." in text.err


def test_what_is_protected_is_not_known_where_it_may_not_be_read(fresh_shell: Shell) -> None:
    world = fresh_shell.sandbox.world
    denied = ("route53:ListResourceRecordSetProtections",)
    world.accounts[DNS_HUB] = replace(world.accounts[DNS_HUB], denied=denied)
    document = fresh_shell.run("records", PUBLIC, *ASKED, "--json").document
    assert document["data"]["protections"] is None
    assert {row["protected"] for row in document["data"]["records"]} == {None}
    assert [item["action"] for item in document["unscanned"]] == list(denied)


def test_records_that_can_not_be_read_to_the_end_say_so_in_a_valid_document(fresh_shell: Shell) -> None:
    faults = fresh_shell.sandbox.world.faults
    faults.next("route53:ListResourceRecordSets", denied("route53:ListResourceRecordSets"), after=5)
    ran = fresh_shell.run("records", "big.example.net", *ASKED, "--json")
    document = ran.document
    assert (ran.status, document["error"]["code"]) == (3, "AccessDenied")
    assert len(document["data"]["records"]) == 5 * 300
    assert [(row["kind"], row["code"]) for row in document["unscanned"]] == [("records", "AccessDenied")]
