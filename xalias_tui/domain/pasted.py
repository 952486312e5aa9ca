"""What operators paste where a target is asked for: DNS names, ARNs, URLs, and pages of the AWS console."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

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
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|//")


def is_console_page(text: str) -> bool:
    """Whether a text is the address of a page of the AWS console."""
    return _CONSOLE.fullmatch(host_in(text).lower()) is not None


def meant_by(text: str) -> str:
    """The ARN or own name of the resource that a console page shows; any other text, without blanks around it.

    A page that tells neither is given as it is.
    """
    stripped = text.strip()
    if not is_console_page(stripped):
        return stripped
    page = unquote(unquote(stripped))  # consoles encode what they put behind the # once more
    found = next((match for match in (_ARN.search(page), *(form.search(page) for form in _NAMES)) if match), None)
    return stripped if found is None else found[found.lastindex or 0]


def host_in(text: str) -> str:
    """The host name in a pasted text: a URL's host, or the text itself up to a port or path.

    An ARN is given as it is, and so is an address of IPv6.
    """
    stripped = text.strip()
    if stripped.startswith("arn:"):
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
