"""IAM Identity Center: the accounts and permission sets that are assigned to an operator who is signed in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from botocore import UNSIGNED
from botocore.config import Config
from botocore.credentials import RefreshableCredentials
from botocore.exceptions import ClientError, SSOTokenLoadError, TokenRetrievalError, UnauthorizedSSOTokenError
from botocore.tokens import SSOTokenProvider

from xalias_tui.aws.clients import pace
from xalias_tui.aws.credentials import renewed
from xalias_tui.aws.failures import error_code
from xalias_tui.aws.paging import listing_of
from xalias_tui.aws.providers import sso_logins
from xalias_tui.aws.rate_limit import StepBucket
from xalias_tui.aws.retries import Persistence
from xalias_tui.aws.session import Session, client_config
from xalias_tui.aws.transport import SharedTransport
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.members import Member
from xalias_tui.domain.ways_in import WayIn

PORTAL_RATE: Final = 18.0
"""Requests a second: the portal answers 429 beyond 20 (https://github.com/fwdcloudsec/granted/issues/458)."""
_NOT_OFFERED: Final = frozenset({"ForbiddenException", "ResourceNotFoundException"})
_ENDED: Final = frozenset({"UnauthorizedException"})


class _Token(SSOTokenProvider):
    """The token of a named session, renewed as the aws cli does; the SDK asks a profile for the session's name."""

    def __init__(self, core: Any, name: str, settings: Mapping[str, Any]) -> None:
        logins: Any = sso_logins()
        super().__init__(core, cache=logins, profile_name=name)
        self._named = {
            "session_name": name,
            "sso_region": settings["sso_region"],
            "sso_start_url": settings["sso_start_url"],
        }

    def _load_sso_config(self) -> dict[str, Any]:
        return self._named


class IdentityCenter:
    """One session of IAM Identity Center. Safe to use from several threads.

    Args:
        name: The session's name in the AWS configuration.
        settings: Its settings.
        session: Makes the client.
        transport: Sends the requests.
        bucket: Paces them.
    """

    def __init__(
        self, name: str, settings: Mapping[str, Any], session: Session, transport: SharedTransport, bucket: StepBucket
    ) -> None:
        self._name = name
        self._clock = bucket.clock
        self._lock = threading.Lock()
        core: Any = session.core
        self._token = _Token(core, name, settings)
        self._found: Any = None
        with session.lock:
            config = client_config(attempts=1).merge(Config(signature_version=UNSIGNED))
            self._client = core.create_client("sso", region_name=settings["sso_region"], config=config)
        pace(self._client.meta.events, bucket, "sso")
        transport.attach(self._client.meta.events)

    def members(self, way: WayIn) -> Iterator[Member]:
        """The accounts that are assigned to the operator; not those of the organisation.

        Raises:
            AwsError: ``expired``, when the login has ended.
            botocore.exceptions.ClientError: when the portal refuses.
        """
        for page in self._pages("list_accounts"):
            for found in page["accountList"]:
                yield Member(found["accountId"], found.get("accountName", ""), way.to(found["accountId"]))

    def first_that_works(self, way: WayIn) -> tuple[str, RefreshableCredentials]:
        """Credentials of the first permission set that an account offers; its role's ARN is not told, and empty.

        Raises:
            AwsError: ``denied`` when it offers none of them, ``expired`` when the login has ended.
            botocore.exceptions.ClientError: when the portal refuses for another reason.
        """
        for role in way.roles:
            asked = {"roleName": role, "accountId": way.account_id}
            try:
                found = self._metadata(asked)
            except ClientError as error:
                if error_code(error) not in _NOT_OFFERED:
                    raise
                continue
            renew: Callable[[], Any] = lambda asked=asked: self._metadata(asked)  # type: ignore[misc]  # noqa: E731
            return "", renewed(found, renew, "sso")
        offered = [role["roleName"] for page in self._offered(way.account_id) for role in page["roleList"]]
        offers = f"it offers {', '.join(offered)}" if offered else "it offers none"
        raise AwsError(
            "denied",
            f"Account {way.account_id} offers you no role {' or '.join(way.roles)}: {offers}.",
            "Name one of them with --sso-role, or have it assigned.",
        )

    def _offered(self, account_id: str) -> Iterator[Mapping[str, Any]]:
        try:
            yield from self._pages("list_account_roles", accountId=account_id)
        except ClientError as error:
            if error_code(error) not in _NOT_OFFERED:
                raise

    def _metadata(self, asked: Mapping[str, str]) -> dict[str, Any]:
        keys = self._call("get_role_credentials", **asked)["roleCredentials"]
        ends = datetime.fromtimestamp(keys["expiration"] / 1_000, UTC)
        return {
            "access_key": keys["accessKeyId"],
            "secret_key": keys["secretAccessKey"],
            "token": keys["sessionToken"],
            "expiry_time": ends.isoformat(),
        }

    def _pages(self, operation: str, **asked: Any) -> Iterator[Mapping[str, Any]]:
        return listing_of(self._client, operation).pages(lambda start: self._call(operation, **asked, **start))

    def _call(self, operation: str, **asked: Any) -> Mapping[str, Any]:
        def call() -> Mapping[str, Any]:
            answer: Mapping[str, Any] = getattr(self._client, operation)(accessToken=self._access(), **asked)
            return answer

        try:
            return Persistence(self._clock).read(call)
        except (SSOTokenLoadError, TokenRetrievalError, UnauthorizedSSOTokenError) as error:
            raise self._ended() from error
        except ClientError as error:
            if error_code(error) in _ENDED:
                raise self._ended() from error
            raise

    def _access(self) -> str:
        with self._lock:
            if self._found is None:
                self._found = self._token.load_token()
            return str(self._found.get_frozen_token().token)

    def _ended(self) -> AwsError:
        return AwsError(
            "expired",
            f"The login of the SSO session {self._name} has ended, or never began.",
            f"Run: aws sso login --sso-session {self._name}",
        )
