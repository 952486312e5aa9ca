from __future__ import annotations

import pytest

from tests.cli.conftest import Shell
from xalias_tui.cli.value_types import Seconds


def test_the_first_broken_step_is_the_headline_and_the_status_says_so(shell: Shell) -> None:
    ran = shell.both("trace", "gone.example.com", "--offline")
    assert ran.status == 1
    assert "broken at record: " in ran.out.splitlines()[0]
    assert "✗ fail  record" in ran.out


def test_the_document_tells_the_same(shell: Shell) -> None:
    ran = shell.both("trace", "gone.example.com", "--offline", "--json")
    assert (ran.status, ran.data["verdict"], ran.data["broken_at"]) == (1, "broken", "record")


def test_offline_an_absent_target_proves_nothing(shell: Shell) -> None:
    ran = shell.both("trace", "old.example.com", "--offline")
    assert (ran.status, "broken" in ran.out.splitlines()[0].split("  ")[0]) == (0, False)
    assert "– skip  http         Only AWS was asked." in ran.out


@pytest.mark.parametrize("resolver", ["nobody", "1.2.3.4:0", "1.2.3.4:x", "[::1]:99999"])
def test_what_is_no_resolver_is_refused(shell: Shell, resolver: str) -> None:
    ran = shell.both("trace", "www.example.com", "--resolver", resolver, "--json")
    assert (ran.status, ran.error["code"]) == (2, "resolver-invalid")


def test_watching_ends_with_the_last_trace(shell: Shell) -> None:
    ran = shell.both("trace", "gone.example.com", "--offline", "--watch", "--within", "0", "--json")
    assert (ran.status, ran.data["broken_at"]) == (1, "record")
    assert "broken at record: " in ran.err
    refused = shell.both("trace", "gone.example.com", "--every", "5", "--json")
    assert refused.error["message"] == "--every means nothing without --watch."


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--every", "nan", "'nan' is not a duration (--every)."),
        ("--within", "inf", "'inf' is not a duration (--within)."),
        ("--every", "1e300", "'1e300' is not a duration (--every)."),
        ("--every", "0.5", "--every is at least 1 s."),
        ("--within", "-1", "'-1' is not a duration (--within)."),
    ],
)
def test_what_no_one_can_wait_for_is_refused(shell: Shell, option: str, value: str, said: str) -> None:
    ran = shell.both("trace", "gone.example.com", "--offline", "--watch", option, value, "--json")
    assert (ran.status, ran.error["message"]) == (2, said)


@pytest.mark.parametrize(("text", "seconds"), [("15", 15), ("1.5", 1.5), ("90s", 90), ("2m", 120), ("1h", 3_600)])
def test_how_long_is_waited_is_written_as_other_durations_are(text: str, seconds: float) -> None:
    assert Seconds(least=1).convert(text, None, None) == seconds


def test_a_target_and_an_audit_are_watched_as_a_name_is(shell: Shell) -> None:
    used = shell.both("usedby", "shop-web", "--watch", "--within", "0", "--json")
    assert (used.status, len(used.data["records"]) > 0) == (1, True), "a script would delete what is still used"
    assert shell.both("usedby", "shop-web", "--json").status == 0
    assert f"{len(used.data['records'])} records point to shop-web" in used.err
    audited = shell.both("audit", "--kind", "apprunner", "--watch", "--within", "0", "--fail-on", "never", "--json")
    assert (audited.status, " unknown" in audited.err) == (0, True)
    refused = shell.both("usedby", "shop-web", "--watch", "--cached", "--json")
    assert refused.error["message"] == "--watch does not go with --cached."
