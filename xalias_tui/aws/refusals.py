"""What a change that was not accepted means: refused, in conflict, without effect, or of unknown outcome."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from botocore import exceptions as sdk
from botocore.exceptions import ClientError

from xalias_tui.aws.failures import DENIED, REFUSED_SIGN_IN, describe, error_code, is_refusal, said
from xalias_tui.aws.retries import PRIOR_REQUEST, THROTTLED
from xalias_tui.domain.errors import AwsError, ConflictError, OutcomeUnknownError, RefusedError, XaliasError
from xalias_tui.domain.lookups import INVALID_ANSWER, LookupFailedError
from xalias_tui.domain.policies import how_to_allow_change
from xalias_tui.domain.zones import Zone

_CONFLICT: Final = re.compile(
    r"Tried to (create resource record set .*? but it already exists"
    r"|delete resource record set .*? but (it was not found|the values provided do not match))",
    re.DOTALL,
)
"""Route 53's words for a record that is not what the batch says: the compare-and-swap failed."""
_NEVER_CONNECTED: Final = (sdk.EndpointConnectionError, sdk.ConnectTimeoutError, sdk.ProxyConnectionError)
_UNTRUSTED: Final = ("CERTIFICATE_VERIFY_FAILED", "doesn't match")
"""OpenSSL's and urllib3's words for a certificate that ended the handshake, before any request."""


def failed_change(error: Exception, zone: Zone, batch: Mapping[str, Any], *, profile: str, sent: bool) -> XaliasError:
    """Our error for what the SDK raised on ChangeResourceRecordSets.

    Args:
        error: What was raised.
        zone: Where the change went.
        batch: The change batch.
        profile: The profile used.
        sent: Whether the last try got as far as the network.
    """
    if isinstance(error, ClientError) and is_refusal(error):
        return _refused(error, zone, batch, profile)
    if isinstance(error, sdk.ParamValidationError):
        return RefusedError("InvalidInput", f"The SDK refused to send the change: {error}", "Nothing was sent.")
    if not sent or _never_arrived(error):
        reason = describe(error, profile=profile, action="route53:ChangeResourceRecordSets")
        code = "no-network" if reason.code == "unreachable" else reason.code
        return AwsError(code, f"Nothing was sent to zone {zone.id}: {reason.message}", reason.remedy)
    return OutcomeUnknownError(
        "commit-outcome-unknown",
        f"The change of zone {zone.id} was sent, but {_came_instead(error)}",
        "Read the record back to see whether it was made.",
    )


def _came_instead(error: Exception) -> str:
    if isinstance(error, ClientError) and error_code(error) != INVALID_ANSWER:
        return f"Route 53 failed ({error_code(error)}: {' '.join(said(error).split())})."
    if isinstance(error, ClientError | LookupFailedError):
        came = said(error) if isinstance(error, ClientError) else error.message
        return f"what came back is not an answer of Route 53 ({came})"
    return f"no answer came ({' '.join(str(error).split())})."


def _refused(error: ClientError, zone: Zone, batch: Mapping[str, Any], profile: str) -> XaliasError:
    code, message = error_code(error), said(error)
    if code in DENIED:
        whose = f"Profile {profile}" if profile else "The default profile"
        return RefusedError(
            "iam-change-denied",
            f"{whose} may not change these records in zone {zone.name} ({zone.id}): {message}",
            how_to_allow_change(zone, batch, message),
        )
    if code in REFUSED_SIGN_IN:
        return describe(error, profile=profile)
    if code in THROTTLED:
        return AwsError(
            "throttled", f"AWS is throttling Route 53 calls for this account; nothing was changed ({message}).", _LATER
        )
    if code == PRIOR_REQUEST:
        return AwsError(
            "prior-request-not-complete",
            f"Route 53 is still processing an earlier change of zone {zone.id}; nothing was changed.",
            _LATER,
        )
    if _CONFLICT.search(message):
        return ConflictError(code, message, "Nothing was changed. Read the record again and make a new plan.")
    return RefusedError(code or "refused", message, "Nothing was changed.")


_LATER: Final = "Try again in a minute."


def _never_arrived(error: Exception) -> bool:
    if isinstance(error, sdk.SSLError):
        return any(words in str(error) for words in _UNTRUSTED)
    return isinstance(error, _NEVER_CONNECTED)
