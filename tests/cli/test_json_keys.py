"""Every key of every JSON document is part of the contract: none goes, none changes its type, new ones are recorded.

The tables are in ``json_keys``: a file a command, and ``every-document.txt`` for what surrounds the data. This records
new keys::

    XALIAS_UPDATE_JSON_KEYS=1 pytest -n0 tests/cli/test_json_keys.py

which takes nothing away: a key or a type that is gone has to be put back, or deleted from the file by hand.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.conftest import Shell, small_organisation
from tests.cli.key_tables import differences, read_table, table_of, widened, written
from tests.shell import Ran
from xalias_tui.cli.root import root
from xalias_tui.domain.audits import Acceptance
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordKey
from xalias_tui.sandbox.name_server import NameServer
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.organisation.zones import CORP
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.store import accepted

TABLES: Final = Path(__file__).parent / "json_keys"
UPDATE: Final = "XALIAS_UPDATE_JSON_KEYS"
ALB: Final = ("--kind", "alb", "--region", "eu-west-1")
HEALTH_CHECK: Final = "0a1b2c3d-1111-4000-8000-000000000001"

Runs = Callable[[Shell], Iterator[Ran]]


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    with small_organisation() as running:
        yield running


def _of(*commands: str) -> Runs:
    """What commands print that need nothing else."""

    def runs(shell: Shell) -> Iterator[Ran]:
        for command in commands:
            yield shell.both(*command.split(), "--json")

    return runs


def audit(shell: Shell) -> Iterator[Ran]:
    """One finding is accepted for some time, one for good; owners are asked for, and an earlier audit is compared."""
    config, words = shell.home / "config.toml", ("audit", *ALB, "--json")
    config.touch()
    ran = shell.both(*words)
    yield ran
    errors = [finding for finding in ran.data["findings"] if finding["severity"] == "error"]
    decisions = (_accepted(errors[0], None), _accepted(errors[1], date(2999, 1, 1)))
    accepted.save(accepted.beside(config), decisions)
    earlier = shell.home / "earlier.json"
    earlier.write_text(ran.out, encoding="utf-8")
    yield shell.both(*words, "--config", str(config), "--owner-tag", "team", "--baseline", str(earlier))


def _accepted(finding: Mapping[str, Any], until: date | None) -> Acceptance:
    record = finding["record"]
    key = RecordKey(DnsName.parse(record["name"]), record["type"], record["set_identifier"])
    return Acceptance(
        finding["id"], record["zone_id"], key, finding["target"], "known since spring", date(2026, 1, 1), until
    )


def config(shell: Shell) -> Iterator[Ran]:
    file = shell.home / "own.toml"
    account = '[accounts.dns-prod]\nlabel = "hub"\ncolour = "red"\n'
    file.write_text(f'regions = ["eu-west-1"]\nkinds = ["alb"]\n[keys]\nquit = "f10"\n{account}', encoding="utf-8")
    yield shell.both("config", "--config", str(file), "--json")
    yield shell.both("config", "--config", str(file), "--keys", "--json")


def demo(shell: Shell) -> Iterator[Ran]:
    """In a process of its own: it serves until a signal ends it."""
    serving = subprocess.Popen(
        [sys.executable, "-m", "xalias_tui", "demo", "--serve", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "HOME": str(shell.home)},
    )
    assert serving.stderr is not None
    said = serving.stderr.readline()
    serving.send_signal(signal.SIGTERM)
    out, _ = serving.communicate(timeout=20)
    yield Ran(serving.returncode, out, said)


def export(shell: Shell) -> Iterator[Ran]:
    """Two plans, one of which the format can't hold."""
    files = [str(shell.home / name) for name in ("simple.json", "latency.json")]
    routing = ("--latency-region", "eu-west-1", "--set-identifier", "ireland")
    for file, words in zip(files, ((), routing), strict=True):
        shell.both("plan", "new.example.com", "--target", "search", *words, *ALB, "--out", file)
    yield shell.run("export", *files, "--format", "dnscontrol", "--json")


