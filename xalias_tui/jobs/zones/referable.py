"""What record sets may refer to by id: the health checks and CIDR collections of the zone accounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.health_checks import CidrCollection, HealthCheck, Referable
from xalias_tui.domain.lookups import Ask, LookupFailedError, Unscanned, unscanned
from xalias_tui.domain.routing import Routing
from xalias_tui.jobs.session.accounts import none_ready, ready_once_an_account
from xalias_tui.jobs.session.config_source import zone_side
from xalias_tui.jobs.session.workspace import Workspace

_HEALTH_CHECKS: Final = "health-checks"
_CIDR_COLLECTIONS: Final = "cidr-collections"
_USUAL_PORT: Final = {"HTTP": 80, "HTTPS": 443}

T = TypeVar("T")


def list_health_checks(workspace: Workspace) -> tuple[tuple[HealthCheck, ...], tuple[Unscanned, ...]]:
    """The health checks of every zone account.

    Raises:
        AwsError: when no zone profile could be asked.
    """
    return _of_every_account(workspace, _HEALTH_CHECKS, health_checks)


def list_cidr_collections(workspace: Workspace) -> tuple[tuple[CidrCollection, ...], tuple[Unscanned, ...]]:
    """The CIDR collections of every zone account, with their locations.

    Raises:
        AwsError: when no zone profile could be asked.
    """
    return _of_every_account(workspace, _CIDR_COLLECTIONS, cidr_collections)


def referable(
    workspace: Workspace, profile: str, *, health: bool = False, cidr: bool = False
) -> tuple[Referable, tuple[Unscanned, ...]]:
    """What the record sets of one account's zones may refer to; what could not be read stays None.

    Args:
        workspace: Whose accounts are asked.
        profile: The profile of the zone.
        health: Whether health checks are wanted.
        cidr: Whether CIDR collections are wanted: one call, and one more for each.

    Raises:
        AwsError: when the profile can't sign in.
    """
    if not (health or cidr):
        return Referable(), ()
    ask = workspace.accounts.ask(profile, "")
    checks, missed = _tried(ask, _HEALTH_CHECKS, health_checks) if health else (None, ())
    collections, more = _tried(ask, _CIDR_COLLECTIONS, cidr_collections) if cidr else (None, ())
    return Referable(checks, collections), (*missed, *more)


def by_id(routing: Routing | None, known: Referable) -> Routing | None:
    """The same routing with the id of a CIDR collection that was given by its name, where it is known."""
    if routing is None or routing.policy != "cidr" or known.cidr_collections is None:
        return routing
    given = routing.value["CollectionId"]
    ids = [collection.id for collection in known.cidr_collections if given in (collection.id, collection.name)]
    return Routing(routing.policy, {**routing.value, "CollectionId": ids[0]}) if len(ids) == 1 else routing


def health_checks(ask: Ask) -> tuple[HealthCheck, ...]:
    """The health checks of one account.

    Raises:
        LookupFailedError: when Route 53 refuses or does not answer.
    """
    return tuple(
        _health_check(ask, document)
        for page in ask.pages("route53", "list_health_checks")
        for document in page["HealthChecks"]
    )


def cidr_collections(ask: Ask) -> tuple[CidrCollection, ...]:
    """The CIDR collections of one account.

    Raises:
        LookupFailedError: when Route 53 refuses or does not answer.
    """
    return tuple(
        CidrCollection(document["Id"], document["Name"], ask.account_id, _locations(ask, document["Id"]))
        for page in ask.pages("route53", "list_cidr_collections")
        for document in page.get("CidrCollections", ())
    )


def _locations(ask: Ask, collection: str) -> tuple[str, ...]:
    return tuple(
        document["LocationName"]
        for page in ask.pages("route53", "list_cidr_locations", CollectionId=collection)
        for document in page.get("CidrLocations", ())
    )


def _health_check(ask: Ask, document: Mapping[str, Any]) -> HealthCheck:
    config = document["HealthCheckConfig"]
    return HealthCheck(
        id=document["Id"],
        account_id=ask.account_id,
        type=config["Type"],
        checks=_what_it_checks(config, document.get("CloudWatchAlarmConfiguration", {})),
        disabled=bool(config.get("Disabled")),
        linked_service=document.get("LinkedService", {}).get("ServicePrincipal", ""),
        inverted=bool(config.get("Inverted")),
        domain="" if config.get("IPAddress") else config.get("FullyQualifiedDomainName", "").rstrip(".").lower(),
    )


def _what_it_checks(config: Mapping[str, Any], metric: Mapping[str, Any]) -> str:
    """An endpoint as a URL, or the words for what is no endpoint (HealthCheckConfig in the Route 53 API reference)."""
    kind = config["Type"]
    if kind == "CALCULATED":
        return f"{config.get('HealthThreshold', 0)} of {len(config.get('ChildHealthChecks', ()))} other health checks"
    if kind == "CLOUDWATCH_METRIC":
        alarm = config.get("AlarmIdentifier", {})
        name = alarm.get("Name") or metric.get("MetricName", "")
        return f"CloudWatch alarm {name} in {alarm.get('Region', 'a region that is not told')}"
    if kind == "RECOVERY_CONTROL":
        return f"routing control {config.get('RoutingControlArn', '')}"
    protocol = kind.removesuffix("_STR_MATCH")
    host = config.get("FullyQualifiedDomainName") or config.get("IPAddress", "")
    host = f"[{host}]" if ":" in host else host
    port = config.get("Port") or _USUAL_PORT.get(protocol)
    where = host if port is None or port == _USUAL_PORT.get(protocol) else f"{host}:{port}"
    shown = f"{protocol.lower()}://{where}{config.get('ResourcePath', '')}"
    return f"{shown} for '{config['SearchString']}'" if config.get("SearchString") else shown


def _tried(
    ask: Ask, kind: str, read: Callable[[Ask], tuple[T, ...]]
) -> tuple[tuple[T, ...] | None, tuple[Unscanned, ...]]:
    try:
        return read(ask), ()
    except LookupFailedError as error:
        return None, (unscanned(ask, kind, error, is_global=True),)


def _of_every_account(
    workspace: Workspace, kind: str, read: Callable[[Ask], tuple[T, ...]]
) -> tuple[tuple[T, ...], tuple[Unscanned, ...]]:
    ready, failed = ready_once_an_account(workspace, zone_side(workspace))
    if not ready:
        raise none_ready(failed)
    found: list[T] = []
    missed = [_not_asked(account, kind, account.state, account.why) for account in failed]
    for account in ready:
        try:
            ask = workspace.accounts.ask(account.profile, "")
        except AwsError as error:
            missed.append(_not_asked(account, kind, error.code, error.message))
            continue
        rows, gaps = _tried(ask, kind, read)
        found.extend(rows or ())
        missed.extend(gaps)
    return tuple(found), tuple(missed)


def _not_asked(account: Account, kind: str, code: str, message: str) -> Unscanned:
    return Unscanned(account.account_id, account.profile, "", kind, code, message)
