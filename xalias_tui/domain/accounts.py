"""Who an account is, and whether it can be asked now."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, get_args

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.ways_in import called_as

GRANTED_RATE: Final = 10
"""Requests a second that Route 53 grants an account
(https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/throttling-api-requests.html)."""
AT_ONCE: Final = 64
"""Questions to AWS that are under way at a time, each on a thread; as many connections to a host are kept.

204 hosts that are 100 ms away had answered 32 threads after 0.98 s, 64 after 0.71 s, and 204 no sooner.
"""

AccountState = Literal[
    "ready",
    "expired",
    "denied",
    "missing",
    "unreachable",
    "misconfigured",
    "cancelled",
    "invalid-answer",
    "needs-mfa",
    "unsupported",
    "closed",
    "not-asked",
]
"""``closed``: the organisation says that the account is not ACTIVE; ``not-asked``: no role was named for it."""
_STATES: Final[dict[str, AccountState]] = {state: state for state in get_args(AccountState)}


ENDED: Final = frozenset({"expired", "ExpiredToken", "ExpiredTokenException", "RequestExpired"})
"""Codes of a failed look-up that say that the profile's credentials have ended."""
FOR_A_MOMENT: Final = ENDED | {
    "unreachable", "no-network", "no-answer", "timeout", "tls", "invalid-answer",
    "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException",
    "RequestLimitExceeded", "TooManyRequestsException", "SlowDown", "429", "BandwidthLimitExceeded",
    "EC2ThrottledException", "PriorRequestNotComplete", "RequestTimeout", "RequestTimeoutException",
    "InternalError", "InternalFailure", "InternalServerError", "InternalServiceError", "ServiceFailure",
    "ServiceUnavailable", "ServiceUnavailableException", "Unavailable", "500", "502", "503", "504",
}  # fmt: skip
"""Codes of what may be over when it is asked again: network, throttling, a service's own failure, a login that ended.

AWS's are those that its SDKs retry (AWS SDKs and Tools Reference Guide, Retry behavior) and Common Error Types.
"""


def state_of(code: str) -> AccountState:
    """The state of an account whose sign-in failed with a code, which need not be a state."""
    usual: AccountState = "expired" if code in ENDED else "unreachable" if code in FOR_A_MOMENT else "misconfigured"
    return _STATES.get(code, usual)


Origin = Literal["profile", "environment", "organisation", "sso"]
"""How an account came to be listed."""

COLOURS: Final = ("red", "green", "yellow", "blue", "magenta", "cyan", "white")
"""Colours that every terminal has, by which an operator may tell accounts apart."""


_PARTITION_WORDS: Final = {"aws": "", "aws-cn": "China", "aws-us-gov": "GovCloud"}


def partition_word(partition: str) -> str:
    """What people call an AWS partition: nothing for the commercial one, its own id where they have no name for it."""
    return _PARTITION_WORDS.get(partition, partition)


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """What the operator keeps of one profile.

    Attributes:
        label: The operator's own name for it.
        colour: One of ``COLOURS``; empty for none.
        read_only: Whether changes through it are refused.
        requests_per_second: Most requests to Route 53 in a second, so that other users of the account are left their
            share of its quota; None for nearly all of it.
    """

    label: str = ""
    colour: str = ""
    read_only: bool = False
    requests_per_second: float | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """The answer to "who am I" of one profile.

    Attributes:
        profile: Name in the AWS configuration; empty for the credentials of the environment, container or instance.
        account_id: Twelve digits; empty unless ``ready``.
        arn: Caller identity; empty unless ``ready``.
        state: ``ready`` or why not.
        message: One sentence; empty when ``ready``.
        remedy: What to do; empty when ``ready``.
        partition: AWS partition of ``arn``.
        read_only: Whether changes through this profile are refused.
        nickname: The operator's own name for it.
        colour: One of ``COLOURS``; empty for none.
        sign_in: The command that renews its login, in words of a shell; empty if there is none.
        origin: How it came to be listed.
        via: What put credentials into the environment, and of which profile (``aws-vault prod``); empty if unknown.
        name: The account's alias, or its name in the organisation; empty if it has none or it may not be read.
        until: When it has to be signed in again; None if that never happens or is not known.
        asked_at: When AWS was asked; None if it was not.
        ou: Ids from the organisation down to its organizational unit; empty where it is not listed by one.
    """

    profile: str
    account_id: str = ""
    arn: str = ""
    state: AccountState = "ready"
    message: str = ""
    remedy: str = ""
    partition: str = "aws"
    read_only: bool = False
    nickname: str = ""
    colour: str = ""
    sign_in: tuple[str, ...] = ()
    origin: Origin = "profile"
    via: str = ""
    name: str = ""
    until: datetime | None = None
    asked_at: datetime | None = None
    ou: str = ""

    @property
    def called(self) -> str:
        """What it is listed as: its profile, its name in the organisation, or where else its credentials come from."""
        if self.origin in ("organisation", "sso"):
            return self.name or called_as(self.profile)
        return self.profile or (f"environment ({self.via})" if self.via else "environment")

    @property
    def why(self) -> str:
        """Why it can't be asked, where nothing else is said of it: of a login that has ended also what renews it."""
        return f"{self.message} {self.remedy}".strip() if self.state == "expired" else self.message

    @property
    def state_words(self) -> str:
        """Its state as it is shown: the organisation's own word is in ``message`` where the account is not active."""
        return "not active" if self.state == "closed" else self.state

    @property
    def label(self) -> str:
        """``profile · 1111-1111-1111`` as panes are titled; the operator's own name where there is one.

        The partition stands behind it where it is not the commercial one.
        """
        digits = "-".join(self.account_id[at : at + 4] for at in range(0, len(self.account_id), 4))
        parts = (self.nickname or self.called, digits, partition_word(self.partition))
        return " · ".join(part for part in parts if part)


def digits(account_id: str) -> str:
    """``1111-1111-1111``."""
    return "-".join(account_id[at : at + 4] for at in range(0, len(account_id), 4))
