from __future__ import annotations

import pytest

from tests.cli.conftest import Shell


def test_the_first_broken_step_is_the_headline_and_the_status_says_so(shell: Shell) -> None:
    ran = shell.both("trace", "old.example.com", "--offline")
    assert ran.status == 1
    assert "broken at resource: " in ran.out.splitlines()[0]
    assert "✗ fail  resource" in ran.out
    assert "– skip  http         Nobody outside AWS was asked." in ran.out


def test_the_document_tells_the_same(shell: Shell) -> None:
    ran = shell.both("trace", "old.example.com", "--offline", "--json")
    assert (ran.status, ran.data["verdict"], ran.data["broken_at"]) == (1, "broken", "resource")


@pytest.mark.parametrize("resolver", ["nobody", "1.2.3.4:0", "1.2.3.4:x", "[::1]:99999"])
def test_what_is_no_resolver_is_refused(shell: Shell, resolver: str) -> None:
    ran = shell.both("trace", "www.example.com", "--resolver", resolver, "--json")
    assert (ran.status, ran.error["code"]) == (2, "resolver-invalid")
