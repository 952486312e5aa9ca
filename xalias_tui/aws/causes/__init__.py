"""Why a profile gives no credentials, by what the SDK raised and where the profile gets them from.

Sentences name settings, files and programs; never a value of the configuration.
"""

from __future__ import annotations

import json
from typing import Final

from botocore import exceptions as sdk

from xalias_tui.aws.causes import helpers, logins, network, settings
from xalias_tui.aws.causes.logins import login_command
from xalias_tui.aws.causes.subject import Subject, sentence, subject
from xalias_tui.aws.children import TimeLimitError
from xalias_tui.domain.errors import AwsError

__all__ = ["cause", "login_command", "sentence", "subject"]


def cause(error: BaseException, of: Subject) -> AwsError:
    """Why a profile cannot be used: ``code`` is a state of ``domain.accounts``."""
    for types, explain in _CASES:
        if isinstance(error, types):
            found = explain(error, of)
            if found is not None:
                return found
    return helpers.of_values(of)


def _sdk_sentence(error: BaseException, of: Subject) -> AwsError:
    return AwsError("misconfigured", f"{of.whose} cannot be used: {sentence(str(error))}", of.correct)


_CASES: Final = (
    (sdk.ProfileNotFound, settings.no_profile),
    ((sdk.NoCredentialsError, sdk.NoAuthTokenError), settings.no_credentials),
    ((sdk.SSOError, sdk.TokenRetrievalError), logins.not_signed_in),
    (sdk.LoginInsufficientPermissions, logins.may_not_log_in),
    (sdk.LoginError, logins.not_logged_in),
    (sdk.RefreshWithMFAUnsupportedError, logins.mfa_again),
    (sdk.PartialCredentialsError, settings.half),
    (sdk.InfiniteLoopConfigError, settings.loop),
    (sdk.InvalidConfigError, settings.invalid),
    ((sdk.InvalidRegionError, sdk.NoRegionError), settings.region),
    (sdk.MissingDependencyException, settings.dependency),
    (sdk.CredentialRetrievalError, helpers.retrieval),
    (sdk.MetadataRetrievalError, helpers.metadata),
    (sdk.SSLError, network.tls),
    (sdk.ProxyConnectionError, network.proxy),
    ((sdk.ConnectTimeoutError, sdk.ReadTimeoutError), network.timeout),
    ((sdk.ConnectionError, sdk.HTTPClientError), network.connection),
    (sdk.BotoCoreError, _sdk_sentence),
    (EOFError, logins.terminal_input),
    (TimeLimitError, helpers.late),
    (RuntimeError, helpers.ended_early),
    ((json.JSONDecodeError, UnicodeDecodeError), helpers.document),
    (OSError, helpers.file),
)  # fmt: skip
"""Families of exceptions in the order in which they are tried; one that has nothing to say passes on."""
