"""Reading evidence about one target: a call that is refused becomes a value, it does not end the inspection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from xalias_tui.domain.lookups import Ask, LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.tags import Tags, read_tags
from xalias_tui.domain.targets import Certificate, Facts, Target
from xalias_tui.targets.shared import acm

Document = Mapping[str, Any]

MOST_CALLS: Final = 8
"""What a picked load balancer may cost; what would cost more is left out and reported as such."""

_ARN_PARTS: Final = 6


class Evidence:
    """Asks on behalf of one target and remembers what was not answered."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self._unread: dict[str, None] = {}
        self._left_out: dict[str, None] = {}
        self._certificates: dict[str, Certificate] = {}
        self._calls = 0

    @property
    def unread(self) -> tuple[str, ...]:
        """IAM actions that were denied, and sentences about everything else that was not read."""
        left_out = f"{', '.join(self._left_out)} (left out after {MOST_CALLS} calls)" if self._left_out else ""
        return (*self._unread, *((left_out,) if left_out else ()))

    def inspected(self, target: Target, facts: Facts, **fields: Any) -> Target:
        """The target with what was read of it, and with what was not; ``fields`` are further ones of the target."""
        facts = replace(facts, unread=merged(facts.unread, self.unread))
        return replace(target, facts=facts, inspected=True, **fields)

    def affords(self, what: str) -> bool:
        """Whether one more call may be made; where not, its answer is reported as left out."""
        if self._calls < MOST_CALLS:
            return True
        self._left_out[what] = None
        return False

    def miss(self, what: str) -> None:
        """Record that something was not read."""
        self._unread[what] = None

    def call(self, service: str, operation: str, *, absent: tuple[str, ...] = (), **params: Any) -> Document | None:
        """One call; None where it failed, an empty document where AWS answers with a code of ``absent``."""
        self._calls += 1
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
            items: list[Document] = []
            for page in self.ask.pages(service, operation, **params):
                self._calls += 1
                items.extend(page.get(field) or ())
        except LookupFailedError as error:
            self._calls += 1
            self.miss(_gap(service, operation, error))
            return None
        return items

    def tags(self, service: str, **params: Any) -> Tags | None:
        """The tags of one resource; None where the other calls were many, for tags decide little.

        For the same reason a failure is reported as a sentence, not as a missing permission.
        """
        if self._calls >= MOST_CALLS:
            return None
        try:
            answer = self.ask.call(service, "describe_tags", **params)
        except LookupFailedError as error:
            self.miss(
                f"its tags (needs {error.action})" if error.denied and error.action else f"its tags ({error.code})"
            )
            return None
        described = answer.get("TagDescriptions") or [{}]
        return read_tags(described[0].get("Tags") or ())

    def certificate(self, arn: str) -> Certificate:
        """A certificate of ACM or IAM, read once; ``read`` is False where it could not be read."""
        if arn not in self._certificates:
            self._certificates[arn] = self._certificate(arn)
        return self._certificates[arn]

    def certificates(self, arns: Sequence[str], name: DnsName) -> tuple[Certificate, ...]:
        """Several certificates: one list instead of a call for each, and one call for the one that covers the name.

        Only that call returns how the certificate is validated and renewed.
        """
        wanted = {arn for arn in arns if arn not in self._certificates and self._is_listed(arn)}
        if len(wanted) > 1 and self._calls < MOST_CALLS:
            self._list(wanted, name)
        return tuple(self.certificate(arn) for arn in arns)

    def _is_listed(self, arn: str) -> bool:
        return (arn_service(arn), arn_region(arn)) == ("acm", self.ask.region)

    def _list(self, wanted: set[str], name: DnsName) -> None:
        """What one page of the list returns; a refusal is not reported, as each is then read by itself."""
        self._calls += 1
        covered_one = False
        try:
            page = self.ask.call("acm", "list_certificates", Includes={"keyTypes": list(acm.KEY_TYPES)}, MaxItems=1000)
        except LookupFailedError:
            return
        at = acm.now()
        for summary in page.get("CertificateSummaryList") or ():
            found = acm.listed(summary, self.ask.region, at) if summary["CertificateArn"] in wanted else None
            if found is None:
                continue
            if not covered_one and found.covers(name):
                covered_one = True
            else:
                self._certificates[found.arn] = found

    def _certificate(self, arn: str) -> Certificate:
        service, region = arn_service(arn), arn_region(arn)
        unread = Certificate(arn=arn, region=region, read=False)
        if service in {"acm", "iam"} and not self.affords(f"certificate {arn}"):
            return unread
        if service == "iam":
            return self._of_iam(arn) or unread
        if service != "acm":
            self.miss(f"the names of {arn}, which is no ACM certificate")
            return unread
        ask = self.ask if region == self.ask.region else self.ask.elsewhere(region)
        self._calls += 1
        try:
            answer = ask.call("acm", "describe_certificate", CertificateArn=arn)
        except LookupFailedError as error:
            self.miss(_gap("acm", "describe_certificate", error))
            return unread
        return acm.described(answer["Certificate"], region, acm.now())

    def _of_iam(self, arn: str) -> Certificate | None:
        name = arn.rpartition("/")[2]
        answer = self.call("iam", "get_server_certificate", ServerCertificateName=name)
        if answer is None:
            return None
        found = acm.from_pem(arn, answer["ServerCertificate"]["CertificateBody"], acm.now())
        if not found.read:
            self.miss(f"the names of {arn}, which holds no X.509 certificate")
        return found


def _gap(service: str, operation: str, error: LookupFailedError) -> str:
    if error.denied and error.action:
        return error.action
    return f"{operation} of {service} ({error.code}: {error.message.rstrip('.')})"


def tagged(tags: Tags | None) -> dict[str, Any]:
    """Tags, and the same as one line, untouched: ``team=shop, env=live``; fields of ``Target``."""
    return {"tags": tags, "label": ", ".join(f"{key}={value}" for key, value in tags or ())}


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
    return acm.parsed_name(text or "")


valid_names: Final = acm.valid_names


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
