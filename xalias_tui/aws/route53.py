"""Hosted zones of one account over the Route 53 API: paged reads, and the one call that changes something."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from xalias_tui.aws.failures import SDK_ERRORS, describe, lookup_failure
from xalias_tui.aws.iam import iam_action
from xalias_tui.aws.paging import listing_of
from xalias_tui.aws.rate_limit import Clock
from xalias_tui.aws.refusals import failed_change
from xalias_tui.aws.retries import Persistence
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.custody import Protection
from xalias_tui.domain.error_rules import WRONG_ACCOUNT
from xalias_tui.domain.errors import InvalidNameError, RefusedError
from xalias_tui.domain.hosted_zones import ChangeState, ChangeStatus
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import DUAL_STACK_SUFFIX, ENDPOINT_SUFFIX
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.zone_evidence import Signing, SigningKey
from xalias_tui.domain.zones import Vpc, Zone

ZONES_A_PAGE: Final = "100"
"""The most that ListHostedZones returns at once."""
RECORDS_A_PAGE: Final = "300"
"""The most that ListResourceRecordSets returns at once."""
PROTECTIONS_A_PAGE: Final = "300"
"""The most that ListResourceRecordSetProtections returns at once."""

_OF_AWS: Final = tuple(
    f".{suffix}"
    for suffixes in (ENDPOINT_SUFFIX, DUAL_STACK_SUFFIX)
    for partition, suffix in suffixes.items()
    if not partition.startswith("aws-iso")
)
"""How the hosts of Route 53's own endpoints end, those in VPCs included; isolated partitions have no internet."""


