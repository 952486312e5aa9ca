"""Reading evidence about one target: a call that is refused becomes a value, it does not end the inspection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.lookups import Ask, LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Certificate

Document = Mapping[str, Any]

_ARN_PARTS: Final = 6


class Evidence:
    """Asks on behalf of one target and remembers what was not answered."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self._unread: dict[str, None] = {}
        self._certificates: dict[str, Certificate] = {}

    @property
    def unread(self) -> tuple[str, ...]:
        """IAM actions that were denied, and sentences about everything else that was not read."""
        return tuple(self._unread)

    def miss(self, what: str) -> None:
        """Record that something was not read."""
        self._unread[what] = None

    def call(self, service: str, operation: str, *, absent: tuple[str, ...] = (), **params: Any) -> Document | None:
        """One call; None where it failed, an empty document where AWS answers with a code of ``absent``."""
        try:
            return self.ask.call(service, operation, **params)
        except LookupFailedError as error:
            if error.code in absent:
                return {}
            self.miss(_gap(service, operation, error))
            return None

    def items(self, service: str, operation: str, field: str, **params: Any) -> list[Document] | None:
        """The elements of a paginated list; None where it failed."""
        try:
            pages = self.ask.pages(service, operation, **params)
            return [item for page in pages for item in page.get(field) or ()]
        except LookupFailedError as error:
            self.miss(_gap(service, operation, error))
            return None

    def label(self, service: str, **params: Any) -> str:
        """The tags of one resource as a line; what is not answered is told as a sentence, for tags decide nothing."""
        try:
            answer = self.ask.call(service, "describe_tags", **params)
        except LookupFailedError as error:
            self.miss(f"its tags ({error.code})")
            return ""
        described = answer.get("TagDescriptions") or [{}]
        return label_of({tag["Key"]: tag.get("Value", "") for tag in described[0].get("Tags") or ()})

    def certificate(self, arn: str) -> Certificate:
        """The names and state of an ACM certificate, asked once; ``read`` is False where it could not be read."""
        if arn not in self._certificates:
            self._certificates[arn] = self._certificate(arn)
        return self._certificates[arn]

    def _certificate(self, arn: str) -> Certificate:
        service, region = arn_service(arn), arn_region(arn)
        if service != "acm":
            self.miss(f"the names of {arn}, which is no ACM certificate")
            return Certificate(arn=arn, region=region, read=False)
        if region != self.ask.region:
            self.miss(f"the names of the certificate {arn}, which is in {region}")
            return Certificate(arn=arn, region=region, read=False)
        answer = self.call("acm", "describe_certificate", CertificateArn=arn)
        if answer is None:
            return Certificate(arn=arn, region=region, read=False)
        detail = answer["Certificate"]
        return Certificate(
            arn=arn,
            names=valid_names([detail.get("DomainName", ""), *detail.get("SubjectAlternativeNames", ())]),
            status=detail.get("Status", ""),
            region=region,
            not_after=detail.get("NotAfter"),
        )


def _gap(service: str, operation: str, error: LookupFailedError) -> str:
    if error.denied and error.action:
        return error.action
    return f"{operation} of {service} ({error.code}: {error.message.rstrip('.')})"


def label_of(tags: Mapping[str, str]) -> str:
    """Tags as one line, untouched: ``team=shop, env=live``."""
    return ", ".join(f"{key}={value}" for key, value in tags.items())


def arn_service(arn: str) -> str:
    """The service of an ARN, e.g. ``acm``; empty where the text is no ARN."""
    parts = arn.split(":", _ARN_PARTS - 1)
    return parts[2] if len(parts) == _ARN_PARTS else ""


def arn_region(arn: str) -> str:
    """The region of an ARN; empty for global services and where the text is no ARN."""
    parts = arn.split(":", _ARN_PARTS - 1)
    return parts[3] if len(parts) == _ARN_PARTS else ""


def arn_account(arn: str) -> str:
    """The account of an ARN; empty where it names none, and where the text is no ARN."""
    parts = arn.split(":", _ARN_PARTS - 1)
    return parts[4] if len(parts) == _ARN_PARTS else ""


def parsed(text: str | None) -> DnsName | None:
    """A name that an API returned; None where it returned none, or no DNS name."""
    if not text:
        return None
    try:
        return DnsName.parse(text)
    except InvalidNameError:
        return None


def valid_names(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that are DNS names, lower case, without final dot, each once, in their order."""
    names = (parsed(text) for text in texts)
    return tuple(dict.fromkeys(name.bare for name in names if name is not None))


def merged(*groups: Iterable[str]) -> tuple[str, ...]:
    """The texts of all groups, each once, in their order."""
    return tuple(dict.fromkeys(text for group in groups for text in group))


def covered(name: DnsName, patterns: Iterable[str], *, any_depth: bool = False) -> bool:
    """Whether one of the patterns covers the name, see ``DnsName.matches``."""
    candidates = (parsed(pattern) for pattern in patterns)
    return any(name.matches(pattern, any_depth=any_depth) for pattern in candidates if pattern is not None)


def below_wildcard(name: DnsName, patterns: Iterable[str]) -> tuple[str, ...]:
    """The patterns that lie under a wildcard name without being it: what a target serves of ``*.P``."""
    parent = name.parent
    if not name.is_wildcard or parent is None:
        return ()
    found = ((pattern, parsed(pattern)) for pattern in patterns)
    return tuple(text for text, entry in found if entry and entry not in (name, parent) and entry.is_inside(parent))
