"""Two people without each other's credentials: one writes a card in the target account, the other plans from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Shell

NAME = "card-test.example.com"
ZONE = ("--zone-profile", "dns-prod")


@pytest.fixture
def card(shell: Shell, tmp_path: Path) -> Path:
    file = tmp_path / "shop.card"
    ran = shell.run("targets", "--target-profile", "shop-prod", "--card", str(file), "--for", NAME)
    assert (ran.status, f"--target-card {file}" in ran.err) == (0, True)
    return file


def findings(plan: dict[str, Any]) -> set[tuple[str, str]]:
    return {(finding["id"], finding["message"]) for finding in plan["findings"]}


def test_a_plan_from_a_card_is_the_plan_of_who_sees_both_sides(shell: Shell, card: Path) -> None:
    with_both = shell.both("plan", NAME, "--target", "shop-web", "--json").data
    from_card = shell.run("plan", NAME, "--target", "shop-web", *ZONE, "--target-card", str(card), "--json").data
    assert from_card["batch"] == with_both["batch"]
    assert with_both["batch"]["Changes"]
    (told,) = findings(from_card) - findings(with_both)
    assert told[0] == "target-from-card"
    assert findings(with_both) <= findings(from_card)


def test_an_edited_card_is_an_error_finding_and_nothing_is_sent(shell: Shell, card: Path, tmp_path: Path) -> None:
    content = json.loads(card.read_text(encoding="utf-8"))
    for target in content["data"]["targets"]:
        target["zone_id"] = "Z00000000000EDITED"
    card.write_text(json.dumps(content), encoding="utf-8")
    plan = tmp_path / "plan.json"
    words = ("--target", "shop-web", *ZONE, "--target-card", str(card), "--json", "--out", str(plan))
    planned = shell.run("plan", NAME, *words)
    assert (planned.status, "target-card-edited" in {finding["id"] for finding in planned.data["findings"]}) == (
        1,
        True,
    )
    sent = shell.run("apply", str(plan), *ZONE, "--yes", "--json")
    assert (sent.status, sent.error["code"]) == (5, "target-card-edited")


def test_the_inspection_asks_for_a_card(shell: Shell) -> None:
    ran = shell.run("targets", "--target-profile", "shop-prod", "--for", NAME, "--json")
    assert (ran.status, ran.error["message"]) == (2, "--for needs --card.")


def test_a_file_that_is_no_card_is_refused_before_anything_is_asked(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("hello", encoding="utf-8")
    ran = shell.run("plan", NAME, "--target", "shop-web", *ZONE, "--target-card", str(file), "--json")
    assert (ran.status, ran.error["code"]) == (2, "not-a-card")
