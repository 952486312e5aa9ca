from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.jobs.targets.listings import Listings, SharingAsk


class CountingAsk:
    """Lists two pages, or fails at the second; counts how often it is asked for each."""

    account_id, profile, partition = "1", "shop", "aws"

    def __init__(self, region: str = "eu-west-1", error: Exception | None = None) -> None:
        self.region = region
        self.error = error
        self.asked: list[tuple[str, int]] = []

    def elsewhere(self, region: str) -> CountingAsk:
        other = CountingAsk(region, self.error)
        other.asked = self.asked
        return other

    def call(self, service: str, operation: str, **_: Any) -> Mapping[str, Any]:
        self.asked.append((f"{self.region} {service} {operation}", 0))
        return {}

    def pages(self, service: str, operation: str, **params: Any) -> Iterator[Mapping[str, Any]]:
        for at in range(2):
            self.asked.append((f"{self.region} {service} {operation} {params or ''}".strip(), at))
            if at and self.error is not None:
                raise self.error
            yield {"page": at}


def test_a_listing_that_two_kinds_need_is_asked_once() -> None:
    ask = CountingAsk()
    shared = SharingAsk(ask, Listings())
    together, found = threading.Barrier(4), []

    def read() -> None:
        together.wait()
        found.append(list(shared.pages("elbv2", "describe_load_balancers")))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[{"page": 0}, {"page": 1}]] * 4
    assert ask.asked == [("eu-west-1 elbv2 describe_load_balancers", at) for at in range(2)]


def test_pages_are_asked_for_when_they_are_wanted() -> None:
    ask = CountingAsk()
    first = SharingAsk(ask, Listings()).pages("elbv2", "describe_load_balancers")
    assert next(first) == {"page": 0}
    assert len(ask.asked) == 1


def test_another_region_or_question_is_asked_itself() -> None:
    ask = CountingAsk()
    shared = SharingAsk(ask, Listings())
    for asked in (shared, shared.elsewhere("us-east-1")):
        for params in ({}, {"limit": 500}):
            for _ in range(2):
                assert len(list(asked.pages("apigateway", "get_domain_names", **params))) == 2
    assert len(ask.asked) == 2 * 4
    for _ in range(2):
        list(shared.pages("acm", "list_certificates"))
        shared.call("elbv2", "describe_load_balancers")
    assert len(ask.asked) == 2 * 4 + 2 * 3


@pytest.mark.parametrize("error", [LookupFailedError("Throttling", "Slow down."), TypeError("no list")])
def test_what_ends_a_listing_early_is_an_end_for_no_reader(error: Exception) -> None:
    shared = SharingAsk(CountingAsk(error=error), Listings())
    for _ in range(2):
        pages = shared.pages("elbv2", "describe_load_balancers")
        assert next(pages) == {"page": 0}
        with pytest.raises(type(error)):
            next(pages)
