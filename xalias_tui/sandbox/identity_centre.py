"""IAM Identity Center: who is assigned which roles, device codes, and the tokens that the access portal takes.

``approve`` is the browser's part: a test approves a user code.

Sources: RFC 8628 (device authorisation); IAM Identity Center OIDC API reference (StartDeviceAuthorization,
CreateToken) and portal API reference (GetRoleCredentials).
"""

from __future__ import annotations

import secrets
import threading
from datetime import datetime, timedelta
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.clock import Clock

START_URL: Final = "https://example.awsapps.test/start"
REGION: Final = "eu-central-1"
USER: Final = "operator@example.com"
INTERVAL: Final = 1
"""Seconds that a client waits between two questions for a token."""
_CODE_LASTS: Final = timedelta(minutes=10)
_ALPHABET: Final = "BCDFGHJKLMNPQRSTVWXZ"


@dataclass(slots=True)
class DeviceCode:
    """A sign-in that waits for its user.

    Attributes:
        client_id: The client that began it.
        user_code: What the user compares and approves.
        ends: When it is too late.
        approved: Whether the user approved.
        polled: When the client last polled.
    """

    client_id: str
    user_code: str
    ends: datetime
    approved: bool = False
    polled: datetime | None = None


class IdentityCentre:
    """The instance of an organisation, with one user.

    Attributes:
        assignments: The names of the user's roles, by account.
        codes: Sign-ins that wait, by device code.
        clients: Registered clients and their secrets.
        approves_at_once: Whether codes are approved as they are issued.
        token_lasts: How long an access token serves.
    """

    def __init__(self, clock: Clock) -> None:
        self.assignments: dict[str, tuple[str, ...]] = {}
        self.codes: dict[str, DeviceCode] = {}
        self.clients: dict[str, str] = {}
        self.approves_at_once = False
        self.token_lasts = timedelta(hours=8)
        self._clock = clock
        self._tokens: dict[str, datetime] = {}
        self._refreshers: set[str] = set()
        self._lock = threading.Lock()

    def register(self) -> tuple[str, str]:
        """Register a client: its id and its secret."""
        client_id, secret = secrets.token_urlsafe(18), secrets.token_urlsafe(24)
        self.clients[client_id] = secret
        return client_id, secret

    def start(self, client_id: str) -> tuple[str, DeviceCode]:
        """Begin a sign-in: its device code, and what is known of it."""
        letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
        code = DeviceCode(client_id, f"{letters[:4]}-{letters[4:]}", self._clock() + _CODE_LASTS, self.approves_at_once)
        device_code = secrets.token_urlsafe(32)
        self.codes[device_code] = code
        return device_code, code

    def approve(self, user_code: str) -> None:
        """What the user does in the browser.

        Raises:
            StopIteration: when no sign-in waits with that code.
        """
        next(code for code in self.codes.values() if code.user_code == user_code).approved = True

    def issue(self) -> tuple[str, str]:
        """A new access token, and the token that refreshes it."""
        access, refresher = f"aoa{secrets.token_urlsafe(40)}", f"aor{secrets.token_urlsafe(40)}"
        with self._lock:
            self._tokens[access] = self._clock() + self.token_lasts
            self._refreshers.add(refresher)
        return access, refresher

    def refreshes(self, refresher: str) -> bool:
        """Use up a refresh token; False where it was not issued, or was used before."""
        with self._lock:
            known = refresher in self._refreshers
            self._refreshers.discard(refresher)
        return known

    def accepts(self, access: str) -> bool:
        """Whether an access token was issued and has not expired."""
        ends = self._tokens.get(access)
        return ends is not None and self._clock() < ends

    def sign_out(self, access: str) -> None:
        """Withdraw an access token."""
        with self._lock:
            self._tokens.pop(access, None)

    def of(self, account_id: str) -> tuple[str, ...]:
        """The user's roles in an account."""
        return self.assignments.get(account_id, ())
