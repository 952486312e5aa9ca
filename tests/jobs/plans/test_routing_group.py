from __future__ import annotations

import pytest

from tests.jobs.fakes import balancer
from xalias_tui.jobs.plans.routing_group import types_for


@pytest.mark.parametrize(
    ("of_group", "taken", "expected"),
    [
        (("A", "AAAA"), ("A",), ("A",)),
        (("AAAA",), ("A", "AAAA"), ("AAAA",)),
        (("AAAA",), ("A",), ("A",)),
        ((), ("A", "AAAA"), ("A", "AAAA")),
        (("A", "AAAA"), (), ("A", "AAAA")),
    ],
)
def test_a_member_gets_the_types_of_its_group_that_the_target_takes_or_those_that_it_takes(
    of_group: tuple[str, ...], taken: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert types_for(balancer(record_types=taken), of_group) == expected
