"""Who else writes a record: marks that other tools leave at the name, in the zone's comment and in its tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.findings import Finding, Rule, Severity, Topic
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.rules.checks import Check, about, once_a_name

RECORD_OWNED_BY_AUTOMATION = Rule(
    id="record-owned-by-automation",
    severity=Severity.WARNING,
    when="A TXT record that external-dns's registry keeps for the name (at the name, or with its prefix or suffix; "
    "encrypted ones can't be read) contains heritage=external-dns; octoDNS owns the name (TXT at _owner.<type>.<name>, "
    "pools named _octodns-…) or left its mark in the zone (a TXT with octodns-version=, octodns-meta); or the zone's "
    "comment or tags name CloudFormation (aws:cloudformation:stack-name), CDK, Terraform, Kubernetes or the like.",
    message="external-dns (owner {owner}) manages this name and will change it back.",
    remedy="Change it in the owning system.",
    source="kubernetes-sigs/external-dns: docs/registry/txt.md; octodns: processor/ownership.py, processor/meta.py; "
    "octodns-route53: provider.py; CloudFormation Template Reference: aws-properties-resource-tags; the rule "
    "about comments and other tags is unsourced",
)

_IN_KUBERNETES: Final = "Change {resource} in Kubernetes, which external-dns reads."
_ENCRYPTED: Final = (
    "{registry} looks like an encrypted entry of external-dns's registry for this name: who owns it can't be read, and "
    "external-dns will change the name back."
)
_OCTODNS: Final = "octoDNS manages this name ({mark}) and will change it back."
_OF_ZONE: Final = "The zone's {mark} says that {owner} manages it, which may change this record back: {text}"
_HERITAGE: Final = "heritage=external-dns"
_OWNER: Final = re.compile(r"external-dns/owner=([^,\"]+)")
_RESOURCE: Final = re.compile(r"external-dns/resource=([^,\"]+)")
_TYPE: Final = r"(?:a|aaaa|cname|ns|txt|mx|srv|https)"
_OF_APEX: Final = re.compile(rf"(?:.*-)?{_TYPE}|{_TYPE}-(?:.*-)?")
"""A prefix that may precede the apex: external-dns requires the record type and a final dot there."""
_WITH_TYPE: Final = re.compile(rf"(?:.*[-._])?{_TYPE}[-.].*")
_HOLDS_TYPE: Final = re.compile(rf"(?<![a-z0-9]){_TYPE}(?![a-z0-9])")
_CIPHERTEXT: Final = re.compile(r'"[A-Za-z0-9+/]{64,}={0,2}"')
"""AES-GCM over gzip in base64: never shorter than nonce, tag and the least gzip stream."""
_PIECES: Final = re.compile(r"[^-_]+")
_OCTODNS_OWNER: Final = '"*octodns*"'
_OCTODNS_META: Final = frozenset({"octodns-meta", "_octodns-meta"})
_OCTODNS_VERSION: Final = "octodns-version="
_STACK: Final = "aws:cloudformation:stack-name"
_TOOLS: Final = {
    "terraform": "Terraform", "opentofu": "OpenTofu", "cloudformation": "CloudFormation", "cdk": "AWS CDK",
    "pulumi": "Pulumi", "octodns": "octoDNS", "dnscontrol": "DNSControl", "external-dns": "external-dns",
    "crossplane": "Crossplane", "kubernetes": "Kubernetes", "ansible": "Ansible",
}  # fmt: skip
_TOOL: Final = re.compile(rf"(?<![a-z0-9])({'|'.join(_TOOLS)})(?![a-z0-9])", re.IGNORECASE)
_KUBERNETES: Final = re.compile(r"(?:[a-z0-9.-]+\.)?(?:kubernetes\.io|k8s\.aws|k8s\.io)/")
_NO: Final = frozenset({"", "0", "false", "no", "none", "unmanaged"})
_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class _Mark:
    """What says that a tool manages a zone."""

    owner: str
    where: str
    text: str


def of_the_name(case: Case) -> Iterator[Finding]:
    """Tools that say at the name that it is theirs."""
    for record in once_a_name(change.record for change in case.changes):
        yield from _external_dns(case, record)
        mark = _octodns_mark(case, record)
        if mark:
            yield about(case, record).finding(RECORD_OWNED_BY_AUTOMATION, message=_OCTODNS, mark=mark)


def of_the_zone(case: Case) -> Iterator[Finding]:
    """Tools that the zone's comment, tags or records name, each once."""
    said: set[str] = set()
    for mark in _zone_marks(case) if case.changes else ():
        if mark.owner not in said:
            said.add(mark.owner)
            yield Topic.of_zone(case.zone).finding(
                RECORD_OWNED_BY_AUTOMATION, message=_OF_ZONE, mark=mark.where, owner=mark.owner, text=mark.text[:_SHOWN]
            )


