"""Who an account is, and whether it can be asked now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AccountState = Literal["ready", "expired", "denied", "missing", "unreachable", "misconfigured", "cancelled"]


@dataclass(frozen=True, slots=True)
class Account:
    """The answer to "who am I" of one profile.

    Attributes:
        profile: Name in the AWS configuration; empty for the default credential chain.
        account_id: Twelve digits; empty unless ``ready``.
        arn: Caller identity; empty unless ``ready``.
        state: ``ready`` or why not.
        message: One sentence; empty when ``ready``.
        remedy: What to do; empty when ``ready``.
        partition: AWS partition of ``arn``.
        read_only: Whether changes through this profile are refused.
    """

    profile: str
    account_id: str = ""
    arn: str = ""
    state: AccountState = "ready"
    message: str = ""
    remedy: str = ""
    partition: str = "aws"
    read_only: bool = False

    @property
    def label(self) -> str:
        """``profile · 1111-1111-1111`` as panes are titled."""
        digits = "-".join(self.account_id[at : at + 4] for at in range(0, len(self.account_id), 4))
        return " · ".join(part for part in (self.profile or "default", digits) if part)