def plan(shell: Shell) -> Iterator[Ran]:
    two = "lb-cert-two-zones"
    group = ("--replace", "--weight", "5", "--set-identifier", "search", "--health-check", HEALTH_CHECK)
    card = str(shell.home / "card.json")
    shell.run("targets", "--target-profile", "shop-prod", *ALB, "--card", card, "--for", "cards.example.com")
    yield shell.both("plan", f"{two}.example.com", "--target", two, "--with-validation", *ALB, "--json")
    yield shell.both("plan", "k8s.example.com", "--target", "search", "--replace", *ALB, "--json")
    rows = shell.home / "rows.csv"
    rows.write_text("name,target,type\nk.example.com,search,\nx..y,search,\nwww.example.com,shop-web,A\n", "utf-8")
    yield shell.both("plan", "--from", str(rows), *ALB, "--json")
    yield shell.both("plan", "blend.example.com", "--target", "search", *group, *ALB, "--json")
    yield shell.both("plan", "new.corp.example.com", "--target", "search", "--zone", CORP, *ALB, "--json")
    yield shell.run(
        "plan",
        "cards.example.com",
        "--target",
        "shop-web",
        "--zone-profile",
        "dns-prod",
        "--target-card",
        card,
        "--json",
    )


def targets(shell: Shell) -> Iterator[Ran]:
    card = str(shell.home / "card.json")
    kinds = [word for kind in ("alb", "amplify", "cloudfront") for word in ("--kind", kind)]
    words = ("targets", *kinds, "--json")
    yield shell.run(*words, "--target-profile", "shop-prod", "--card", card, "--for", "shop.example.com")
    yield shell.run(*words, "--zone-profile", "dns-prod", "--target-card", card)


def inventory(shell: Shell) -> Iterator[Ran]:
    asked = ("--organisation-profile", "org-admin", "--role", "xalias-audit", *ALB)
    shell.run("targets", *asked)
    shell.run("targets", "--target-profile", "shop-prod", *ALB)
    yield shell.run("inventory", *asked, "--json")
    yield shell.run("inventory", "check", *asked, "--region", "ap-northeast-1", "--json")  # where no recorder runs
    yield shell.run("inventory", "forget", *asked, "--json")


def trace(shell: Shell) -> Iterator[Ran]:
    with NameServer(shell.sandbox.world) as names:
        for name in ("old.example.com", "www.example.com", "blend.example.com"):
            yield shell.both("trace", name, "--resolver", f"127.0.0.1:{names.port}", "--no-connect", *ALB, "--json")


def zone_ids(shell: Shell) -> Iterator[Ran]:
    other = shell.home / "other.json"
    other.write_text(json.dumps({"alb": {"eu-west-1": "Z0OTHER"}}), encoding="utf-8")
    yield shell.run("zone-ids", "--json")
    yield shell.run("zone-ids", "--against", str(other), "--json")


def zones(shell: Shell) -> Iterator[Ran]:
    with NameServer(shell.sandbox.world) as names:
        yield shell.both("zones", "--twins", "--resolver", f"127.0.0.1:{names.port}", "--json")


READING: Final[Mapping[str, Runs]] = {
    "accounts": _of("accounts"),
    "audit": audit,
    "cidr-collections": _of("cidr-collections"),
    "completion": _of("completion bash"),
    "config": config,
    "convert": _of("convert docs.example.com", "convert www.example.com"),
    "demo": demo,
    "diff": _of("diff example.com", "diff example.org"),
    "export": export,
    "group": _of("group split.example.com", "group blend.example.com", "group www.example.com"),
    "health-checks": _of("health-checks"),
    "info": _of("info"),
    "inventory": inventory,
    "kinds": _of("kinds"),
    "man": _of("man"),
    "plan": plan,
    "policy": _of("policy zone", "policy target --kind alb"),
    "records": _of(f"records {PUBLIC}", f"records {CORP}"),
    "release-notes": _of("release-notes"),
    "resolve": _of("resolve d111111abcdef8.cloudfront.net", "resolve www.example.net"),
    "rules": _of("rules"),
    "targets": targets,
    "trace": trace,
    "usedby": _of(f"usedby search {' '.join(ALB)}", f"usedby shop-web {' '.join(ALB)}"),
    "zone-ids": zone_ids,
    "zones": zones,
}
"""What the table of each command that changes nothing is made of."""


