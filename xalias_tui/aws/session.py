"""One SDK session for a profile: our time limits and name, no prompt on the raw terminal, nothing else overridden."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import boto3
import botocore.session
from botocore.config import Config
from botocore.utils import parse_timestamp

from xalias_tui import __version__
from xalias_tui.aws.answers import AnswerParsers
from xalias_tui.aws.endpoints import base_region
from xalias_tui.aws.guard import refuse_changes
from xalias_tui.aws.models import loader
from xalias_tui.aws.transport import CONNECT_TIMEOUT, READ_TIMEOUT
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.partitions import COMMERCIAL, partition_of_arn
from xalias_tui.domain.zone_ids import partition_of_region

AskMfa = Callable[[str], str]

READ_ATTEMPTS: Final = 3
"""Tries of a call that reads, the first included."""


def client_config(attempts: int = READ_ATTEMPTS) -> Config:
    """Settings of every client; ``attempts`` counts the first try."""
    return Config(
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=READ_TIMEOUT,
        retries={"mode": "standard", "total_max_attempts": attempts},
        user_agent_extra=f"xalias/{__version__}",
    )


@dataclass(frozen=True, slots=True)
class Session:
    """A profile's session. A session is not thread-safe, so clients are made under ``lock``; clients may be shared."""

    boto: boto3.Session
    ca_bundle: str | None
    lock: threading.RLock

    def client(self, service: str, region: str, *, attempts: int = READ_ATTEMPTS) -> Any:
        """A new client, with credentials, endpoint and everything else as the profile says."""
        boto: Any = self.boto
        with self.lock:
            return boto.client(service, region_name=region, config=client_config(attempts))

    def own_region(self, partition: str = "aws") -> str:
        """The profile's region, else the base region of a partition."""
        return self.boto.region_name or base_region(partition)

    def caller(self) -> tuple[str, str]:
        """Account id and ARN of the credentials as they are now, by STS GetCallerIdentity, which no policy denies."""
        answer = self.client("sts", self.own_region()).get_caller_identity()
        return answer["Account"], answer["Arn"]


def open_session(profile: str, *, read_only: bool, ask_mfa: AskMfa | None) -> Session:
    """A new session of a profile; empty for the default credential chain. Asks nothing of the network.

    Raises:
        botocore.exceptions.BotoCoreError: when profile or configuration cannot be used.
    """
    core = botocore.session.Session(profile=profile or None)
    _settle_region(core)
    core.register_component("data_loader", loader(core.get_config_variable("data_path")))
    core.set_default_client_config(client_config())
    parsers = AnswerParsers()
    parsers.set_parser_defaults(timestamp_parser=fast_timestamp)
    core.register_component("response_parser_factory", parsers)
    if read_only:
        refuse_changes(
            core.get_component("event_emitter"),
            f"{f'profile {profile}' if profile else 'the default profile'} is used read-only.",
            "Leave read-only mode to change anything.",
        )
    replace_prompter(core, profile, ask_mfa)
    return Session(boto3.Session(botocore_session=core), core.get_config_variable("ca_bundle"), threading.RLock())


def _settle_region(core: botocore.session.Session) -> None:
    """Give a profile without a region one of its partition, if its configuration shows that it is not commercial.

    The SDK would ask us-east-1, also for the role's credentials, which does not know keys of GovCloud or China.
    """
    scoped = core.get_scoped_config()
    partition = partition_of_arn(scoped.get("role_arn") or "") or partition_of_region(_sso_region(core, scoped))
    if partition != COMMERCIAL and not core.get_config_variable("region"):
        core.set_config_variable("region", base_region(partition))


def _sso_region(core: botocore.session.Session, scoped: Mapping[str, Any]) -> str:
    """Where a profile signs in with SSO; empty where it does not."""
    named = core.full_config.get("sso_sessions", {}).get(scoped.get("sso_session"), {})
    return str(scoped.get("sso_region") or named.get("sso_region") or "")


def replace_prompter(core: botocore.session.Session, profile: str, ask_mfa: AskMfa | None) -> None:
    """Have MFA codes asked by ``ask_mfa`` instead of on the terminal, which belongs to the interface."""

    def nobody(prompt: str) -> str:
        raise AwsError(
            "cancelled",
            f"Profile {profile} needs an MFA code ({prompt.strip().rstrip(':')}), but this is no terminal.",
            "Use the explorer, or a profile that is already signed in.",
        )

    provider: Any = core.get_component("credential_provider").get_provider("assume-role")
    provider._prompter = ask_mfa or nobody  # noqa: SLF001 -- botocore offers no public way; a test pins the attribute


def fast_timestamp(value: Any) -> datetime:
    """A timestamp of an answer; ISO 8601 without dateutil, which takes half the time of reading a long listing."""
    if isinstance(value, str):
        try:
            parsed = datetime.fromisoformat(value)
        except ValueError:
            return parse_timestamp(value)
        if parsed.tzinfo is not None:
            return parsed
    return parse_timestamp(value)
