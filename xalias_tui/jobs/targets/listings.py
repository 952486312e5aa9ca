"""Listings that several kinds of target need: asked once in a search, and read by all of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any, Final

from xalias_tui.domain.lookups import Ask

Page = Mapping[str, Any]

SHARED: Final = frozenset({("apigateway", "get_domain_names"), ("elbv2", "describe_load_balancers")})
"""Those of custom domains of three kinds, and of load balancers of two."""


class Listings:
    """The shared listings of one search. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[object, _Listing] = {}

    def pages(self, ask: Ask, service: str, operation: str, params: Mapping[str, Any]) -> Iterator[Page]:
        """The pages of a listing, asked when the first reader wants them."""
        key = (ask.profile, ask.account_id, ask.region, service, operation, tuple(sorted(params.items())))
        with self._lock:
            if key not in self._known:
                self._known[key] = _Listing(ask.pages(service, operation, **params))
            return self._known[key].read()


class _Listing:
    """Pages that are read once, by whoever comes first to each."""

    def __init__(self, pages: Iterator[Page]) -> None:
        self._lock = threading.Lock()
        self._pages = pages
        self._read: list[Page] = []
        self._ended = False
        self._error: Exception | None = None

    def read(self) -> Iterator[Page]:
        """Every page; raises for each reader what ended the listing early."""
        at = 0
        while (page := self._page(at)) is not None:
            yield page
            at += 1

    def _page(self, at: int) -> Page | None:
        with self._lock:
            if at == len(self._read) and not self._ended:
                self._advance()
            if at < len(self._read):
                return self._read[at]
            if self._error is not None:
                raise self._error
            return None

    def _advance(self) -> None:
        try:
            self._read.append(next(self._pages))
        except StopIteration:
            self._ended = True
        except Exception as error:  # noqa: BLE001 -- raised again for every reader: to none is it an end
            self._ended, self._error = True, error


class SharingAsk:
    """Implements ``Ask``: as another one, but that shared listings are asked once."""

    def __init__(self, ask: Ask, listings: Listings) -> None:
        self._ask = ask
        self._listings = listings

    @property
    def account_id(self) -> str:
        """Twelve digits."""
        return self._ask.account_id

    @property
    def profile(self) -> str:
        """The profile used."""
        return self._ask.profile

    @property
    def region(self) -> str:
        """The region asked."""
        return self._ask.region

    @property
    def partition(self) -> str:
        """The AWS partition."""
        return self._ask.partition

    def elsewhere(self, region: str) -> Ask:
        """The same account asked in another region."""
        return SharingAsk(self._ask.elsewhere(region), self._listings)

    def call(self, service: str, operation: str, **params: Any) -> Mapping[str, Any]:
        """See ``Ask``."""
        return self._ask.call(service, operation, **params)

    def pages(self, service: str, operation: str, **params: Any) -> Iterator[Page]:
        """Every page of an operation.

        Raises:
            LookupFailedError: when AWS refuses or does not answer.
        """
        if (service, operation) in SHARED:
            return self._listings.pages(self._ask, service, operation, params)
        return self._ask.pages(service, operation, **params)
