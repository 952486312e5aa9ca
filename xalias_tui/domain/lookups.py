"""Questions to an account, and the ones that could not be answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sized
from typing import Any, Final, Protocol

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.ways_in import called_as

INVALID_ANSWER: Final = "invalid-answer"
"""The code of a look-up that was answered with what can't be read as AWS's answer: by a proxy, or cut short."""


@dataclass(frozen=True, slots=True)
class Unscanned:
    """A look-up that failed: an absence is a fact only where there is none of these.

    Attributes:
        account_id: Twelve digits; empty where the account itself could not be asked.
        profile: The profile used.
        region: Region, or empty for global services.
        kind: Kind of target, or the subject (``zones``, ``records``) that was looked for.
        code: AWS's error code, or ours (``no-network``, ``timeout``).
        message: One sentence; may carry untrusted text.
        action: IAM action that was denied, e.g. ``elasticloadbalancing:DescribeLoadBalancers``; else empty.
        accounts: For how many accounts it stands; 0 for the one that is named.
        account_ids: The first of them.
    """

    account_id: str
    profile: str
    region: str
    kind: str
    code: str
    message: str
    action: str = ""
    accounts: int = 0
    account_ids: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        """Whose look-up it was, as a word."""
        return f"{self.accounts} accounts" if self.accounts else called_as(self.profile) or self.account_id

    @property
    def where(self) -> str:
        """Whose it was, in which region and for what, as far as that is known."""
        return " ".join(part for part in (self.owner, self.region, self.kind) if part)


def failed_in_brackets(missed: Sized) -> str:
    """How many look-ups failed, for a sentence about what was not found; empty where none did."""
    return f" ({len(missed)} look-up{'' if len(missed) == 1 else 's'} failed)" if missed else ""


MOST_NAMED: Final = 20
"""Accounts that a row which stands for many names."""
MANY: Final = "*"
"""The account id of such a row."""


class LookupFailedError(Exception):
    """One call to AWS was refused or got no answer.

    Attributes:
        code: AWS's error code (``AccessDenied``, ``NoSuchBucket`` …) or ours (``no-network``, ``timeout``).
        message: AWS's own sentence, or ours.
        action: IAM action of the call.
        denied: Whether permission was missing, as opposed to any other failure.
    """

    def __init__(self, code: str, message: str, *, action: str = "", denied: bool = False) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.action = action
        self.denied = denied

    @property
    def needed(self) -> str:
        """The IAM action that was missing; empty where the call failed for another reason."""
        return self.action if self.denied else ""


class Where(Protocol):
    """An account in a region."""

    @property
    def account_id(self) -> str:
        """Twelve digits."""

    @property
    def profile(self) -> str:
        """The profile used."""

    @property
    def region(self) -> str:
        """The region."""

    @property
    def partition(self) -> str:
        """The AWS partition, e.g. ``aws`` or ``aws-cn``."""


class Ask(Where, Protocol):
    """Read-only questions to one account in one region. Safe to use from several threads.

    ``service`` is the SDK's client name (``elbv2``), ``operation`` its method (``describe_load_balancers``); answers
    are the SDK's documents. Global services ignore the region.
    """

    def elsewhere(self, region: str) -> Ask:
        """The same account asked in another region."""

    def call(self, service: str, operation: str, **params: Any) -> Mapping[str, Any]:
        """One call.

        Raises:
            LookupFailedError: when AWS refuses or does not answer.
        """

    def pages(self, service: str, operation: str, **params: Any) -> Iterator[Mapping[str, Any]]:
        """Every page of a paginated operation.

        Raises:
            LookupFailedError: when AWS refuses or does not answer.
        """


def unscanned(ask: Ask, kind: str, error: LookupFailedError, *, is_global: bool = False) -> Unscanned:
    """The value that stands for a failed look-up of a kind."""
    return Unscanned(
        account_id=ask.account_id,
        profile=ask.profile,
        region="" if is_global else ask.region,
        kind=kind,
        code=error.code,
        message=error.message,
        action=error.needed,
    )
