"""What an AWS DNS name is, from the name alone: offline, without credentials."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.targets import offline_target, recognise
from xalias_tui.targets.arns import read_arn

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


def refuse_arn(text: str) -> None:
    """Say what an ARN names, and that it does not tell the DNS name.

    Raises:
        UsageError: when the text is an ARN.
    """
    arn = read_arn(text)
    if arn is None:
        return
    if not arn.kinds:
        raise UsageError(
            "target-not-aliasable",
            f"{text.strip()} names a {arn.words}, to which no alias can point.",
            "Write a CNAME to its DNS name, except at a zone's apex.",
        )
    raise UsageError(
        "arn-has-no-dns-name",
        f"{text.strip()} names {arn.words}; an alias needs its DNS name, which no ARN tells.",
        "Paste the DNS name, use a profile of that account with --target-profile, or a card with --target-card.",
    )


def resolve(text: str) -> Recognition:
    """What a DNS name or URL is, or why it can't be aliased.

    Raises:
        UsageError: when the text is an ARN.
        InvalidNameError: when the text is no DNS name.
    """
    refuse_arn(text)
    name = DnsName.parse(host_of(text))
    recognition = recognise(name)
    if recognition is not None:
        return recognition
    reason = f"{name.bare} has the form of no known alias target; a CNAME can point to it, except at a zone's apex."
    if _is_address(name.bare):
        reason = f"{name.bare} is an IP address, no DNS name; a plain A or AAAA record holds it."
    return Recognition(
        kind="",
        dns_name=name,
        region="",
        zone_id="",
        zone_id_source="",
        record_types=(),
        aliasable=False,
        reason=reason,
        rule_id="target-shape-unknown",
    )


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def resolved_target(text: str) -> tuple[Recognition, Target]:
    """What a DNS name is, and the target that it stands for; nothing was read about it.

    Raises:
        UsageError: when the text is an ARN.
        InvalidNameError: when the text is no DNS name.
    """
    recognition = resolve(text)
    return recognition, offline_target(recognition)
