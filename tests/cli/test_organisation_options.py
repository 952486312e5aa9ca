"""The organisation as seen from the command line."""

from __future__ import annotations

from dataclasses import replace

from tests.cli.conftest import Shell
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.sandbox.identities import Role
from xalias_tui.sandbox.members import AUDIT, CLOSED, DNS_HUB, LEGACY, MANAGEMENT, MEDIA, PENDING, SHOP

ORGANISATION = ("--organisation-profile", "org-admin", "--role", "xalias-audit")


def test_accounts_of_the_organisation_stand_beside_profiles(shell: Shell) -> None:
    ran = shell.run("accounts", "--json", *ORGANISATION)
    rows = {(row["origin"], row["account_id"]): row for row in ran.data["accounts"]}
    assert rows["organisation", AUDIT]["state"] == "ready"
    assert rows["organisation", AUDIT]["ou"] == "o-exampleorgid/r-exam/ou-exam-00security0/"
    assert rows["organisation", CLOSED]["state"] == "closed"
    assert ("organisation", SHOP) not in rows, "a profile reaches it"
    assert ran.status == 0
    lines = shell.run("accounts", *ORGANISATION).out.splitlines()[1:]
    named = [row["name" if row["origin"] == "organisation" else "profile"] for row in ran.data["accounts"]]
    assert [line.split()[0] for line in lines] == [name or "environment" for name in named], "the order of the document"
    pending = next(line for line in lines if PENDING in line)
    assert "not active" in pending
    assert "AWS Organizations says PENDING_ACTIVATION" in pending


def test_targets_of_every_account_are_found_and_the_one_without_the_role_is_one_row(shell: Shell) -> None:
    ran = shell.run("targets", "--json", *ORGANISATION, "--kind", "alb", "--kind", "nlb", "--zone-profile", "dns-prod")
    document = ran.document
    assert {SHOP, MEDIA} <= {row["account_id"] for row in document["data"]["targets"]}
    missed = {(row["account_id"], row["kind"], row["code"]) for row in document["unscanned"]}
    assert missed == {(LEGACY, "targets", "denied")}
    assert ran.status == 0
    assert shell.run("targets", *ORGANISATION, "--kind", "alb", "--fail-on-incomplete").status == 1


def test_an_audit_asks_the_accounts_of_a_unit(shell: Shell) -> None:
    ran = shell.run(
        "audit", "--json", *ORGANISATION, "--ou", "ou-exam-production0", "--zone-profile", "dns-prod", "--offline"
    )
    data = ran.data
    assert set(data["summary"]["accounts"]) == {DNS_HUB, SHOP, MEDIA}
    assert MANAGEMENT not in data["summary"]["accounts"]
    assert {row["verdict"] for row in data["aliases"]} >= {"live", "unknown"}


def test_without_a_role_accounts_are_listed_and_each_is_a_gap(shell: Shell) -> None:
    document = shell.run("targets", "--json", "--organisation-profile", "org-admin", "--kind", "alb").document
    assert {row["account_id"] for row in document["unscanned"] if row["code"] == "not-asked"} == {
        DNS_HUB, SHOP, MEDIA, LEGACY, AUDIT,
    }  # fmt: skip


def test_what_can_not_be_is_one_sentence(shell: Shell) -> None:
    for words, code, said in (
        (("--organisation-profile", "nobody"), 3, "Profile nobody does not exist"),
        (("--organisation-profile", "dns-prod"), 3, "can't be listed"),
        (("--organisation-profile", "org-admin", "--account", SHOP), 3, "Name one with --role."),
        ((*ORGANISATION, "--account", "12"), 2, "'12' is not an account id."),
        ((*ORGANISATION, "--account", CLOSED), 2, "leave no active account"),
        (("--role", "reader", "--account", SHOP), 2, "--role and --account mean nothing without --organisation-pro"),
        (("--sso-session", "none", "--sso-role", "reader"), 3, "has no sso-session none"),
    ):
        ran = shell.run("targets", "--kind", "alb", "--zone-profile", "dns-prod", *words)
        assert (ran.status, ran.out) == (code, ""), (words, ran.err)
        assert said in ran.err, words
        assert len(ran.err.splitlines()) <= 2, ran.err