def _apply(shell: Shell, name: str, *words: str) -> Ran:
    file = str(shell.home / f"{name}.json")
    shell.sandbox.world.proofs.seconds = 0
    shell.both("plan", f"{name}.example.com", *ALB, "--out", file, *words)
    ran = shell.both("apply", file, "--yes", "--json", "--verify", "--offline", "--wait-issued", "--allow-errors")
    assert ran.status == 0
    return ran


def apply(shell: Shell) -> Iterator[Ran]:
    yield _apply(shell, "lb-cert-missing", "--target", "lb-cert-missing", "--with-validation")
    files = [str(shell.home / f"{name}.json") for name in ("first", "second")]
    for file in files:
        shell.both("group", "split.example.com", "--shift", "green=25", "--out", file)
    yield shell.both("apply", *files, "--yes", "--json", "--verify", "--offline", "--wait-issued")
    yield shell.both("apply", *files, "--yes", "--json")  # neither can be sent any more


def changes(shell: Shell) -> Iterator[Ran]:
    _apply(shell, "k8s", "--target", "search", "--replace")
    shell.both("undo", "--yes", "--allow-errors")
    yield shell.both("changes", "k8s.example.com", "--json")


def history(shell: Shell) -> Iterator[Ran]:
    _apply(shell, "lb-cert-missing", "--target", "lb-cert-missing", "--with-validation")
    _apply(shell, "blend", "--delete", "--set-identifier", "search")
    shell.both("undo", "--yes", "--allow-errors")
    yield shell.both("history", "--json")


def repoint(shell: Shell) -> Iterator[Ran]:
    yield shell.both("repoint", "checkout", "cart", "--send", "--yes", "--allow-errors", "--json")


def undo(shell: Shell) -> Iterator[Ran]:
    _apply(shell, "shop", "--target", "shop-web")
    yield shell.both("undo", "--yes", "--json")


def redo(shell: Shell) -> Iterator[Ran]:
    _apply(shell, "shop", "--target", "shop-web")
    shell.both("undo", "--yes")
    yield shell.both("redo", "--yes", "--json")


def validate(shell: Shell) -> Iterator[Ran]:
    shell.sandbox.world.proofs.seconds = 0
    words = ("validate", "lb-cert-missing.example.com", "--target", "lb-cert-missing", *ALB, "--json")
    yield shell.both(*words, "--send", "--yes", "--wait-issued")
    yield shell.both(*words)


SENDING: Final[Mapping[str, Runs]] = {
    "apply": apply,
    "changes": changes,
    "history": history,
    "repoint": repoint,
    "redo": redo,
    "undo": undo,
    "validate": validate,
}
"""The same of those that send, or report what was sent."""


@pytest.mark.parametrize("command", READING)
def test_a_command_that_reads_has_the_recorded_keys(command: str, shell: Shell) -> None:
    _compare(command, "data", (_data(ran) for ran in READING[command](shell)))


@pytest.mark.parametrize("command", SENDING)
def test_a_command_that_sends_has_the_recorded_keys(command: str, fresh_shell: Shell) -> None:
    _compare(command, "data", (_data(ran) for ran in SENDING[command](fresh_shell)))


def test_what_surrounds_the_data_has_the_recorded_keys(shell: Shell) -> None:
    denied = shell.run("targets", "--target-profile", "legacy", "--kind", "alb", "--kind", "cloudfront", "--json")
    unknown = shell.run("rules", "no-such-rule", "--json")
    _compare("every-document", "document", ({**ran.document, "data": {}} for ran in (denied, unknown)))


def test_every_command_is_recorded() -> None:
    commands = root.list_commands(None)  # type: ignore[arg-type]
    assert sorted((*READING, *SENDING)) == commands
    assert sorted(file.stem for file in TABLES.iterdir()) == sorted([*commands, "every-document"])


def _data(ran: Ran) -> Any:
    assert ran.document.keys() == {"schema", "command", "data", "unscanned"}, ran
    return ran.data


def _compare(name: str, place: str, values: Iterable[Any]) -> None:
    found, file = table_of(place, values), TABLES / f"{name}.txt"
    if os.environ.get(UPDATE):
        recorded = read_table(file.read_text(encoding="utf-8")) if file.exists() else {}
        file.write_text(written(widened(recorded, found)), encoding="utf-8")
    changed = differences(read_table(file.read_text(encoding="utf-8")), found)
    assert not changed, "\n".join((*changed, f"{UPDATE}=1 records what is new."))
