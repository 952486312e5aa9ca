"""A profile as sentences speak of it, and what makes a sentence of what the SDK or a program said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final

from xalias_tui.aws import profiles
from xalias_tui.aws.configuration import config_path, configuration
from xalias_tui.aws.profiles import Source
from xalias_tui.domain.commands import options, within_sentence
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.ways_in import is_profile, who_acts

_MAX_RETRIES: Final = re.compile(r"\s*\(reached max retries: \d+\)")
_SECRET: Final = re.compile(r"(?<![\w/=+.?&%:-])[A-Za-z0-9/+]{40,}={0,2}")
"""What may be a key or a token; a part of an address is not one."""


@dataclass(frozen=True)
class Subject:
    """A profile as sentences speak of it.

    Attributes:
        profile: Its name; empty for the default credential chain.
        source: Where its credentials come from.
    """

    profile: str
    source: Source = "none"

    @property
    def whose(self) -> str:
        """At the beginning of a sentence."""
        return who_acts(self.profile) if self.profile else "The default credential chain"

    @property
    def whose_in(self) -> str:
        """Within a sentence."""
        first, rest = self.whose[0], self.whose[1:]
        return f"{first.lower()}{rest}"

    @property
    def option(self) -> str:
        """What commands of the AWS CLI are given, with a space before it."""
        return f" {options(profile=self.profile)}" if is_profile(self.profile) else ""

    @property
    def section(self) -> str:
        """Where its settings are."""
        name = self.profile or "default"
        return f"[{name if name == 'default' else f'profile {name}'}] of {config_path()}"

    @property
    def correct(self) -> str:
        """What helps where its settings are wrong."""
        return f"Correct the AWS configuration, section {self.section}."

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """Its settings; empty where the configuration can't be parsed."""
        try:
            return configuration().profile(self.profile or profiles.environment_profile())
        except AwsError:
            return {}

    def command(self, words: Iterable[str]) -> str:
        """A command of the AWS CLI for it."""
        return within_sentence(f"{' '.join(words)}{self.option}")


def subject(profile: str) -> Subject:
    """A profile with the source of its credentials."""
    try:
        base = profiles.base_of(profile)
    except AwsError:
        base = profile
    return Subject(profile, profiles.source_of(base))


def sentence(text: str) -> str:
    """One line that ends as a sentence does, without the number of retries and without what may be a secret."""
    one_line = _SECRET.sub("…", " ".join(_MAX_RETRIES.sub("", text).split()))
    return one_line if one_line.endswith((".", "!", "?", "]", "…")) else f"{one_line}."


def detail(error: BaseException, key: str) -> str:
    """What an exception of the SDK was given under a name; empty where nothing was."""
    details: Mapping[str, Any] = getattr(error, "kwargs", {})
    return str(details.get(key) or "")
