"""One SDK session for a profile: our time limits and name, no prompt on the raw terminal, nothing else overridden."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from copy import copy
from datetime import datetime
from functools import cache
from typing import Any, Final
from urllib.request import getproxies

import botocore.session
from botocore.config import Config
from botocore.handlers import BUILTIN_HANDLERS, REGISTER_FIRST, REGISTER_LAST
from botocore.hooks import EventAliaser, HierarchicalEmitter
from botocore.utils import EVENT_ALIASES, parse_timestamp

from xalias_tui import __version__
from xalias_tui.aws import crt
from xalias_tui.aws.answers import AnswerParsers
from xalias_tui.aws.configuration import Configuration, configuration
from xalias_tui.aws.endpoints import base_region
from xalias_tui.aws.guard import READS, refuse_changes
from xalias_tui.aws.models import loader
from xalias_tui.aws.providers import KeptFiles, OnceResolver, credential_resolver, role_sessions
from xalias_tui.aws.recording import record_calls
from xalias_tui.aws.transport import CONNECT_TIMEOUT, READ_TIMEOUT, SharedTransport
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import INVALID_ANSWER, LookupFailedError
from xalias_tui.domain.partitions import COMMERCIAL, partition_of_arn
from xalias_tui.domain.zone_ids import partition_of_region

AskMfa = Callable[[str], str]

_SIGN_IN: Final = frozenset({"sts", "sso", "sso-oidc", "signin"})
"""Services that the SDK asks for credentials."""
_OLD_NAMES: Final = {old: new for old, new in EVENT_ALIASES.items() if old in READS}
"""What services are called in events; the SDK's own list, gone through for every new event, has names of 65."""
READ_ATTEMPTS: Final = 3
"""Tries of a call that reads, the first included."""

_CALLER: Final = re.compile(r"(\d{12}) arn:[a-z-]+:(sts|iam)::\1:[!-~]+")
"""Account id and ARN of a caller, which is of that account."""


def client_config(attempts: int = READ_ATTEMPTS) -> Config:
    """Settings of every client; ``attempts`` counts the first try."""
    return Config(
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=READ_TIMEOUT,
        retries={"mode": "standard", "total_max_attempts": attempts},
        proxies=None if getproxies() else {},  # each client reads all variables again, twice, where it is not told
        user_agent_extra=f"xalias/{__version__}",
    )


@dataclass(frozen=True, slots=True)
class Session:
    """A profile's session. A session is not thread-safe, so clients are made under ``lock``; clients may be shared.

    Attributes:
        core: The SDK's own, without boto3 around it, which costs 30 ms and is not needed for clients.
        ca_bundle: The bundle that the profile names; None for the usual one.
        lock: Held while a client is made.
        roles: Where sessions of roles are kept from run to run; None where they are not.
        resolver: Where its credentials come from.
    """

    core: botocore.session.Session
    ca_bundle: str | None
    lock: threading.RLock
    roles: KeptFiles | None = None
    resolver: OnceResolver | None = None

    def client(self, service: str, region: str, *, attempts: int = READ_ATTEMPTS) -> Any:
        """A new client, with credentials, endpoint and everything else as the profile says."""
        core: Any = self.core
        with self.lock:
            return core.create_client(service, region_name=region, config=client_config(attempts))

    def own_region(self, partition: str = "aws") -> str:
        """The profile's region, else the base region of a partition."""
        return self.core.get_config_variable("region") or base_region(partition)

    def caller(self) -> tuple[str, str]:
        """Account id and ARN of the credentials as they are now, by STS GetCallerIdentity, which no policy denies."""
        return caller_of(self.client("sts", self.own_region()))

    def credentials(self) -> Any:
        """The SDK's credentials, which renew themselves; None where there are none."""
        return None if self.resolver is None else self.resolver.load_credentials()

    def forget_roles(self) -> bool:
        """Remove the sessions of roles that were taken from an earlier run. Says whether there were any."""
        return self.roles is not None and self.roles.forget_taken()


def caller_of(sts: Any) -> tuple[str, str]:
    """Account id and ARN of the credentials of a client of AWS STS.

    Raises:
        LookupFailedError: when the answer holds something else.
    """
    answer = sts.get_caller_identity()
    account, arn = answer["Account"], answer["Arn"]
    if not _CALLER.fullmatch(f"{account} {arn}"):
        raise LookupFailedError(INVALID_ANSWER, "STS answered with what is no account id and ARN.")
    return account, arn


