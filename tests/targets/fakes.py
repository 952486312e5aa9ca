"""An account's answers as SDK documents, and drafts about what was found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from xalias_tui.domain.findings import Finding, Severity
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case, Draft, Surroundings, propose
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import Zone, ZoneRecords
from xalias_tui.targets import Kind

ACCOUNT = "222222222222"
Answer = Mapping[str, Any] | LookupFailedError | Callable[..., Any]
Answers = Mapping[str, Answer | list[Mapping[str, Any]]]


class FakeAsk:
    """Answers ``service.operation`` with a document, a list of pages, a function of the parameters, or a failure."""

    account_id = ACCOUNT
    profile = "shop-prod"

    def __init__(self, answers: Answers, region: str = "eu-west-1", partition: str = "aws") -> None:
        self.answers, self.region, self.partition = answers, region, partition
        self.calls: list[str] = []

    def elsewhere(self, region: str) -> FakeAsk:
        other = FakeAsk(self.answers, region, self.partition)
        other.calls = self.calls
        return other

    def call(self, service: str, operation: str, **params: Any) -> Mapping[str, Any]:
        page: Mapping[str, Any] = next(iter(self.pages(service, operation, **params)))
        return page

    def pages(self, service: str, operation: str, **params: Any) -> Iterator[Mapping[str, Any]]:
        self.calls.append(f"{service}.{operation}")
        answer: Any = self.answers[f"{service}.{operation}"]
        answer = answer(**params) if callable(answer) else answer
        if isinstance(answer, LookupFailedError):
            raise answer
        yield from answer if isinstance(answer, list) else [answer]


def denied(action: str) -> LookupFailedError:
    return LookupFailedError("AccessDenied", "User is not authorized.", action=action, denied=True)


def failure(code: str) -> LookupFailedError:
    return LookupFailedError(code, "It did not work.", action="any:Action")


def zone(name: str = "example.com", *, private: bool = False) -> Zone:
    return Zone(id="Z1PUBLIC", name=DnsName.parse(name), private=private, account_id="111111111111", profile="dns-prod")


def case_of(
    target: Target,
    name: str = "www.example.com",
    types: Sequence[str] = ("A",),
    *,
    private: bool = False,
    evaluate: bool = False,
    records: Sequence[RecordSet] = (),
    known: Sequence[Target] = (),
    complete: bool = True,
) -> Case:
    draft = Draft(
        zone=zone(private=private),
        name=DnsName.parse(name),
        types=tuple(types),
        target=target,
        evaluate_target_health=evaluate,
    )
    around = Surroundings(ZoneRecords(draft.zone, tuple(records), complete=complete), targets=tuple(known))
    changes = propose(draft, around.records).changes if target.dns_name else ()
    return Case(draft, around, changes)


def only(kind: Kind, ask: FakeAsk) -> Target:
    (target,) = kind.discover(ask)
    return target


def found_and_inspected(kind: Kind, ask: FakeAsk, name: str = "www.example.com") -> Target:
    return kind.inspect(only(kind, ask), ask, DnsName.parse(name))


def serious(findings: Sequence[Finding]) -> set[str]:
    """Ids of errors and warnings."""
    return {finding.id for finding in findings if finding.severity.reaches(Severity.WARNING)}


def ids(findings: Sequence[Finding]) -> set[str]:
    return {finding.id for finding in findings}


def by_id(findings: Sequence[Finding], id_: str) -> Finding:
    (found,) = [finding for finding in findings if finding.id == id_]
    return found
