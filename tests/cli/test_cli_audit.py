from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.cli.conftest import Shell
from xalias_tui.domain.audits import Acceptance
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordKey
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation.public_zone import BROKEN
from xalias_tui.sandbox.organisation.zones import BIG
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.store import accepted

SIDES = ("--zone-profile", "dns-prod", "--target-profile", "shop-prod", "--target-profile", "media-prod")
FEW = (*SIDES, "--kind", "alb", "--region", "eu-west-1")
"""For what does not depend on how much is found: some of it is broken, and the rest unknown."""
OF_TRACES = {"partner.example.com."}
"""Broken in ways that only a resolver tells."""


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    """The demo organisation without its zone of ten thousand records, which has no alias to judge."""
    world = World.empty(propagation_seconds=0)
    organisation.build(world)
    del world.route53.zones[BIG]
    with Sandbox.start(world) as running:
        yield running
    assert running.world.defects == []


def test_the_audit_names_what_is_broken_in_the_organisation(shell: Shell) -> None:
    ran = shell.run("audit", "--json", *SIDES)
    assert ran.status == 1
    summary, findings = ran.data["summary"], ran.data["findings"]
    assert summary["broken"] == 12
    assert summary["live"] + summary["broken"] + summary["unknown"] == summary["aliases"] == len(ran.data["aliases"])
    assert summary["seconds"] > 0
    found: dict[str, set[str]] = {}
    for finding in findings:
        found.setdefault(finding["record"]["name"], set()).add(finding["id"])
    expected = {name: set(ids) for name, ids in BROKEN.items() if name not in OF_TRACES}
    assert {name: found[name] & ids for name, ids in expected.items()} == expected
    assert set(found) - set(BROKEN) == set()


def test_a_denied_account_leaves_what_may_be_in_it_unknown(shell: Shell) -> None:
    ran = shell.run("audit", "--json", *SIDES, "--target-profile", "legacy")
    verdicts = {row["name"]: row["verdict"] for row in ran.data["aliases"]}
    assert verdicts["gone-cdn.example.com."] == verdicts["gone-api.example.com."] == "unknown"
    assert verdicts["old.example.com."] == "broken"
    assert {item["profile"] for item in ran.document["unscanned"]} == {"legacy"}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("--fail-on", "never"), 0),
        (("--json", "--format", "csv"), 2),
        (("--zone-profile", "expired"), 3),
    ],
)
def test_exit_statuses(shell: Shell, words: tuple[str, ...], status: int) -> None:
    ran = shell.run("audit", *(words if status == 3 else (*FEW, *words)))
    assert ran.status == status


def test_csv_has_a_line_for_every_alias_and_nothing_that_a_spreadsheet_runs(shell: Shell) -> None:
    rows = list(csv.DictReader(io.StringIO(shell.run("audit", "--format", "csv", *SIDES).out)))
    assert {row["verdict"] for row in rows} == {"live", "broken", "takeable"}
    assert {row["name"] for row in rows if row["finding"] == "dangling-takeover-s3"} == {"takeable.example.com."}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]