class _Core(botocore.session.Session):
    """The SDK's session, given a configuration that was parsed and event handlers that were registered before.

    For each of 300 profiles the SDK would parse both files four times and register 130 handlers: 110 ms of CPU.
    """

    def __init__(self, profile: str, found: Configuration) -> None:
        self._found = found
        self.transport: SharedTransport | None = None
        emitter = copy(_handlers())
        super().__init__(profile=profile or None, event_hooks=emitter, include_builtin_handlers=False)
        self.register_component("event_emitter", EventAliaser(emitter, _OLD_NAMES))

    @property
    def full_config(self) -> dict[str, Any]:
        """Both files."""
        return self._found.full

    def create_client(self, service_name: str, *args: Any, **settings: Any) -> Any:
        """A client; what obtains credentials goes through the shared transport, as each loads the CA bundle else."""
        client: Any = super().create_client(service_name, *args, **settings)
        if self.transport is not None and service_name in _SIGN_IN:
            self.transport.attach(client.meta.events)
        return client


@cache
def _handlers() -> HierarchicalEmitter:
    """The SDK's own handlers of what is called; every client copies them all, and three in four are never needed."""
    emitter = HierarchicalEmitter()
    events: Any = EventAliaser(emitter)
    ways = {REGISTER_FIRST: events.register_first, REGISTER_LAST: events.register_last}
    for event, handler, *order in BUILTIN_HANDLERS:
        if _may_happen(event):
            ways.get(order[0] if order else None, events.register)(event, handler)
    return emitter


def _may_happen(event: str) -> bool:
    """Whether an event (``before-parameter-build.s3.PutObject``) is of an operation that is called, or of them all."""
    kind, _, place = event.partition(".")
    service, _, operation = place.partition(".")
    if not service:
        return kind != "docs"
    called = READS.get(service)
    return called is not None and kind != "docs" and (kind == "getattr" or operation in ("", "*", *called))


def open_session(
    profile: str,
    *,
    read_only: bool,
    ask_mfa: AskMfa | None,
    transport_of: Callable[[str | None], SharedTransport] | None = None,
) -> Session:
    """A new session of a profile; empty for the default credential chain. Asks nothing of the network.

    Args:
        profile: Name in the AWS configuration.
        read_only: Whether its clients refuse what changes something.
        ask_mfa: Returns the code for a prompt or raises; None without an operator to ask.
        transport_of: Returns what sends the requests that obtain credentials, by CA bundle.

    Raises:
        AwsError: ``misconfigured``, when the configuration cannot be parsed.
        botocore.exceptions.BotoCoreError: when profile or configuration cannot be used.
    """
    core = _Core(profile, found := configuration())
    crt.bring_back(found.profiles.values())
    _settle_region(core)
    core.register_component("data_loader", loader(core.get_config_variable("data_path")))
    core.set_default_client_config(client_config())
    parsers = AnswerParsers()
    parsers.set_parser_defaults(timestamp_parser=fast_timestamp)
    core.register_component("response_parser_factory", parsers)
    record_calls(core.get_component("event_emitter"), profile)
    if read_only:
        refuse_changes(
            core.get_component("event_emitter"),
            f"{f'profile {profile}' if profile else 'the default profile'} is used read-only.",
            "Leave read-only mode to change anything.",
        )
    roles = role_sessions()
    resolver = credential_resolver(core, found, ask_mfa or _nobody(profile), roles)
    core.register_component("credential_provider", resolver)
    bundle = core.get_config_variable("ca_bundle")
    core.transport = transport_of(bundle) if transport_of is not None else None
    return Session(core, bundle, threading.RLock(), roles, resolver)


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


def _nobody(profile: str) -> AskMfa:
    """What answers for MFA codes without an operator to ask."""

    def refuse(prompt: str) -> str:
        raise AwsError(
            "needs-mfa",
            f"Profile {profile} needs an MFA code ({prompt.strip().rstrip(':')}), but this is no terminal.",
            "Use the explorer, or a profile that is already signed in.",
        )

    return refuse


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