class Route53Zones:
    """Implements ``domain.hosted_zones.HostedZones``. Safe to use from several threads.

    Args:
        account: Whose zones they are.
        reads: A Route 53 client without retries of its own.
        make_writer: Makes a plain client that may change a zone, without retries; one for each change, so that no
            connection is reused that may have died meanwhile.
        caller: Account id and ARN of that session's credentials as STS says now.
        clock: Time, for pauses between tries.
    """

    def __init__(
        self,
        account: Account,
        reads: Any,
        make_writer: Callable[[Zone], Any],
        caller: Callable[[], tuple[str, str]],
        clock: Clock,
    ) -> None:
        self._account = account
        self._reads = reads
        self._make_writer = make_writer
        self._caller = caller
        self._persistence = Persistence(clock)

    @property
    def account(self) -> Account:
        """Whose they are, as STS said."""
        return self._account

    @property
    def of_the_internet(self) -> bool:
        """Whether the SDK asks AWS itself and not another endpoint, such as a simulated Route 53."""
        return (urlsplit(self._reads.meta.endpoint_url).hostname or "").endswith(_OF_AWS)

    def zones(self) -> Iterator[tuple[Zone, ...]]:
        """See ``HostedZones``."""
        for page in self._pages("list_hosted_zones", MaxItems=ZONES_A_PAGE):
            yield tuple(self._zone(document) for document in page["HostedZones"])

    def zone(self, zone_id: str) -> Zone:
        """See ``HostedZones``."""
        answer = self._read("get_hosted_zone", Id=zone_id)
        return self._zone(
            answer["HostedZone"],
            name_servers=tuple(answer.get("DelegationSet", {}).get("NameServers", ())),
            vpcs=tuple(Vpc(vpc["VPCId"], vpc["VPCRegion"]) for vpc in answer.get("VPCs", ())),
            detailed=True,
        )

    def records(self, zone: Zone) -> Iterator[tuple[RecordSet, ...]]:
        """See ``HostedZones``."""
        return self._record_pages(zone)

    def records_at(self, zone: Zone, name: DnsName) -> tuple[RecordSet, ...]:
        """See ``HostedZones``."""
        found: list[RecordSet] = []
        for page in self._record_pages(zone, StartRecordName=name.route53):
            here = [record for record in page if record.name == name]
            found.extend(here)
            if len(here) < len(page):
                break
        return tuple(found)

    def tags(self, zone: Zone) -> tuple[tuple[str, str], ...]:
        """See ``HostedZones``."""
        answer = self._read("list_tags_for_resource", ResourceType="hostedzone", ResourceId=zone.id)
        return tuple((tag["Key"], tag.get("Value", "")) for tag in answer["ResourceTagSet"].get("Tags", ()))

    def protections(self, zone: Zone) -> tuple[Protection, ...]:
        """Every name and type of the zone that is protected from changes: one call for each 300 of them.

        Raises:
            LookupFailedError: when Route 53 refuses or does not answer.
        """
        pages = self._pages("list_resource_record_set_protections", HostedZoneId=zone.id, MaxResults=PROTECTIONS_A_PAGE)
        return tuple(
            Protection(_name(held["RecordName"]), held["RecordType"], held.get("Comment", ""))
            for page in pages
            for held in page["ResourceRecordSetProtections"]
        )

    def record_limit(self, zone: Zone) -> int:
        """See ``HostedZones``."""
        answer = self._read("get_hosted_zone_limit", HostedZoneId=zone.id, Type="MAX_RRSETS_BY_ZONE")
        return int(answer["Limit"]["Value"])

    def signing(self, zone: Zone) -> Signing:
        """See ``HostedZones``."""
        answer = self._read("get_dnssec", HostedZoneId=zone.id)
        keys = (
            SigningKey(key.get("Name", ""), key.get("Status", ""), key.get("StatusMessage", ""), key.get("KeyTag"))
            for key in answer.get("KeySigningKeys", ())
        )
        status = answer["Status"]
        return Signing(status.get("ServeSignature", ""), status.get("StatusMessage", ""), tuple(keys))

    def change(
        self, zone: Zone, batch: Mapping[str, Any], on_wait: Callable[[str], None] | None = None
    ) -> ChangeStatus:
        """Send a change batch exactly as given, once it is certain that it goes to the zone's own account.

        Args:
            zone: Where it goes.
            batch: The change batch.
            on_wait: Told in words each time that Route 53 is waited for before the batch is sent again.

        Raises:
            RefusedError: when Route 53 refuses (AWS's code and sentence), or we do: ``read-only``, ``wrong-account``,
                ``iam-change-denied``.
            ConflictError: when a record is not (or no longer) what the batch says.
            OutcomeUnknownError: when the request may have arrived and no answer came.
            AwsError: when it certainly had no effect.
        """
        self._check_identity(zone)
        sent = threading.Event()

        def send() -> ChangeStatus:
            sent.clear()
            return _status(writer.change_resource_record_sets(HostedZoneId=zone.id, ChangeBatch=batch)["ChangeInfo"])

        try:
            writer = self._make_writer(zone)
            writer.meta.events.register_first("before-send", lambda **_: sent.set())
            return self._persistence.write(send, on_wait or (lambda _: None))
        except RefusedError:
            raise
        except Exception as error:
            raise failed_change(error, zone, batch, profile=self._account.profile, sent=sent.is_set()) from error

    def change_status(self, change_id: str) -> ChangeStatus:
        """See ``HostedZones``."""
        return _status(self._read("get_change", Id=change_id)["ChangeInfo"])

    def _check_identity(self, zone: Zone) -> None:
        profile = self._account.profile
        if self._account.read_only:
            raise RefusedError(
                "read-only",
                f"{self._account.label} is used read-only; nothing was sent.",
                "Leave read-only mode to change anything.",
            )
        try:
            account_id, arn = self._caller()
        except SDK_ERRORS as error:
            raise describe(error, profile=profile, action="sts:GetCallerIdentity") from error
        if account_id != zone.account_id:
            actual = f"{account_id} ({arn})"
            raise RefusedError.of(WRONG_ACCOUNT, actual=actual, what=f"zone {zone.id}", wanted=zone.account_id)

    def _record_pages(self, zone: Zone, **start: str) -> Iterator[tuple[RecordSet, ...]]:
        for page in self._pages("list_resource_record_sets", HostedZoneId=zone.id, MaxItems=RECORDS_A_PAGE, **start):
            yield tuple(_record(document) for document in page["ResourceRecordSets"])

    def _pages(self, operation: str, **params: Any) -> Iterator[Mapping[str, Any]]:
        return listing_of(self._reads, operation).pages(lambda start: self._read(operation, **{**params, **start}))

    def _read(self, operation: str, **params: Any) -> Mapping[str, Any]:
        def call() -> Mapping[str, Any]:
            answer: Mapping[str, Any] = getattr(self._reads, operation)(**params)
            return answer

        try:
            return self._persistence.read(call)
        except SDK_ERRORS as error:
            action = iam_action(self._reads, operation)
            raise lookup_failure(error, profile=self._account.profile, action=action) from error

    def _zone(self, document: Mapping[str, Any], **details: Any) -> Zone:
        settings, features = document.get("Config", {}), document.get("Features", {})
        return Zone(
            id=document["Id"].removeprefix("/hostedzone/"),
            name=_name(document["Name"]),
            private=bool(settings.get("PrivateZone")),
            account_id=self._account.account_id,
            profile=self._account.profile,
            record_count=document.get("ResourceRecordSetCount"),
            comment=settings.get("Comment", ""),
            linked_service=document.get("LinkedService", {}).get("ServicePrincipal", ""),
            accelerated_recovery=features.get("AcceleratedRecoveryStatus", ""),
            public_dns_fallback=features.get("PublicDNSFallbackStatus", ""),
            guardrails=guardrails_on(document),
            partition=self._account.partition,
            **details,
        )


def guardrails_on(document: Mapping[str, Any]) -> frozenset[str]:
    """Names of the change guardrails that are on, of a HostedZone."""
    listed = document.get("Features", {}).get("ChangeGuardrails", ())
    return frozenset(item["Name"] for item in listed if item["Status"] == "ENABLED")


def _name(text: str) -> DnsName:
    try:
        return DnsName.from_route53(text)
    except InvalidNameError as error:
        raise _unreadable(error) from error


def _record(document: Mapping[str, Any]) -> RecordSet:
    try:
        return RecordSet.from_wire(document)
    except InvalidNameError as error:
        raise _unreadable(error) from error


def _unreadable(error: InvalidNameError) -> LookupFailedError:
    return LookupFailedError("invalid-answer", f"Route 53 listed a name that is no DNS name: {error.message}")


def _status(info: Mapping[str, Any]) -> ChangeStatus:
    status: ChangeState = "INSYNC" if info["Status"] == "INSYNC" else "PENDING"
    return ChangeStatus(info["Id"].removeprefix("/change/"), status, info["SubmittedAt"])
