"""Read-only questions to one account in one region, with every failure as a value that names the IAM action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xalias_tui.aws.clients import Clients
from xalias_tui.aws.failures import SDK_ERRORS, lookup_failure
from xalias_tui.aws.iam import iam_action
from xalias_tui.aws.paging import listing_of
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.lookups import LookupFailedError


class SdkAsk:
    """Implements ``domain.lookups.Ask``. Safe to use from several threads.

    Args:
        account: Who is asked.
        clients: The account's read clients.
        region: The region asked; global services ignore it.
    """

    def __init__(self, account: Account, clients: Clients, region: str) -> None:
        self._account = account
        self._clients = clients
        self._region = region

    @property
    def account_id(self) -> str:
        """Twelve digits."""
        return self._account.account_id

    @property
    def profile(self) -> str:
        """The profile used."""
        return self._account.profile

    @property
    def region(self) -> str:
        """The region asked."""
        return self._region

    @property
    def partition(self) -> str:
        """The AWS partition."""
        return self._account.partition

    def elsewhere(self, region: str) -> SdkAsk:
        """The same account asked in another region."""
        return SdkAsk(self._account, self._clients, region)

    def call(self, service: str, operation: str, **params: Any) -> Mapping[str, Any]:
        """See ``Ask``."""
        client = self._client(service)

        def call() -> Mapping[str, Any]:
            answer: Mapping[str, Any] = getattr(client, operation)(**params)
            return answer

        try:
            with self._clients.asked(self._region):
                return self._clients.patiently(service, call)
        except SDK_ERRORS as error:
            raise self._failure(error, client, operation) from error

    def pages(self, service: str, operation: str, **params: Any) -> Iterator[Mapping[str, Any]]:
        """Every page of an operation, also of one that the SDK has no paginator for.

        Raises:
            LookupFailedError: when AWS refuses, does not answer, or lists without an end.
        """
        listing = listing_of(self._client(service), operation)
        return listing.pages(lambda start: self.call(service, operation, **params, **start))

    def _client(self, service: str) -> Any:
        try:
            return self._clients.get(service)
        except SDK_ERRORS as error:
            raise lookup_failure(error, profile=self.profile, region=self._region) from error

    def _failure(self, error: Exception, client: Any, operation: str) -> LookupFailedError:
        action = iam_action(client, operation)
        return lookup_failure(error, profile=self.profile, region=self._region, action=action)
