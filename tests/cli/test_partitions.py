"""Two partitions by the program over the wire: plan, apply, verify and undo in each, and every refusal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.shell import Ran


def errors(ran: Ran) -> set[str]:
    return {finding["id"] for finding in ran.data["findings"] if finding["severity"] == "error"}


@dataclass(frozen=True)
class Way:
    """A record that is made and taken back."""

    zones: str
    targets: str
    target: str
    zone: str
    name: str
    types: tuple[str, ...]
    options: tuple[str, ...] = ()


def standing(shell: Shell, way: Way) -> tuple[str, ...]:
    ran = shell.run("records", way.zone, "--zone-profile", way.zones, "--json")
    return tuple(record["type"] for record in ran.data["records"] if record["name"] == f"{way.name}.")


WAYS = (
    Way("gov-prod", "gov-prod", "casework", "agency.example", "cases.agency.example", ("A",)),
    Way("china-prod", "china-prod", "checkout", "example.cn", "checkout.example.cn", ("A", "AAAA")),
    Way("dns-prod", "gov-prod", "casework", "Z08EXAMPLECOMPUBLIC0", "cases.example.com", ("CNAME",), ("--cname",)),
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_from_plan_to_undo(fresh_shell: Shell, tmp_path: Path, way: Way) -> None:
    file = str(tmp_path / "plan.json")
    sides = ("--zone-profile", way.zones, "--target-profile", way.targets)
    words = (way.name, "--target", way.target, "--zone", way.zone, "--out", file, *way.options)
    planned = fresh_shell.run("plan", *words, *sides, "--json")
    assert (planned.status, errors(planned), planned.document["unscanned"]) == (0, set(), [])
    applied = fresh_shell.run("apply", file, "--zone-profile", way.zones, "--yes", "--json")
    assert (applied.status, applied.data["change"]["status"]) == (0, "INSYNC")
    assert standing(fresh_shell, way) == way.types
    users = fresh_shell.run("usedby", way.target, *sides, "--json")
    assert [record["name"] for record in users.data["records"]][:1] == [f"{way.name}."]
    undone = fresh_shell.run("undo", "--zone-profile", way.zones, "--yes", "--json")
    assert undone.status == 0
    assert standing(fresh_shell, way) == ()


@pytest.mark.parametrize(
    "words",
    [
        ("targets", "--target-profile", "shop-prod", "--target-profile", "gov-prod"),
        ("zones", "--zone-profile", "dns-prod", "--zone-profile", "china-prod"),
        ("plan", "a.example.com", "--target", "x", "--target-profile", "gov-prod", "--target-profile", "china-prod"),
        ("audit", "--zone-profile", "dns-prod", "--target-profile", "shop-prod", "--target-profile", "china-prod"),
    ],
    ids=lambda words: words[0],
)
def test_a_side_of_two_partitions_is_a_usage_error_in_one_sentence(shell: Shell, words: tuple[str, ...]) -> None:
    ran = shell.run(*words, "--json", AWS_PROFILE="dns-prod")
    assert (ran.status, ran.error["code"]) == (2, "partitions-mixed")
    assert ran.error["message"].startswith("One side can't mix AWS partitions: ")


def test_different_partitions_on_the_two_sides_are_looked_at_and_the_alias_is_refused(
    shell: Shell, tmp_path: Path
) -> None:
    sides = ("--zone-profile", "dns-prod", "--target-profile", "gov-prod")
    file = str(tmp_path / "plan.json")
    planned = shell.run("plan", "cases.example.com", "--target", "casework", *sides, "--out", file, "--json")
    assert (planned.status, errors(planned)) == (1, {"partition-mismatch"})
    applied = shell.run("apply", file, "--zone-profile", "dns-prod", "--yes", "--json")
    assert applied.status == 5


def test_accounts_say_their_partition(shell: Shell) -> None:
    ran = shell.run("accounts", "--json", AWS_PROFILE="dns-prod")
    told = {account["profile"]: account["partition"] for account in ran.data["accounts"]}
    assert {name: told[name] for name in ("gov-prod", "china-prod", "shop-prod", "expired")} == {
        "gov-prod": "aws-us-gov",
        "china-prod": "aws-cn",
        "shop-prod": "aws",
        "expired": "",
    }