# -- external-dns


def _external_dns(case: Case, record: RecordSet) -> Iterator[Finding]:
    """The registry's entry for a name, the first readable one; one that can't be read where there is no other."""
    name, hidden = record.name, None
    for text in _near(case.around.records, name):
        value = next((value for value in text.values if _HERITAGE in value), None)
        sealed = value is None and text.name != name and _is_sealed(text)
        if (value is None and not sealed) or _subject(case, text.name) != name:
            continue
        if value is None:
            hidden = hidden or text
            continue
        owner, resource = _OWNER.search(value), _RESOURCE.search(value)
        yield about(case, record).finding(
            RECORD_OWNED_BY_AUTOMATION,
            remedy=_IN_KUBERNETES if resource else None,
            owner=owner[1] if owner else "unknown",
            resource=resource[1] if resource else "",
        )
        return
    if hidden is not None:
        yield about(case, record).finding(RECORD_OWNED_BY_AUTOMATION, message=_ENCRYPTED, registry=hidden.name.bare)


def _near(records: ZoneRecords, name: DnsName) -> Iterator[RecordSet]:
    """TXT record sets whose names hold the name's first label above its parent, as registry entries for it do.

    The asterisk of a wildcard may be replaced by any word.
    """
    label, parent = name.labels[0], name.parent
    ending = "." + (parent.text if parent is not None else "")
    own = name == records.zone.name
    for text in records.texts:
        spelt = text.name.text
        of_label = spelt.endswith(ending) and (name.is_wildcard or label in spelt)
        if (own and text.name.is_inside(name)) or of_label:
            yield text


def _is_sealed(text: RecordSet) -> bool:
    return len(text.values) == 1 and bool(_CIPHERTEXT.fullmatch(text.values[0]) and _WITH_TYPE.match(text.name.text))


def _subject(case: Case, registry: DnsName) -> DnsName | None:
    """The name that a registry entry is about: of those that have records, or get some, the longest that fits.

    An entry has the record's name, with a prefix before its first label or a suffix behind it, either of which may
    hold dots and the record type (external-dns: ``--txt-prefix``, ``--txt-suffix``, ``%{record_type}``).
    """
    changed = {change.record.name for change in case.changes}
    found = [name for name in _candidates(case.zone.name, registry) if name in changed or _answers(case, name)]
    if not found:
        found = [name for name in _wildcards(case.zone.name, registry) if name in changed or _answers(case, name)]
    return max(found, key=lambda name: len(name.text), default=None)


def _wildcards(apex: DnsName, registry: DnsName) -> Iterator[DnsName]:
    """Wildcards whose entry it may be, where no record has a label of it: ``--txt-wildcard-replacement`` puts any word.

    Labels before the replaced asterisk are a prefix, which holds the record type.
    """
    labels = registry.labels
    for below in range(1, len(labels) - len(apex.labels) + 1):
        if all(_HOLDS_TYPE.search(label) for label in labels[: below - 1]):
            yield DnsName.from_route53(f"*.{'.'.join(labels[below:])}.")


