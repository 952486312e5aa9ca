"""Endpoints and proxies that do not answer, or answer what AWS would not."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from xalias_tui.aws.causes.subject import Subject, detail, sentence
from xalias_tui.domain.errors import AwsError

RETRY: Final = "Check the network, VPN and proxy settings, then try again."


def proxy(error: BaseException, of: Subject) -> AwsError:
    """A proxy that refuses or does not answer."""
    del of
    url, why = detail(error, "proxy_url"), detail(error, "error")
    return proxy_refusal(why, url) or AwsError(
        "unreachable",
        f"The proxy does not answer: {sentence(f'{_without_login(url)}')}",
        "Check HTTPS_PROXY and the network.",
    )


def proxy_refusal(why: str, url: str = "") -> AwsError | None:
    """What a proxy says that it will not do; None where it said nothing of the kind."""
    proxy = f"The proxy {_without_login(url)}" if url else "The proxy"
    if "socks" in url.lower():
        return AwsError(
            "unsupported",
            "HTTPS_PROXY or HTTP_PROXY names a SOCKS proxy, which the AWS SDK does not support.",
            "Name an HTTP proxy; one in front of the SOCKS proxy will do.",
        )
    if "407" in why:
        return AwsError(
            "unreachable",
            f"{proxy} wants a user and a password, or other ones than it got (407).",
            "Write them into HTTPS_PROXY, as in http://user:password@host:port; reserved characters percent-encoded.",
        )
    if "403" in why:
        return AwsError(
            "unreachable",
            f"{proxy} does not allow what was asked (403).",
            "Ask who runs it to allow the AWS endpoints, or add the host to NO_PROXY.",
        )
    return None


def _without_login(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname or url.rpartition('@')[2]}{f':{parts.port}' if parts.hostname and parts.port else ''}"


def tls(error: BaseException, of: Subject) -> AwsError:
    """A certificate that is not trusted."""
    del of
    return AwsError(
        "unreachable",
        f"The TLS certificate of {_host(error)} is not trusted: {sentence(detail(error, 'error'))}",
        "Where a proxy inspects TLS, set AWS_CA_BUNDLE to a file with its certificate authority.",
    )


def timeout(error: BaseException, of: Subject) -> AwsError:
    """No answer in time."""
    del of
    return AwsError("unreachable", f"{_host(error)} did not answer in time.", RETRY)


def connection(error: BaseException, of: Subject) -> AwsError:
    """No connection."""
    host = _host(error)
    if "fips" in host:
        return AwsError(
            "unreachable",
            f"{host} cannot be reached: FIPS endpoints are wanted (use_fips_endpoint or AWS_USE_FIPS_ENDPOINT), and "
            "not every service and region has one.",
            f"Leave FIPS off for {of.whose_in}, or name a region that has such an endpoint.",
        )
    return AwsError("unreachable", f"{host} cannot be reached.", RETRY)


def _host(error: BaseException) -> str:
    return urlsplit(detail(error, "endpoint_url")).netloc.rpartition("@")[2] or "AWS"
