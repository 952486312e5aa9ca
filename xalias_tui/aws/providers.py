"""The SDK's own chain of credential providers, with what is ours: child processes, parsed files, MFA, the CLI's cache.

The chain and its order stay ``botocore.credentials.create_credential_resolver``'s. Two of its private attributes are
set; a test pins them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import botocore.session
from botocore.credentials import (
    ConfigProvider,
    CredentialProvider,
    CredentialResolver,
    ProcessProvider,
    ProfileProviderBuilder,
    SharedCredentialProvider,
    SSOProvider,
    create_credential_resolver,
)
from botocore.exceptions import ConfigNotFound
from botocore.utils import JSONFileCache, parse_timestamp

from xalias_tui.aws import children
from xalias_tui.aws.configuration import Configuration


class KeptFiles(JSONFileCache):
    """A folder where the aws cli keeps sessions or logins; a damaged file is one that is not there.

    Where nothing can be written, what is kept lives as long as the program.

    Args:
        folder: Below the home directory.
        is_whole: Whether a document is what the SDK expects there.
    """

    def __init__(self, folder: str, is_whole: Callable[[Any], bool]) -> None:
        super().__init__(str(Path("~", folder).expanduser()))
        self._is_whole = is_whole
        self._unwritten: dict[str, Any] = {}
        self._taken: set[str] = set()
        self._used: dict[str, Any] = {}

    def __contains__(self, cache_key: str) -> bool:
        """Whether there is one that can be read."""
        try:
            self[cache_key]
        except KeyError:
            return False
        return True

    def __getitem__(self, cache_key: str) -> Any:
        """What is kept.

        Raises:
            KeyError: when nothing is, or what is cannot be read.
        """
        found = self._unwritten.get(cache_key) or super().__getitem__(cache_key)
        try:
            whole = self._is_whole(found)
        except (AttributeError, KeyError, TypeError, ValueError):
            whole = False
        if not whole:
            raise KeyError(cache_key)
        self._taken.add(cache_key)
        self._used[cache_key] = found
        return found

    def get(self, cache_key: str) -> Any:
        """What is kept; None where nothing is, or what is cannot be read."""
        try:
            return self[cache_key]
        except KeyError:
            return None

    def __setitem__(self, cache_key: str, value: Any) -> None:
        """Keep it."""
        self._taken.discard(cache_key)
        self._used[cache_key] = value
        try:
            super().__setitem__(cache_key, value)
        except OSError:
            self._unwritten[cache_key] = value

    def used(self) -> tuple[Any, ...]:
        """What was read or kept since this was made."""
        return tuple(self._used.values())

    def forget_taken(self) -> bool:
        """Remove what was taken from the files: AWS does not know it any more. Says whether there was anything."""
        taken, self._taken = self._taken, set()
        for cache_key in taken:
            self._unwritten.pop(cache_key, None)
            with contextlib.suppress(KeyError, OSError):
                del self[cache_key]
        return bool(taken)

    def _serialize_if_needed(self, value: Any, iso: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002 -- the SDK's own signature
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value


def role_sessions() -> KeptFiles:
    """Sessions of assumed roles, where the aws cli keeps them: an MFA code given there serves here."""
    return KeptFiles(
        ".aws/cli/cache",
        lambda found: (
            bool(_expiry(found["Credentials"]["Expiration"]))
            and all(
                isinstance(found["Credentials"][name], str)
                for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")
            )
        ),
    )


def sso_logins() -> KeptFiles:
    """Tokens of IAM Identity Center, as ``aws sso login`` writes them."""
    return KeptFiles(".aws/sso/cache", lambda found: bool(_expiry(found["expiresAt"])) and "accessToken" in found)


def _expiry(value: str) -> datetime:
    moment = parse_timestamp(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Helper:
    """A credential process, in the form in which the SDK starts one (``subprocess.Popen``)."""

    def __init__(self, words: Sequence[str], **_: Any) -> None:
        self._words = words
        self.returncode = 0

    def communicate(self) -> tuple[bytes, bytes]:
        """Run it to its end: standard output and standard error.

        Raises:
            OSError: when it cannot be started.
            TimeLimitError: when it takes too long.
        """
        self.returncode, out, said = children.run(self._words)
        return out, said.decode(errors="replace").encode()


class _Builder(ProfileProviderBuilder):  # the stubs have no base class for what the SDK calls internal
    """Makes the providers of a profile; also of those whose credentials a role is assumed with."""

    def __init__(self, core: botocore.session.Session, found: Configuration, cache: Any) -> None:
        logins: Any = sso_logins()  # the stubs want a dict
        super().__init__(core, cache=cache, sso_token_cache=logins)
        self._found = found

    def _create_process_provider(self, profile_name: str) -> ProcessProvider:
        popen: Any = Helper
        return ProcessProvider(profile_name, lambda: self._found.full, popen=popen)

    def _create_shared_credential_provider(self, profile_name: str) -> SharedCredentialProvider:
        return SharedCredentialProvider("", profile_name, ini_parser=_parsed(self._found.credentials))

    def _create_config_provider(self, profile_name: str) -> ConfigProvider:
        return ConfigProvider("", profile_name, config_parser=_parsed(self._found.config))

    def _create_sso_provider(self, profile_name: str) -> SSOProvider:
        provider: SSOProvider = super()._create_sso_provider(profile_name)  # type: ignore[misc] # not in the stub
        provider.cache = {}  # a role that was taken away must not live on in a file
        return provider


class OnceResolver(CredentialResolver):
    """A chain whose credentials are looked up once, whoever asks first: a helper is not run a second time."""

    _found: Any = None

    def load_credentials(self) -> Any:
        """The credentials; None where no provider has any."""
        if self._found is None:
            self._found = super().load_credentials()
        return self._found


def credential_resolver(
    core: botocore.session.Session, found: Configuration, ask_mfa: Callable[[str], str], roles: KeptFiles
) -> OnceResolver:
    """The chain for the profile of a session.

    Args:
        core: The session.
        found: The parsed configuration.
        ask_mfa: Returns the MFA code for a prompt, or raises.
        roles: Where sessions of assumed roles are kept.
    """
    builder = _Builder(core, found, roles)
    cache: Any = roles  # the stubs want a dict
    resolver = create_credential_resolver(core, cache=cache)
    assume_role: Any = resolver.get_provider("assume-role")
    assume_role._prompter = ask_mfa  # noqa: SLF001 -- there is no public way
    assume_role._profile_provider_builder = builder  # noqa: SLF001 -- there is no public way
    own: dict[str | None, CredentialProvider] = {
        each.METHOD: each
        for each in builder.providers(
            profile_name=core.get_config_variable("profile") or "default",
            disable_env_vars=core.instance_variables().get("profile") is not None,
        )
    }
    return OnceResolver([own.get(each.METHOD, each) for each in resolver.providers])


def _parsed(sections: Mapping[str, Any] | None) -> Callable[[str], Mapping[str, Any]]:
    """What stands for the SDK's parser of a file."""

    def parse(path: str) -> Mapping[str, Any]:
        if sections is None:
            raise ConfigNotFound(path=path)
        return sections

    return parse