def _answers(case: Case, name: DnsName) -> bool:
    return any(row.type != "TXT" for row in case.around.records.at(name))


def _candidates(apex: DnsName, registry: DnsName) -> Iterator[DnsName]:
    labels = registry.labels
    for below in range(1, len(labels) - len(apex.labels) + 1):
        parent = ".".join(labels[below:])
        for at, label in enumerate(labels[:below]):
            suffix = labels[at + 1 : below]
            if suffix and not any(_HOLDS_TYPE.search(behind) for behind in suffix):
                continue  # with dots behind it only the record type distinguishes an entry from a name of its own
            for piece in _pieces(label):
                try:
                    yield DnsName.from_route53(f"{piece}.{parent}.")
                except InvalidNameError:  # a piece that no name can begin with
                    continue
    if registry != apex and _OF_APEX.fullmatch(registry.text.removesuffix(f".{apex.text}")):
        yield apex


def _pieces(label: str) -> Iterator[str]:
    """Parts of a label that begin and end at its ends or beside ``-`` or ``_``, the whole label among them."""
    starts = [match.start() for match in _PIECES.finditer(label)]
    ends = [match.end() for match in _PIECES.finditer(label)]
    yield label
    for start in starts:
        for end in ends:
            if end > start and (start, end) != (0, len(label)):
                yield label[start:end]


# -- octoDNS


def _octodns_mark(case: Case, record: RecordSet) -> str:
    """The record by which octoDNS says that the name is its own; empty where there is none."""
    records, types = case.around.records, {change.record.type for change in case.changes}
    for type_ in sorted(types):
        spelt = f"_owner.{type_.lower()}.{record.name.text.replace('*', '_wildcard')}"
        for text in _at(records, spelt):
            if text.type == "TXT" and _OCTODNS_OWNER in text.values:
                return text.name.bare
    for row in (record, *records.at(record.name)):
        if row.alias is not None and row.alias.dns_name.labels[0].startswith("_octodns-"):
            return row.alias.dns_name.bare
    return record.name.bare if record.name.labels[0].startswith("_octodns-") else ""


def _at(records: ZoneRecords, spelt: str) -> Iterable[RecordSet]:
    try:
        return records.at(DnsName.from_route53(spelt))
    except InvalidNameError:  # so long that no mark fits before it
        return ()


# -- zone


def _zone_marks(case: Case) -> Iterator[_Mark]:
    custody, zone = case.around.custody, case.zone
    for key, value in custody.tags:
        yield from _tag_marks(key, value)
    found = _TOOL.search(zone.comment)
    if found is not None:
        yield _Mark(_TOOLS[found[1].lower()], "comment", zone.comment)
    for text in case.around.records.texts:
        version = next((value for value in text.values if _OCTODNS_VERSION in value), "")
        if version or text.name.labels[0] in _OCTODNS_META:
            yield _Mark("octoDNS", f"record {text.name.bare}", version or ", ".join(text.values))


def _tag_marks(key: str, value: str) -> Iterator[_Mark]:
    spelt = f"{key} = {value}"
    if key == _STACK:
        yield _Mark("CloudFormation", "tag", spelt)
    elif key.startswith(("aws:cloudformation:", "aws-cdk:", "aws:cdk:")):
        yield _Mark("CloudFormation" if "cloudformation" in key else "AWS CDK", "tag", spelt)
    elif value.strip().lower() in _NO:
        return
    elif _KUBERNETES.match(key):
        yield _Mark("Kubernetes", "tag", spelt)
    else:
        found = _TOOL.search(key.replace("_", " ")) or _TOOL.search(value)
        if found is not None:
            yield _Mark(_TOOLS[found[1].lower()], "tag", spelt)


CHECKS: tuple[Check, ...] = (of_the_name, of_the_zone)