def test_a_plan_file_reaches_the_account_again_as_it_was_planned(fresh_shell: Shell) -> None:
    world, file = fresh_shell.sandbox.world, fresh_shell.home / "plan.json"
    hub = world.accounts[DNS_HUB]
    world.add_account(replace(hub, roles={**hub.roles, "partner": Role("partner", external_id="of-the-platform-team")}))
    by_role = ("--organisation-profile", "org-admin", "--role", "partner", "--role", "xalias-audit")
    name = ("through-a-role.example.com", "--target", "shop-web", "--type", "A", "--kind", "alb")
    ran = fresh_shell.run(
        *("plan", "--json", *name, *by_role, "--external-id", "of-the-platform-team"),
        *("--aggregator", "auto", "--target-profile", "shop-prod", "--out", str(file)),
    )
    zone = ran.data["zone"]
    assert zone["account_id"] == DNS_HUB
    written = file.read_text()
    assert "of-the-platform-team" in zone["profile"]
    assert "ASIA" not in written
    assert "SecretAccessKey" not in written
    sent = fresh_shell.run("apply", str(file), "--yes", "--allow-errors", "--json")
    assert (sent.status, sent.data["change"]["account_id"]) == (0, DNS_HUB), sent.err
    assumed = [call.params for call in world.served if call.operation == "AssumeRole"]
    assert {call["ExternalId"] for call in assumed if DNS_HUB in call["RoleArn"]} == {"of-the-platform-team"}
    assert "route53:ChangeResourceRecordSets" in assumed[-1]["Policy"]
    assert fresh_shell.run("undo", "--yes", "--allow-errors", "--json").status == 0


def test_an_external_id_opens_the_role_of_a_change_that_names_none(fresh_shell: Shell) -> None:
    world, file = fresh_shell.sandbox.world, fresh_shell.home / "plan.json"
    hub = world.accounts[DNS_HUB]
    world.add_account(replace(hub, roles={"partner": Role("partner", external_id="42")}))
    by_role = ("--zone-profile", WayIn("organisation", "org-admin", DNS_HUB, ("partner",)).text)
    name = ("through-a-role.example.com", "--target", "shop-web", "--type", "A", "--kind", "alb", "--offline")
    planned = fresh_shell.run(
        *("plan", *name, *by_role, "--target-profile", "shop-prod", "--external-id", "42", "--out", str(file))
    )
    assert file.exists(), planned.err
    assert "external-id" not in file.read_text()
    sent = ("--yes", "--allow-errors", "--offline")
    for command in (("apply", str(file)), ("undo",), ("redo",)):
        assert fresh_shell.run(*command, *sent).status == 3, "the role can't be assumed without it"
        with_id = fresh_shell.run(*command, *sent, "--external-id", "42")
        assert with_id.status == 0, with_id.err
    assert fresh_shell.run("history", "--external-id", "42").status == 0


def test_an_external_id_that_no_role_takes_is_refused(fresh_shell: Shell) -> None:
    file = fresh_shell.home / "plan.json"
    name = ("own.example.com", "--target", "shop-web", "--type", "A", "--kind", "alb", "--offline")
    fresh_shell.both("plan", *name, "--out", str(file))
    sent = ("--yes", "--allow-errors", "--offline", "--external-id", "42")
    assert fresh_shell.both("plan", *name, "--external-id", "42").status == 2
    for command in (("apply", str(file)), ("apply", str(file), str(file)), ("undo",)):
        ran = fresh_shell.run(*command, *sent)
        assert (ran.status, ran.out) == (2, ""), ran.err
        if command == ("apply", str(file)):
            assert "--external-id means nothing here: no role is assumed for this." in ran.err
            assert fresh_shell.run(*command, *sent[:-2]).status == 0


def test_apply_names_the_role_and_the_action_that_it_lacks(fresh_shell: Shell) -> None:
    file = fresh_shell.home / "plan.json"
    name = ("through-a-role.example.com", "--target", "shop-web", "--type", "A", "--kind", "alb")
    options = (*ORGANISATION, "--aggregator", "auto", "--target-profile", "shop-prod", "--out", str(file))
    assert fresh_shell.run("plan", *name, *options).out
    ran = fresh_shell.run("apply", str(file), "--yes", "--allow-errors")
    assert ran.status == 5
    assert f"The role xalias-audit of account {DNS_HUB} may not change these records" in ran.err
    assert "Allow route53:ChangeResourceRecordSets on arn:aws:route53:::hostedzone/" in ran.err
