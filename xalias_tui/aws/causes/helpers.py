"""What is run, read or asked for credentials: credential processes, token files, metadata endpoints.

What a credential process wrote to standard error is repeated; what it printed for the SDK never is.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from xalias_tui.aws import profiles
from xalias_tui.aws.causes.subject import Subject, detail, sentence
from xalias_tui.aws.children import TimeLimitError
from xalias_tui.aws.profiles import Source
from xalias_tui.domain.accounts import AccountState
from xalias_tui.domain.errors import AwsError

_ASKS: Final = re.compile(r"[:?]\s*\Z|EOFError|/dev/tty|not a (tty|terminal)|inappropriate ioctl|stdin", re.IGNORECASE)
"""How a program that asked for input and got none ends what it says."""
_ASKS_CODE: Final = re.compile(r"\b(mfa|otp|token|code)\b", re.IGNORECASE)
_SAID_LINES: Final = 3
_SOURCES: Final[Mapping[Source, str]] = {
    "environment": "the environment",
    "container": "the container's credentials endpoint",
    "instance": "the instance metadata service",
    "web-identity": "its web identity token",
    "sso": "IAM Identity Center",
    "process": "its credential_process",
    "login": "its console login",
}


def retrieval(error: BaseException, of: Subject) -> AwsError:
    """A provider that says itself what failed."""
    provider, said = detail(error, "provider"), detail(error, "error_msg")
    if provider == "custom-process":
        return _helper(said, of)
    if provider == "container-role":
        return _endpoint(said, of)
    if provider in _CREDENTIAL_SOURCES:
        where, remedy = _CREDENTIAL_SOURCES[provider]
        return AwsError(
            "missing",
            f"{of.whose} takes its credentials from {where} (credential_source = {provider}), where there are none.",
            remedy,
        )
    return AwsError(
        "misconfigured",
        f"{of.whose} could not obtain credentials from {_SOURCES.get(of.source, provider)}: {sentence(said)}",
        of.correct,
    )


_CREDENTIAL_SOURCES: Final = {
    "Environment": ("the environment", "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use source_profile."),
    "EcsContainer": ("its container", "Run it in a task or pod with a role, or use source_profile."),
    "Ec2InstanceMetadata": ("its instance", "Run it on an instance with a role, or use source_profile."),
}


def _helper(said: str, of: Subject) -> AwsError:
    """A credential process that failed, or printed something else than the SDK reads."""
    if said.startswith(("Unsupported version", "Missing required key")):
        what = re.sub(r"version '.*?'", "Version", said, count=1) if said.startswith("Unsupported") else said
        return _not_as_expected(of, what)
    printed = _printed(said)
    rerun = of.command(("aws", "sts", "get-caller-identity"))
    if _ASKS.search(said):
        state: AccountState = "needs-mfa" if _ASKS_CODE.search(said) else "misconfigured"
        return AwsError(
            state,
            f"The credential_process of {of.whose_in} waits for input, which it does not get here{printed}",
            f"Run {rerun} in another terminal and answer there; where it keeps its session, read again then.",
        )
    return AwsError(
        "misconfigured",
        f"The credential_process of {of.whose_in} failed{printed}",
        f"Run its credential_process in another terminal to see what is wrong, as {rerun} does.",
    )


def _printed(said: str) -> str:
    """The last lines that a helper wrote to standard error, to end a sentence with."""
    lines = [line.strip() for line in said.splitlines() if line.strip()][-_SAID_LINES:]
    return f"; it said: {sentence(' '.join(lines))}" if lines else " and said nothing."


def late(error: BaseException, of: Subject) -> AwsError:
    """A credential process that did not end in time."""
    assert isinstance(error, TimeLimitError)  # noqa: S101 -- as the table says
    return AwsError(
        "unreachable",
        f"The credential_process of {of.whose_in} did not end within {error.seconds:g} seconds and was ended"
        f"{_printed(error.said)}",
        f"Run {of.command(('aws', 'sts', 'get-caller-identity'))} in another terminal: it may wait for input, a "
        "browser or a network that is not there.",
    )


def _not_as_expected(of: Subject, what: str) -> AwsError:
    return AwsError(
        "misconfigured",
        f"The credential_process of {of.whose_in} did not print the JSON document that the SDK expects: "
        f"{sentence(what)}",
        "Run it by hand to see what it prints: it must print a document with Version 1, AccessKeyId and "
        "SecretAccessKey, and nothing else, on standard output.",
    )


def _endpoint(said: str, of: Subject) -> AwsError:
    return AwsError(
        "unreachable",
        f"{of.whose} got no credentials from the container's credentials endpoint: {sentence(said)}",
        "Check that the task or pod has a role, and AWS_CONTAINER_CREDENTIALS_FULL_URI or _RELATIVE_URI.",
    )


def metadata(error: BaseException, of: Subject) -> AwsError:
    """The instance metadata service."""
    return AwsError(
        "unreachable",
        f"{of.whose} could not fetch credentials from the instance or container: "
        f"{sentence(detail(error, 'error_msg'))}",
        "Check its role and the metadata endpoint.",
    )


def file(error: BaseException, of: Subject) -> AwsError | None:
    """A program that cannot be started, or a file that cannot be read."""
    if not isinstance(error, OSError):
        return None
    name, why = str(error.filename or ""), error.strerror or "it cannot be opened"
    if of.source == "process":
        return AwsError(
            "misconfigured",
            f"The credential_process of {of.whose_in} cannot be started: {sentence(f'{name}: {why}')}",
            "Install it, or correct credential_process: its first word is a program of PATH or a whole path.",
        )
    if of.source == "web-identity":
        return AwsError(
            "misconfigured",
            f"The web identity token of {of.whose_in} cannot be read: {sentence(f'{name}: {why}')}",
            "Correct web_identity_token_file or AWS_WEB_IDENTITY_TOKEN_FILE; EKS or the CI system writes the file.",
        )
    return AwsError(
        "misconfigured",
        f"{of.whose} needs a file that cannot be read: {sentence(f'{name}: {why}')}",
        "Correct what names it (credential_process, web_identity_token_file, ca_bundle or a variable), or the file's "
        "permissions.",
    )


def ended_early(error: BaseException, of: Subject) -> AwsError:
    """New credentials that are as old as the ones before."""
    if "still expired" not in str(error):
        return AwsError("unreachable", f"{of.whose} cannot be used now: {sentence(str(error))}", "Try again.")
    if of.source in ("environment", "process"):
        return ended(of)
    return AwsError(
        "expired", f"{of.whose} obtained credentials that have already expired.", "Renew them where they come from."
    )


def ended(of: Subject) -> AwsError:
    """Credentials that have expired and that nothing renews by itself."""
    if of.source == "environment":
        ends, tool = profiles.environment_ends(), profiles.environment_tool()
        again = {"aws-vault": f"aws-vault exec {tool.partition(' ')[2]}"}.get(tool.partition(" ")[0], "")
        return AwsError(
            "expired",
            f"The credentials of the environment have expired{f' ({ends})' if ends else ''}.",
            "Start xalias again in a fresh shell" + (f": '{again}'." if again else ", with new credentials in it."),
        )
    if of.source == "process":
        return AwsError(
            "expired",
            f"The credential_process of {of.whose_in} returned credentials that have already expired.",
            "Renew the login that it uses in another terminal, then read again.",
        )
    return AwsError(
        "expired",
        f"The credentials of {of.whose_in} have expired.",
        "Renew them where they come from, or sign in again.",
    )


def document(error: BaseException, of: Subject) -> AwsError | None:
    """What only a credential process gives rise to: the SDK reads what it printed without checking it."""
    if isinstance(error, json.JSONDecodeError):
        return _not_as_expected(of, f"line {error.lineno} is not JSON")
    if isinstance(error, UnicodeDecodeError):
        return _not_as_expected(of, "it is not UTF-8 text")
    return None


def of_values(of: Subject) -> AwsError:
    """A value that the SDK could not use; which one, it says only by repeating it."""
    if of.source == "process":
        try:
            shlex.split(str(of.settings.get("credential_process") or ""))
        except ValueError:
            return AwsError(
                "misconfigured",
                f"The credential_process of {of.whose_in} has a quotation mark without its second.",
                of.correct,
            )
        return _not_as_expected(of, "a value in it is not what it must be")
    whole = [name for name in _WHOLE_NUMBERS if not str(of.settings.get(name, "0")).isdecimal()]
    if whole:
        return AwsError("misconfigured", f"{whole[0]} of {of.whose_in} is not a whole number.", of.correct)
    if of.settings.get("endpoint_url") and not urlsplit(str(of.settings["endpoint_url"])).hostname:
        return AwsError("misconfigured", f"endpoint_url of {of.whose_in} is not an address.", of.correct)
    return AwsError(
        "misconfigured",
        f"{of.whose} cannot be used: a value of its settings is not what the SDK expects.",
        f"Correct {of.section}; {of.command(('aws', 'configure', 'list'))} shows where each value comes from.",
    )


_WHOLE_NUMBERS: Final = (
    "duration_seconds",
    "metadata_service_timeout",
    "metadata_service_num_attempts",
    "max_attempts",
)
