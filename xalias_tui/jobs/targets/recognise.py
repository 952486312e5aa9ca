"""What an AWS DNS name is, from the name alone: offline, without credentials."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final

from xalias_tui.domain.error_rules import TARGET_NOT_ALIASABLE
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.names import DnsName, to_ascii
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.targets import offline_target, recognise
from xalias_tui.targets.shared.arns import read_arn

_WHERE_ELSE: Final = (
    "Paste the DNS name, use a profile of that account (--target-profile, in the explorer A), or a card with "
    "--target-card."
)


def host_of(pasted: Pasted) -> str:
    """The host name in a pasted text, in Punycode.

    Raises:
        InvalidNameError: when international characters have no Punycode form.
    """
    return to_ascii(pasted.host)


def refuse_arn(pasted: Pasted) -> None:
    """Say what an ARN or a page of the AWS console names, and that it does not tell the DNS name.

    Raises:
        UsageError: when the text is one of them.
    """
    arn = read_arn(pasted.meant)
    if arn is None and pasted.is_console_page:
        raise _no_name_in(pasted)
    if arn is None:
        return
    if not arn.kinds and not arn.name:
        raise UsageError("target-unknown", f"{pasted.meant} names no resource.", "Give the ARN whole, or a DNS name.")
    if not arn.kinds:
        remedy = "Write a CNAME to its DNS name, except at a zone's apex."
        why = f"It names a {arn.words}, for which Route 53 has no alias."
        raise UsageError.of(TARGET_NOT_ALIASABLE, remedy=remedy, target=pasted.meant, why=why)
    raise UsageError(
        "arn-has-no-dns-name",
        f"{pasted.meant} names {arn.words}; an alias needs its DNS name, which no ARN tells.",
        _WHERE_ELSE,
    )


def _no_name_in(page: Pasted) -> UsageError:
    if not page.tells_resource:
        said = "It names no resource that is known by its address."
        remedy = "Paste the DNS name or the ARN that it shows."
    else:
        said, remedy = (
            f"It shows {page.meant}; an alias needs its DNS name, which the address does not tell.",
            _WHERE_ELSE,
        )
    return UsageError("console-page", f"This is the address of a page of the AWS console. {said}", remedy)


def resolve(pasted: Pasted) -> Recognition:
    """What a DNS name or URL is, or why it can't be aliased.

    Raises:
        UsageError: when the text is an ARN or the address of a console page.
        InvalidNameError: when the text is no DNS name.
    """
    if not pasted.text:
        raise UsageError("target-empty", "The name is empty.", "Give a DNS name or URL.")
    refuse_arn(pasted)
    host = host_of(pasted)
    name = DnsName.parse(host)
    recognition = recognise(name)
    if recognition is not None:
        return recognition
    reason = f"{name.bare} has the form of no known alias target; a CNAME can point to it, except at a zone's apex."
    if _is_address(host):
        reason = f"{host} is an IP address, no DNS name; a plain A or AAAA record holds it."
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


def resolved_target(pasted: Pasted) -> tuple[Recognition, Target]:
    """What a DNS name is, and the target that it stands for; nothing was read about it.

    Raises:
        UsageError: when the text is an ARN or the address of a console page.
        InvalidNameError: when the text is no DNS name.
    """
    recognition = resolve(pasted)
    return recognition, offline_target(recognition)
