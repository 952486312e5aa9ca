"""What a change that was not accepted means: refused, in conflict, without effect, or of unknown outcome."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from botocore import exceptions as sdk
from botocore.exceptions import ClientError

from xalias_tui.aws.causes.refused import DENIED, SERVER_ERROR
from xalias_tui.aws.failures import REFUSED_SIGN_IN, describe, error_code, is_refusal, said, status_of
from xalias_tui.aws.retries import PRIOR_REQUEST, THROTTLED
from xalias_tui.domain import error_rules
from xalias_tui.domain.error_rules import COMMIT_OUTCOME_UNKNOWN, IAM_CHANGE_DENIED, PRIOR_REQUEST_NOT_COMPLETE
from xalias_tui.domain.errors import AwsError, ConflictError, OutcomeUnknownError, RefusedError, XaliasError
from xalias_tui.domain.lookups import INVALID_ANSWER, LookupFailedError
from xalias_tui.domain.policies import how_to_allow_change
from xalias_tui.domain.ways_in import who_acts
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
    unknown = OutcomeUnknownError.of(COMMIT_OUTCOME_UNKNOWN, what=f"zone {zone.id}", outcome=_came_instead(error))
    if isinstance(error, ClientError) and error_code(error) != INVALID_ANSWER and status_of(error) >= SERVER_ERROR:
        unknown.failed_with = error_code(error)
    return unknown


def _came_instead(error: Exception) -> str:
    """What came in place of Route 53's answer, without a full stop."""
    if isinstance(error, ClientError):
        failed = "" if error_code(error) == INVALID_ANSWER else f"Route 53 failed with {error_code(error)}: "
        words = failed + said(error)
    else:
        words = error.message if isinstance(error, LookupFailedError) else str(error)
    return " ".join(words.split()).rstrip(".")


def _refused(error: ClientError, zone: Zone, batch: Mapping[str, Any], profile: str) -> XaliasError:
    code, message = error_code(error), said(error)
    if code in DENIED:
        return RefusedError.of(
            IAM_CHANGE_DENIED,
            remedy=how_to_allow_change(zone, batch, message),
            who=who_acts(profile),
            zone=zone.name.bare,
            zone_id=zone.id,
            said=message,
        )
    if code in REFUSED_SIGN_IN:
        return describe(error, profile=profile)
    if code in THROTTLED:
        return AwsError.of(error_rules.THROTTLED, said=message)
    if code == PRIOR_REQUEST:
        return AwsError.of(PRIOR_REQUEST_NOT_COMPLETE, zone_id=zone.id)
    if _CONFLICT.search(message):
        return ConflictError(code, message, "Nothing was changed. Read the record again and make a new plan.")
    return RefusedError(code or "refused", message, "Nothing was changed.")


def _never_arrived(error: Exception) -> bool:
    if isinstance(error, sdk.SSLError):
        return any(words in str(error) for words in _UNTRUSTED)
    return isinstance(error, _NEVER_CONNECTED)
