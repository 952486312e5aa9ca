"""Names of the profiles in the AWS configuration, read without loading the SDK.

Files and section names as https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html has them.
"""

from __future__ import annotations

import configparser
import os
from pathlib import Path
from typing import Final

from xalias_tui.domain.errors import AwsError

_CONFIG_PREFIX: Final = "profile "


def profile_names() -> tuple[str, ...]:
    """Every profile of the configuration and the credentials file, sorted, ``default`` first.

    Raises:
        AwsError: ``misconfigured``, when one of the files cannot be read as an AWS configuration.
    """
    names = {_of_config(section) for section in _sections(config_path())}
    names.update(_sections(credentials_path()))
    names.discard("")
    return tuple(sorted(names, key=lambda name: (name != "default", name)))


def config_path() -> Path:
    """Where the AWS configuration file is (``AWS_CONFIG_FILE``, else ``~/.aws/config``)."""
    return _path("AWS_CONFIG_FILE", "config")


def credentials_path() -> Path:
    """Where the shared credentials file is (``AWS_SHARED_CREDENTIALS_FILE``, else ``~/.aws/credentials``)."""
    return _path("AWS_SHARED_CREDENTIALS_FILE", "credentials")


def _path(variable: str, name: str) -> Path:
    return Path(os.environ.get(variable) or Path("~", ".aws", name)).expanduser()


def _of_config(section: str) -> str:
    """The profile's name of a section of the configuration file; empty for ``sso-session``, ``services`` and the like.

    A name with spaces may be quoted.
    """
    if section == "default":
        return section
    if not section.startswith(_CONFIG_PREFIX):
        return ""
    return section.removeprefix(_CONFIG_PREFIX).strip().strip("\"'")


def _sections(path: Path) -> list[str]:
    # "default" is an ordinary section here, and values may hold "%".
    parser = configparser.RawConfigParser(default_section="", strict=False)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise _unreadable(path, error) from error
    return parser.sections()


def _unreadable(path: Path, error: Exception) -> AwsError:
    reason = " ".join(str(error).split())
    return AwsError("misconfigured", f"The AWS configuration file {path} cannot be read: {reason}.", "Correct it.")
