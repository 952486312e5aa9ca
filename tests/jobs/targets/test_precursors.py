"""What AWS Config does not record is asked first where it records what such a resource can't be without."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.coverage import Aggregator
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.jobs.session.config_source import Source
from xalias_tui.jobs.targets.discover import Lookup
from xalias_tui.jobs.targets.precursors import most_promising_first, read_precursors
from xalias_tui.sandbox.config.query import read
from xalias_tui.targets import all_kinds, kind

ONE, TWO = Account("one", "1" * 12), Account("two", "2" * 12)
POOL = "AWS::Cognito::UserPool"


class Asked:
    """An aggregator that answers one query, as the simulated one reads it, or refuses."""

    account_id = "1" * 12
    profile = "admin"
    region = "eu-west-1"
    partition = "aws"

    def elsewhere(self, region: str) -> Asked:
        raise AssertionError(region)

    def __init__(self, rows: list[Mapping[str, Any]], *, refuses: bool = False) -> None:
        self.rows = rows
        self.refuses = refuses
        self.expressions: list[str] = []

    def call(self, service: str, operation: str, **params: Any) -> Mapping[str, Any]:
        raise AssertionError((service, operation, params))

    def pages(self, service: str, operation: str, **params: Any) -> Iterator[Mapping[str, Any]]:
        assert (service, operation) == ("config", "select_aggregate_resource_config")
        self.expressions.append(params["Expression"])
        read(params["Expression"])  # which refuses what AWS Config refuses
        if self.refuses:
            raise LookupFailedError("AccessDenied", "It is denied.", denied=True)
        yield {"Results": [json.dumps(row) for row in self.rows]}


def source(asked: Asked) -> Source:
    return Source(Aggregator("a", "", "eu-west-1", "1" * 12, of_organisation=True), asked)


def row(account: Account, region: str) -> Mapping[str, Any]:
    return {"accountId": account.account_id, "awsRegion": region, "resourceType": POOL, "COUNT(*)": 3}


def look_ups(*places: tuple[Account, str, str]) -> list[Lookup]:
    return [Lookup(account, kind(key), region) for account, key, region in places]


def test_places_with_a_precursor_are_asked_first_and_those_without_last_but_asked() -> None:
    asked = Asked([row(TWO, "eu-west-1"), row(ONE, "us-east-1")])
    found = read_precursors(source(asked), all_kinds())
    every = look_ups(
        (ONE, "cognito", "eu-west-1"),
        (ONE, "lightsail-loadbalancer", "eu-west-1"),
        (ONE, "cognito", "us-east-1"),
        (TWO, "cognito", "eu-west-1"),
        (TWO, "cognito", "us-east-1"),
        (TWO, "vpc-lattice", "eu-west-1"),
    )
    first, *_ = ordered = most_promising_first(every, found)
    assert ordered == [every[at] for at in (2, 3, 1, 5, 0, 4)]
    assert first.account is ONE
    assert len(asked.expressions) == 1


def test_where_config_does_not_answer_only_the_order_is_lost() -> None:
    found = read_precursors(source(Asked([], refuses=True)), all_kinds())
    every = look_ups((ONE, "lightsail-loadbalancer", "eu-west-1"), (ONE, "cognito", "eu-west-1"))
    assert most_promising_first(every, found) == every


def test_nothing_is_asked_where_no_kind_has_precursors() -> None:
    asked = Asked([])
    assert read_precursors(source(asked), [kind("alb")]) == frozenset()
    assert asked.expressions == []


@pytest.mark.parametrize("of", [each for each in all_kinds() if each.precursors], ids=lambda of: of.key)
def test_only_kinds_that_config_does_not_hold_have_precursors(of: Any) -> None:
    assert of.recorded is None
    assert all(type_.startswith("AWS::") for type_ in of.precursors)