def test_sarif_names_rules_records_and_what_was_not_asked(shell: Shell) -> None:
    document = json.loads(shell.run("audit", "--format", "sarif", *SIDES, "--target-profile", "legacy").out)
    (run,) = document["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert document["version"] == "2.1.0"
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    assert {result["level"] for result in run["results"]} == {"error", "warning", "note"}
    prints = [result["partialFingerprints"]["xalias/v1"] for result in run["results"]]
    assert len(prints) == len(set(prints))
    assert run["invocations"][0]["toolExecutionNotifications"]


class Page(HTMLParser):
    """What a page loads and how many lines it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.verdicts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found: dict[str, Any] = dict(attrs)
        self.loads += [found[key] for key in ("src", "href") if key in found]
        if tag == "tr" and "data-verdict" in found:
            self.verdicts.append(found["data-verdict"])


def test_the_page_stands_alone_and_says_what_could_not_be_checked(shell: Shell) -> None:
    out = shell.home / "audit.html"
    ran = shell.run("audit", "--format", "html", "--out", str(out), *SIDES, "--target-profile", "legacy")
    text = out.read_text(encoding="utf-8")
    page = Page(text)
    assert ran.status == 1
    assert page.loads == []
    assert (page.verdicts.count("takeable"), page.verdicts.count("unknown")) == (2, 2)
    assert page.verdicts == sorted(page.verdicts, key=["takeable", "broken", "unknown", "live"].index)
    assert "cloudfront:ListDistributions" in text.partition("What could not be checked")[2]


def test_the_document_is_printed_too_where_it_is_written(shell: Shell) -> None:
    out = shell.home / "audit.json"
    ran = shell.run("audit", "--json", "--out", str(out), *FEW)
    assert ran.status == 1
    assert ran.document == json.loads(out.read_text(encoding="utf-8"))


def test_what_was_accepted_is_shown_and_does_not_fail_until_it_ends(shell: Shell) -> None:
    open_ = [row for row in shell.run("audit", "--json", *FEW).data["findings"] if row["severity"] == "error"]
    config = shell.home / "config" / "config.toml"
    config.parent.mkdir()
    config.touch()

    def accept(until: date) -> None:
        decisions = tuple(
            Acceptance(
                row["id"], row["record"]["zone_id"],
                RecordKey(DnsName.parse(row["record"]["name"]), row["record"]["type"], row["record"]["set_identifier"]),
                row["target"], "known since spring", date(2026, 1, 1), until,
            )
            for row in open_
        )  # fmt: skip
        accepted.save(accepted.beside(config), decisions)

    accept(date(2999, 1, 1))
    ran = shell.run("audit", "--json", "--config", str(config), *FEW)
    assert ran.status == 0
    assert {row["accepted"]["reason"] for row in ran.data["findings"] if row["severity"] == "error"} == {
        "known since spring"
    }
    strict = shell.run("audit", "--config", str(config), *FEW, "--fail-on", "warning")
    assert strict.status == 1
    assert "accepted on 2026-01-01 until 2999-01-01: known since spring" in strict.out
    accept(datetime.now(UTC).date().replace(year=2020))
    assert shell.run("audit", "--config", str(config), *FEW).status == 1


def test_usedby_follows_records_of_the_zone(shell: Shell) -> None:
    data = shell.run("usedby", "shop-web", "--json", *SIDES).data
    assert data["target"]["name"] == "shop-web"
    assert {(row["name"], row["type"]): row["through"] for row in data["records"]} == {
        ("home.example.com.", "A"): ["www.example.com. A"],
        ("www.example.com.", "A"): [],
        ("www.example.com.", "AAAA"): [],
    }
    gone = shell.run("usedby", "OLD-web-1029384756.eu-west-1.elb.amazonaws.com", *SIDES)
    assert "old.example.com." in gone.out
    assert shell.run("usedby", "no-such-thing", *SIDES).status == 2


def test_repointing_to_what_is_there_already_changes_nothing_and_asks_nobody(shell: Shell) -> None:
    words = ("repoint", "shop-web", "shop-web", *FEW)
    told = shell.run(*words)
    assert (told.status, "Nothing to change" in told.out) == (0, True)
    sent = shell.run(*words, "--send")
    assert (sent.status, "Nothing to change" in sent.err) == (0, True)
    assert shell.run(*words, "--send", "--json").data == {"plans": [], "outcomes": [], "cnames": []}


@pytest.mark.parametrize("word", ["--yes", "--no-wait", "--allow-errors"])
def test_how_to_send_means_nothing_where_nothing_is_sent(shell: Shell, word: str) -> None:
    ran = shell.run("repoint", "checkout", "cart", word, *SIDES, "--json")
    assert (ran.status, ran.error["message"]) == (2, f"{word} means nothing without --send.")


def test_repointing_all_aliases_of_a_target_can_be_sent_and_undone(shell: Shell) -> None:
    words = ("repoint", "checkout", "cart", *SIDES, "--kind", "alb")
    shown = shell.run(*words, "--out", str(shell.home / "plans"))
    assert shown.status == 0
    assert [path.name for path in (shell.home / "plans").iterdir()] == ["001-Z08EXAMPLECOMPUBLIC0.json"]
    nowhere = shell.run(*words, "--out", "/proc/none", "--json")
    assert (nowhere.status, nowhere.error["code"]) == (2, "out-unwritable")
    assert shell.run(*words, "--send").status == 2  # nobody can be asked
    ran = shell.run(*words, "--send", "--yes", "--allow-errors", "--json")
    (outcome,) = ran.data["outcomes"]
    assert (ran.status, outcome["state"]) == (0, "insync")
    assert shell.run(*words).status == 2  # nothing leads to it any more
    assert shell.run("undo", "--yes", "--allow-errors", *SIDES).status == 0


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "spare.example.com", "--target", "{name}"),
        ("usedby", "{name}"),
        ("repoint", "{name}", "dualstack.other-web-1.eu-west-1.elb.amazonaws.com"),
        ("validate", "www.example.com", "--target", "{name}"),
    ],
)
def test_a_dns_name_is_enough_where_the_target_side_cannot_be_asked(shell: Shell, words: tuple[str, ...]) -> None:
    records = shell.run("records", "Z08EXAMPLECOMPUBLIC0", *FEW, "--json").data["records"]
    (www,) = (row for row in records if (row["name"], row["type"]) == ("www.example.com.", "A"))
    named = [word.format(name=www["alias"]["dns_name"]) for word in words]
    ran = shell.run(*named, "--zone-profile", "dns-prod", "--target-profile", "expired", "--json")
    assert ran.status in {0, 1}
    assert {row["code"] for row in ran.document["unscanned"]} == {"expired"}


def test_only_what_an_earlier_audit_did_not_have_fails_the_run(shell: Shell) -> None:
    first = shell.run("audit", *FEW, "--offline", "--json")
    assert (first.status, first.data["summary"]["new"], {row["new"] for row in first.data["findings"]}) == (
        1,
        None,
        {None},
    )
    file = shell.home / "baseline.json"
    file.write_text(first.out)
    same = shell.run("audit", *FEW, "--offline", "--json", "--baseline", str(file))
    assert (same.status, same.data["summary"]["new"]) == (0, 0)
    document = first.document
    error = next(row for row in document["data"]["findings"] if row["severity"] == "error")
    document["data"]["findings"].remove(error)
    file.write_text(json.dumps(document))
    more = shell.run("audit", *FEW, "--offline", "--json", "--baseline", str(file))
    assert (more.status, more.data["summary"]["new"]) == (1, 1)
    log = json.loads(shell.run("audit", *FEW, "--offline", "--format", "sarif", "--baseline", str(file)).out)
    states = {row["ruleId"]: row["baselineState"] for row in log["runs"][0]["results"] if row["baselineState"] == "new"}
    assert states == {error["id"]: "new"}
    assert f"new {error['id']}" in shell.run("audit", *FEW, "--offline", "--baseline", str(file)).out


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"schema": "xalias/1", "command": "targets", "data": {"findings": []}}',
        '{"schema": "xalias/1", "command": "audit"}',
        '{"schema": "xalias/2", "command": "audit", "data": {"findings": []}}',
    ],
)
def test_what_is_no_earlier_audit_is_refused_before_anything_is_asked(shell: Shell, content: str) -> None:
    file = shell.home / "baseline.json"
    file.write_text(content)
    shell.sandbox.world.served.clear()
    ran = shell.run("audit", *FEW, "--json", "--baseline", str(file))
    assert (ran.status, ran.error["code"]) == (2, "not-a-baseline")
    assert list(shell.sandbox.world.served) == []


def test_text_lists_only_what_an_earlier_audit_did_not_have(shell: Shell) -> None:
    file = shell.home / "baseline.json"
    first = shell.run("audit", *FEW, "--offline", "--json")
    document = first.document
    findings = document["data"]["findings"]
    error = next(row for row in findings if row["severity"] == "error")
    findings.remove(error)
    file.write_text(json.dumps(document))
    lines = shell.run("audit", *FEW, "--offline", "--baseline", str(file)).out.splitlines()
    found = [line for line in lines if line.startswith("    ") and line[4] in "✗!i"]
    assert [line.split()[2] for line in found] == [f"{error['id']}:"]
    errors = sum(row["severity"] == "error" for row in findings)
    (known,) = (line for line in lines if line.startswith("Known before, and not listed"))
    assert f": {errors} error{'' if errors == 1 else 's'}, " in known
    everything = shell.run("audit", *FEW, "--offline", "--baseline", str(file), "--all").out
    assert all(f"{row['id']}:" in everything for row in findings)
    assert "Known before" not in everything


def test_the_report_is_by_team_where_a_tag_is_named(shell: Shell) -> None:
    organisation = ("--organisation-profile", "org-admin", "--role", "xalias-audit", "--aggregator", "auto")
    words = ("audit", *organisation, "--zone-profile", "dns-prod", "--offline", "--kind", "alb", "--confirm", "never")
    ran = shell.run(*words, "--owner-tag", "team", "--json")
    owners = {row["owner"]: row for row in ran.data["by_owner"]}
    assert owners["shop"]["live"] > 0
    assert owners["platform"]["records"] > 0, "records whose targets are gone are their zone's"
    aliases = ran.data["aliases"]
    assert sum(row["records"] for row in ran.data["by_owner"]) == len(aliases)
    assert sum(row["records"] for row in ran.data["by_account"]) == len(aliases)
    of_web = {row["owner"] for row in aliases if row["target"] is not None and row["target"]["name"] == "shop-web"}
    assert of_web == {"shop"}
    names = {row["account_id"]: row["name"] for row in ran.data["by_account"]}
    assert names[SHOP] == "shop-prod"
    settings = shell.home / "team.toml"
    settings.write_text('owner_tag = "team"\n')
    text = shell.run(*words, "--config", str(settings)).out
    assert "Owner (team)" in text
    assert re.search(r"^shop +\d", text, re.MULTILINE)
    page = shell.run(*words, "--config", str(settings), "--format", "html").out
    assert "By owner (tag team)" in page
    assert "<td>shop</td>" in page
    assert shell.run(*words, "--owner-tag", "t" * 129).status == 2


def test_an_owner_whose_tags_no_list_holds_is_not_guessed(shell: Shell) -> None:
    """Load balancers are listed without their tags: only AWS Config, or an inspection, has them."""
    ran = shell.run("audit", *FEW, "--offline", "--json", "--owner-tag", "team")
    assert {row["owner"] for row in ran.data["aliases"] if row["target"] is not None} == {None}


def test_a_tag_that_nothing_has_is_said_beside_rows(shell: Shell) -> None:
    words = ("audit", *FEW, "--offline", "--owner-tag", "teem", "--format")
    told = "No record of this audit has an owner"
    ran = shell.run(*words, "csv")
    assert told in ran.err
    assert told not in ran.out
    assert told in shell.run(*words, "json").data["owner_note"]
