"""What operators paste where a target is asked for: DNS names, ARNs, URLs, and pages of the AWS console."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from xalias_tui.domain.dataclass import dataclass

_CONSOLE: Final = re.compile(
    r"(?:.+\.)?console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com|aws\.eu)|.*\.signin\.aws\.amazon\.com"
)
"""Hosts of the AWS Management Console in each partition (AWS Management Console Getting Started Guide)."""
_ARN: Final = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d*:[^\s?&;#\"']+")
_NAMES: Final = (
    re.compile(r"/distributions/(E[A-Z0-9]{8,})"),
    re.compile(r"/s3/buckets/([a-z0-9.-]{3,63})"),
    re.compile(r"/domain-names?[^#]*?[?&]domain(?:Name)?=([A-Za-z0-9*._-]+)"),
    re.compile(r"[#/]LoadBalancers?:.*?\bsearch=([A-Za-z0-9-]+)"),
    re.compile(r"[?&]environmentName=([A-Za-z0-9-]+)"),
)
"""Where pages tell the name that a resource has here: distributions, buckets, API domains, load balancers …"""
_ARN_BEGINS: Final = "arn:"
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|//")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What an operator pasted where a target is asked for, read once.

    Attributes:
        text: The text, without blanks around it.
        meant: The ARN or own name of the resource that a console page shows; else the text itself.
        host: The host name in what is meant: a URL's host, or the text up to a port or path. An ARN, and an address of
            IPv6, as it is.
        is_console_page: Whether it is the address of a page of the AWS console.
    """

    text: str
    meant: str
    host: str
    is_console_page: bool

    @classmethod
    def read(cls, text: str) -> Pasted:
        """Read a text, whatever it holds."""
        stripped = text.strip()
        is_page = _CONSOLE.fullmatch(_host_in(stripped).lower()) is not None
        meant = _shown_by(stripped) if is_page else stripped
        return cls(stripped, meant, _host_in(meant), is_page)

    @property
    def is_arn(self) -> bool:
        """Whether an ARN is meant."""
        return self.meant.startswith(_ARN_BEGINS)

    @property
    def tells_resource(self) -> bool:
        """Whether it is more than a page of the console that tells no resource."""
        return not self.is_console_page or self.meant != self.text

    @property
    def is_like_dns_name(self) -> bool:
        """Whether a DNS name is meant rather than an ARN or a resource's own name."""
        return not self.is_arn and self.tells_resource and "." in self.host.rstrip(".")


def _shown_by(page: str) -> str:
    """The ARN or own name of the resource that a console page shows; a page that tells neither as it is."""
    text = unquote(unquote(page))  # consoles encode what they put behind the # once more
    found = next((match for match in (_ARN.search(text), *(form.search(text) for form in _NAMES)) if match), None)
    return page if found is None else found[found.lastindex or 0]


def _host_in(stripped: str) -> str:
    if stripped.startswith(_ARN_BEGINS):
        return stripped
    scheme = _SCHEME.match(stripped)
    rest = stripped[scheme.end() :] if scheme else stripped
    try:
        host = urlsplit(f"//{rest}").hostname
    except ValueError:
        return stripped  # no URL after all: what reads it as a name says what is wrong
    colons = rest.partition("/")[0].count(":")
    if not scheme and colons > 1:
        return rest.partition("/")[0]
    return host or ("" if scheme else stripped)
