"""What an AWS DNS name is, from the name alone: offline, without credentials."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.targets import offline_target, recognise

_SCHEME: Final = "://"


def host_of(text: str) -> str:
    """The host name in a pasted text: a URL's host, or the text itself."""
    stripped = text.strip()
    if _SCHEME in stripped:
        try:
            return urlsplit(stripped).hostname or stripped
        except ValueError:
            return stripped  # no URL after all: what reads it as a name says what is wrong
    return stripped.partition("/")[0].partition(":")[0] if not stripped.startswith("arn:") else stripped


def resolve(text: str) -> Recognition:
    """What a DNS name or URL is, or why it can't be aliased.

    Raises:
        InvalidNameError: when the text is no DNS name.
    """
    name = DnsName.parse(host_of(text))
    recognition = recognise(name)
    if recognition is not None:
        return recognition
    return Recognition(
        kind="",
        dns_name=name,
        region="",
        zone_id="",
        zone_id_source="",
        record_types=(),
        aliasable=False,
        reason=f"{name.bare} has the form of no known alias target; a CNAME can point to it, except at a zone's apex.",
        rule_id="target-shape-unknown",
    )


def resolved_target(text: str) -> tuple[Recognition, Target]:
    """What a DNS name is, and the target that it stands for; nothing was read about it.

    Raises:
        InvalidNameError: when the text is no DNS name.
    """
    recognition = resolve(text)
    return recognition, offline_target(recognition)
