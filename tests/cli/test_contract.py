"""The documents and exit statuses that scripts depend on, by the program itself over the wire."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.cli.conftest import Shell

Keys = Callable[[Sequence[dict[str, Any]]], set[str]]

RECORD = {"name", "type", "set_identifier", "ttl", "values", "alias", "routing", "health_check_id"}
ZONE = {"id", "name", "private", "account_id", "profile", "record_count", "comment", "name_servers", "vpcs"}
TARGET = {
    "kind",
    "name",
    "arn",
    "account_id",
    "profile",
    "region",
    "dns_name",
    "zone_id",
    "record_types",
    "hostnames",
    "state",
    "internal",
}
FINDING = {"id", "severity", "message", "remedy", "record", "target"}
UNSCANNED = {"account_id", "profile", "region", "kind", "code", "message"}


def test_accounts(shell: Shell, keys_of: Keys) -> None:
    ran = shell.run("accounts", "--json")
    assert ran.status == 0
    assert (ran.document["schema"], ran.document["command"], ran.document["unscanned"]) == ("xalias/1", "accounts", [])
    accounts = ran.data["accounts"]
    assert keys_of(accounts) >= {"profile", "account_id", "arn", "state", "message"}
    states = {account["profile"]: account["state"] for account in accounts}
    assert states["dns-prod"] == states["shop-prod"] == "ready"
    assert states["expired"] == "expired"


def test_zones(shell: Shell, keys_of: Keys) -> None:
    ran = shell.run("zones", "--zone-profile", "dns-prod", "--json")
    zones = ran.data["zones"]
    assert (ran.status, len(zones) >= 8) == (0, True)
    assert keys_of(zones) >= ZONE
    by_id = {zone["id"]: zone for zone in zones}
    assert len(by_id["Z08EXAMPLECOMPUBLIC0"]["name_servers"]) == 4
    assert by_id["Z08EXAMPLECOMPRIVATE"]["vpcs"][0].keys() >= {"id", "region"}
    assert {zone["record_count"] for zone in zones} >= {10_000, 2}


def test_records(shell: Shell, keys_of: Keys) -> None:
    ran = shell.run("records", "Z08EXAMPLECOMPUBLIC0", "--zone-profile", "dns-prod", "--json")
    records = ran.data["records"]
    assert (ran.status, keys_of(records) >= RECORD, ran.data["zone"]["name"]) == (0, True, "example.com.")
    assert len(records) == ran.data["zone"]["record_count"]
    named = {(record["name"], record["type"]): record for record in records}
    assert named["www.example.com.", "A"]["alias"].keys() == {"dns_name", "zone_id", "evaluate_target_health"}
    assert named["*.lab.example.com.", "A"]["values"] == ["192.0.2.99"]
    weighted = next(record for record in records if record["set_identifier"] == "blue")
    assert weighted["routing"]["policy"] == "weighted"


def test_targets_and_what_could_not_be_looked_up(shell: Shell, keys_of: Keys) -> None:
    ran = shell.run("targets", "--target-profile", "shop-prod", "--target-profile", "legacy", "--json")
    targets, unscanned = ran.data["targets"], ran.document["unscanned"]
    assert (ran.status, keys_of(targets) >= TARGET, keys_of(unscanned) >= UNSCANNED) == (0, True, True)
    web = next(target for target in targets if target["name"] == "shop-web")
    assert (web["zone_id"], web["record_types"], web["internal"]) == ("Z32O12XQLNTSW2", ["A", "AAAA"], False)
    assert web["dns_name"].startswith("dualstack.shop-web-")
    assert web["dns_name"].endswith(".eu-west-1.elb.amazonaws.com.")
    excluded = next(target for target in targets if target["name"] == "inspection")
    assert (excluded["record_types"], excluded["state"]) == ([], "lb-gateway-type")
    assert {(item["profile"], item["code"]) for item in unscanned} >= {("legacy", "AccessDenied")}


def test_kinds(shell: Shell, keys_of: Keys) -> None:
    kinds = shell.run("kinds", "--json").data["kinds"]
    assert keys_of(kinds) >= {"kind", "title", "scope", "record_types", "evaluate_target_health", "iam_actions"}
    assert {"alb", "nlb", "clb", "cloudfront", "apigateway", "apigateway-edge", "s3-website"} <= {
        kind["kind"] for kind in kinds
    }


def test_kinds_are_narrowed(shell: Shell) -> None:
    kinds = shell.run("kinds", "--kind", "nlb", "--kind", "alb", "--json").data["kinds"]
    assert {kind["kind"] for kind in kinds} == {"alb", "nlb"}


def test_rules(shell: Shell, keys_of: Keys) -> None:
    rules = shell.run("rules", "--json").data["rules"]
    assert keys_of(rules) == {"id", "severity", "when", "message", "remedy", "source"}
    one = shell.run("rules", "cname-at-apex", "--json").data["rules"]
    assert [rule["id"] for rule in one] == ["cname-at-apex"]
    assert shell.run("rules", "cname-at-apx", "--json").error["remedy"].startswith("Did you mean cname-at-apex")


@pytest.mark.parametrize(
    ("name", "kind", "zone_id", "aliasable"),
    [
        ("web-1.eu-west-1.elb.amazonaws.com", "alb", "Z32O12XQLNTSW2", True),
        ("web-0123456789abcdef.elb.eu-west-1.amazonaws.com.", "nlb", "Z2IFOLAFXWLO4F", True),
        ("https://d111111abcdef8.cloudfront.net/x", "cloudfront", "Z2FDTNDATAQYW2", True),
        ("d-abcdefghij.execute-api.eu-west-1.amazonaws.com", "apigateway", "ZLY8HYME6SFDD", True),
        ("S3-Website-US-East-1.amazonaws.com", "s3-website", "Z3AQBSTGFYJSTF", True),
        ("abcdefghij.execute-api.eu-west-1.amazonaws.com", "apigateway", "", False),
        ("www.example.net", "", "", False),
    ],
)
def test_resolve(shell: Shell, name: str, kind: str, zone_id: str, aliasable: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    ran = shell.run("resolve", name, "--json")
    assert ran.status == 0
    assert ran.data.keys() >= {"kind", "dns_name", "region", "zone_id", "record_types", "aliasable", "reason"}
    assert (ran.data["kind"], ran.data["zone_id"], ran.data["aliasable"]) == (kind, zone_id, aliasable)
    assert aliasable or ran.data["reason"]


def test_more_changes_than_can_be_counted_are_wrong_usage(shell: Shell) -> None:
    assert shell.run("history", "--limit", "9" * 23, "--json").error["code"] == "usage"


def test_plan_apply_history_undo(fresh_shell: Shell) -> None:
    shell = fresh_shell
    file = shell.home / "plan.json"
    planned = shell.both("plan", "shop.example.com", "--target", "shop-web", "--out", str(file), "--json")
    assert planned.status == 0
    plan = planned.data
    assert plan.keys() >= {"zone", "name", "target", "before", "after", "changes", "batch", "findings"}
    assert json.loads(file.read_text()) == planned.document
    assert [(change["action"], change["record"]["type"]) for change in plan["changes"]] == [
        ("CREATE", "A"),
        ("CREATE", "AAAA"),
    ]
    assert all(finding.keys() >= FINDING for finding in plan["findings"])
    assert "error" not in {finding["severity"] for finding in plan["findings"]}

    applied = shell.run("apply", str(file), "--yes", "--json")
    change = applied.data["change"]
    assert (applied.status, change["status"]) == (0, "INSYNC")
    assert change.keys() == {"id", "status", "entry", "submitted_at", "account_id", "zone_id"}
    assert (change["account_id"], change["zone_id"]) == ("111111111111", "Z08EXAMPLECOMPUBLIC0")

    again = shell.run("apply", str(file), "--yes", "--json")
    assert (again.status, again.error["code"]) == (4, "already-applied")

    (entry,) = shell.run("history", "--json").data["entries"]
    assert (entry["entry"], entry["status"], entry["change_id"]) == (change["entry"], "insync", change["id"])
    assert entry["plan"]["batch"] == plan["batch"]
    assert entry.keys() >= {"entry", "at", "who", "profile", "account_id", "zone_id", "plan", "change_id", "status"}

    undone = shell.run("undo", "--yes", "--json")
    assert (undone.status, undone.data["change"]["status"]) == (0, "INSYNC")
    newest, oldest = shell.run("history", "--json").data["entries"]
    assert (newest["entry"], oldest["status"]) == (undone.data["change"]["entry"], "undone")
    records = shell.run("records", "Z08EXAMPLECOMPUBLIC0", "--zone-profile", "dns-prod", "--json").data["records"]
    assert "shop.example.com." not in {record["name"] for record in records}
    assert shell.run("undo", "--yes", "--json").error["code"] == "nothing-to-undo"


def test_a_record_that_somebody_changed_meanwhile_is_a_conflict(fresh_shell: Shell) -> None:
    shell, file = fresh_shell, fresh_shell.home / "plan.json"
    shell.both("plan", "k8s.example.com", "--target", "search", "--replace", "--out", str(file))
    changed = {"Name": "k8s.example.com.", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.41"}]}
    shell.sandbox.world.route53.load("Z08EXAMPLECOMPUBLIC0", [changed])
    ran = shell.run("apply", str(file), "--yes", "--json")
    assert (ran.status, ran.error["code"]) == (4, "stale-plan")
    assert shell.run("history", "--json").data["entries"] == []


def test_replace_puts_delete_and_create_in_one_batch_and_warns_of_what_is_lost(shell: Shell) -> None:
    plan = shell.both("plan", "k8s.example.com", "--target", "search", "--replace", "--json")
    assert [change["action"] for change in plan.data["changes"]] == ["DELETE", "CREATE"]
    found = {finding["id"] for finding in plan.data["findings"]}
    assert {"replace-non-alias", "record-owned-by-automation"} <= found


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("plan", "www.example.com", "--target", "lb-silent", "--json"), 1, None),
        (("plan", "www.example.com", "--target", "lb-silent", "--fail-on", "never", "--json"), 0, None),
        (("plan", "shop.example.com", "--target", "shop-web", "--fail-on", "info", "--json"), 1, None),
        (("plan", "shop.example.com", "--target", "shop-web", "--fail-on", "warning", "--json"), 0, None),
        (("plan", "shop.example.com", "--json"), 2, "usage"),
        (("plan", "shop.example.com", "--target", "shop-web", "--target", "shop-api", "--json"), 2, "usage"),
        (("plan", "shop.example.com", "--target", "no-such", "--json"), 2, "target-unknown"),
        (("plan", "a..example.com", "--target", "shop-web", "--json"), 2, "record-label-empty"),
        (("plan", "bücher.example.com", "--target", "shop-web", "--json"), 2, "record-name-not-punycode"),
        (("plan", "www.example.net", "--target", "shop-web", "--json"), 2, "zone-unknown"),
        (("plan", "www.example.org", "--target", "shop-web", "--json"), 2, "zone-ambiguous"),
        (("plan", "mail.example.com", "--delete", "--json"), 2, "delete-not-found"),
        (("plan", "mail.example.com", "--target", "shop-web", "--zone", "", "--json"), 2, "zone-unknown"),
        (("convert", "www.example.com", "--zone", "", "--json"), 2, "zone-unknown"),
        (("kinds", "--kind", "alp", "--json"), 2, "kind-unknown"),
        (("records", "example.org", "--json"), 2, "zone-ambiguous"),
        (("records", "nowhere.example", "--json"), 2, "zone-unknown"),
        (("targets", "--kind", "alp", "--json"), 2, "kind-unknown"),
        (("targets", "--region", "europe", "--json"), 2, "region-invalid"),
        (("targets", "--nonsense", "--json"), 2, "usage"),
        (("frobnicate", "--json"), 2, "usage"),
        (("resolve", "a..b", "--json"), 2, "record-label-empty"),
        (("apply", "no-such-file.json", "--yes", "--json"), 2, "plan-unreadable"),
        (("undo", "no-such-entry", "--yes", "--json"), 2, "entry-unknown"),
        (("zones", "--config", "no-such.toml", "--json"), 2, "config-missing"),
    ],
)
def test_bad_input_ends_with_one_sentence_and_the_right_status(
    shell: Shell, words: tuple[str, ...], status: int, code: str | None
) -> None:
    ran = shell.both(*words)
    assert ran.status == status
    assert ran.err == ""
    if code is not None:
        assert ran.error["code"] == code
        assert ran.error["message"].endswith((".", "?", ")"))
        assert ran.error.keys() == {"code", "message", "remedy"}


@pytest.mark.parametrize(
    ("profile", "code"), [("expired", "expired"), ("no-such-profile", "missing"), ("shop-mfa", "needs-mfa")]
)
def test_a_profile_that_cannot_sign_in_ends_with_status_3(shell: Shell, profile: str, code: str) -> None:
    ran = shell.run("zones", "--zone-profile", profile, "--json")
    assert (ran.status, ran.error["code"]) == (3, code)
    assert ran.error["remedy"]


def test_no_network_ends_with_status_3(shell: Shell) -> None:
    nowhere = {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "x"}
    ran = shell.run("zones", "--json", **nowhere, AWS_CONFIG_FILE="/dev/null", AWS_DEFAULT_REGION="us-east-1")
    assert (ran.status, ran.error["code"]) == (3, "unreachable")


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "nonsense", '{"data": {"zone": 3}}', '{"schema": "xalias/2", "data": {}}', "\x00"]
)
def test_a_file_that_is_no_plan_is_said(shell: Shell, text: str) -> None:
    file = shell.home / "plan.json"
    file.write_text(text)
    ran = shell.run("apply", str(file), "--yes", "--json")
    assert (ran.status, ran.error["code"]) == (2, "not-a-plan")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--verify", "--no-wait"), "--no-wait"),
        (("--no-connect",), "--no-connect"),
        (("--resolver", "192.0.2.1"), "--resolver"),
        (("--issued-within", "5"), "--issued-within"),
    ],
)
def test_an_option_that_would_be_ignored_is_refused(shell: Shell, words: tuple[str, ...], named: str) -> None:
    ran = shell.run("apply", "plan.json", "--yes", *words, "--json")
    assert (ran.status, ran.error["code"], named in ran.error["message"]) == (2, "usage", True)


@pytest.mark.parametrize(("name", "is_sendable"), [("shop.example.com", True), ("www.example.com", False)])
def test_only_a_plan_that_apply_sends_is_offered_to_it(shell: Shell, name: str, is_sendable: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    file = shell.home / "my plan.json"
    ran = shell.both("plan", name, "--target", "shop-web", "--out", str(file))
    assert f"Written to '{file}'." in ran.err
    assert (f"xalias apply '{file}'" in ran.err) is is_sendable


def test_an_edited_plan_is_not_sent(shell: Shell) -> None:
    file = shell.home / "plan.json"
    shell.both("plan", "shop.example.com", "--target", "shop-web", "--out", str(file))
    file.write_text(file.read_text().replace("shop-web-", "evil-web-"))
    ran = shell.run("apply", str(file), "--yes", "--json")
    assert (ran.status, ran.error["code"]) == (2, "plan-edited")
    assert ran.error["message"].startswith(f"{file}: The plan was changed")


def test_a_plan_is_not_sent_to_another_account(shell: Shell) -> None:
    file = shell.home / "plan.json"
    shell.both("plan", "shop.example.com", "--target", "shop-web", "--out", str(file))
    ran = shell.run("apply", str(file), "--yes", "--zone-profile", "media-prod", "--json")
    assert (ran.status, ran.error["code"]) == (5, "wrong-account")


@pytest.mark.parametrize(
    ("words", "code"), [(("--read-only",), "read-only"), (("--zone-profile", "dns-audit"), "iam-change-denied")]
)
def test_what_may_not_be_sent_ends_with_status_5(fresh_shell: Shell, words: tuple[str, ...], code: str) -> None:
    file = fresh_shell.home / "plan.json"
    fresh_shell.both("plan", "shop.example.com", "--target", "shop-web", "--out", str(file))
    ran = fresh_shell.run("apply", str(file), "--yes", "--json", *words)
    assert (ran.status, ran.error["code"]) == (5, code)


def test_errors_hold_a_plan_back_and_route53_has_the_last_word(fresh_shell: Shell) -> None:
    file = fresh_shell.home / "plan.json"
    planned = fresh_shell.both("plan", "www.example.com", "--target", "lb-silent", "--out", str(file))
    assert (planned.status, file.exists()) == (1, True)
    held = fresh_shell.run("apply", str(file), "--yes", "--json")
    assert (held.status, held.error["code"]) == (5, "record-already-exists")
    refused = fresh_shell.run("apply", str(file), "--yes", "--allow-errors", "--json")
    assert (refused.status, refused.error["code"]) == (4, "record-already-exists")
    assert "already exists" in refused.error["message"]


def test_nobody_to_confirm_is_said_before_anything_is_sent(shell: Shell) -> None:
    file = shell.home / "plan.json"
    shell.both("plan", "shop.example.com", "--target", "shop-web", "--out", str(file))
    ran = shell.run("apply", str(file), "--json")
    assert (ran.status, ran.error["code"]) == (2, "not-confirmed")
    assert shell.run("history", "--json").data["entries"] == []


def test_a_torn_journal_is_reported_and_nothing_is_lost(fresh_shell: Shell) -> None:
    file = fresh_shell.home / "plan.json"
    fresh_shell.both("plan", "shop.example.com", "--target", "shop-web", "--out", str(file))
    fresh_shell.run("apply", str(file), "--yes")
    journal = next((fresh_shell.home / "state").rglob("journal.jsonl"))
    with journal.open("a") as appended:
        appended.write('{"entry": "torn')
    ran = fresh_shell.run("history", "--json")
    assert (ran.status, len(ran.data["entries"])) == (0, 1)
    assert "lines that are no entry" in ran.err


def test_hostile_text_is_printed_harmless(shell: Shell) -> None:
    for words in (("zones",), ("targets", "--kind", "apigateway", "--kind", "cloudfront")):
        ran = shell.run(
            *words, "--zone-profile", "dns-prod", "--target-profile", "shop-prod", "--target-profile", "media-prod"
        )
        assert ran.status == 0
        assert not {"\x1b", "\x07", "\x9b", "\x9d", "\u202e", "\u200b"} & set(ran.out + ran.err)
    assert "[bold red]hostile[/] ⟨U+009B⟩31mred ⟨RLO⟩" in shell.run("zones", "--zone-profile", "dns-prod").out


def test_options_may_stand_before_the_command(shell: Shell) -> None:
    before = shell.run("--json", "--zone-profile", "dns-prod", "zones")
    after = shell.run("zones", "--zone-profile", "dns-prod", "--json")
    assert before.document == after.document


def test_the_explorer_refuses_what_is_no_terminal(shell: Shell) -> None:
    for words in ((), ("demo",)):
        ran = shell.run(*words)
        assert (ran.status, ran.out) == (2, "")
        assert "needs a terminal" in ran.err


def test_a_change_that_was_sent_is_verified_where_that_is_asked_for(fresh_shell: Shell) -> None:
    shell = fresh_shell
    file = shell.home / "plan.json"
    assert shell.both("plan", "shop.example.com", "--target", "shop-web", "--out", str(file)).status == 0
    ran = shell.run("apply", str(file), "--yes", "--json", "--verify", "--offline")
    assert (ran.status, ran.data["change"]["status"]) == (0, "INSYNC")
    steps = ran.data["verified"]["steps"]
    assert [(step["step"], step["status"]) for step in steps] == [
        ("answers", "skip"), ("tls", "skip"), ("http", "skip"),
    ]  # fmt: skip
