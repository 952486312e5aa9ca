"""What happens to a request: who calls, is it allowed, does anything go wrong, and what is the answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from moto.core.model import ServiceModel

from xalias_tui.domain.zone_ids import partition_of_region
from xalias_tui.sandbox import metadata
from xalias_tui.sandbox.calls import GLOBAL_REGION, GLOBAL_SERVICES, Call, Refusal
from xalias_tui.sandbox.faults import Cut, Fault, Refuse, Slow
from xalias_tui.sandbox.identities import Principal, iam_action, matches_any
from xalias_tui.sandbox.models import service_of
from xalias_tui.sandbox.refusals import refusal_answer
from xalias_tui.sandbox.registry import services
from xalias_tui.sandbox.wire import (
    Answer,
    Identified,
    Request,
    identify,
    parse,
    protocol_of,
    serialise,
    signer,
)
from xalias_tui.sandbox.world import World

_FORBIDDEN = HTTPStatus.FORBIDDEN
_ANY = "*"


def answer(world: World, request: Request) -> Answer | None:
    """Carry out a request; None when its answer is to be lost on the way."""
    if metadata.answers(request):
        return metadata.answer(world, request)
    request_id = str(uuid.uuid4())
    given = _answer(world, request, request_id)
    return None if given is None else replace(given, headers={**given.headers, "x-amzn-RequestId": request_id})


def _answer(world: World, request: Request, request_id: str) -> Answer | None:
    try:
        identified = identify(request)
    except Refusal as refusal:
        signed = signer(request)
        service = service_of(signed[2], request.path, None) if signed else ""
        return refusal_answer(refusal, service, protocol_of(request), request_id)
    model = identified.operation.service_model
    try:
        return _carried_out(world, request, identified, request_id)
    except Refusal as refusal:
        refusal.status = _status(refusal, model)
        return refusal_answer(refusal, identified.service, model.protocol, request_id)
    except Exception as error:  # noqa: BLE001 -- a defect of ours is answered as AWS answers one of theirs, and kept
        world.defects.append(error)
        failure = Refusal("InternalFailure", f"The sandbox failed: {error!r}", HTTPStatus.INTERNAL_SERVER_ERROR)
        return refusal_answer(failure, identified.service, model.protocol, request_id)


def _carried_out(world: World, request: Request, identified: Identified, request_id: str) -> Answer | None:
    service, operation = identified.service, identified.operation.name
    principal = _principal(world, identified)
    fault = world.faults.take(service, operation)
    _before(fault)
    world.faults.charge(principal.account_id, service, operation)
    region = GLOBAL_REGION if service in GLOBAL_SERVICES else identified.region
    call = Call(
        principal.account_id,
        principal.arn,
        region,
        service,
        operation,
        parse(request, identified),
        user_agent=request.headers.get("User-Agent", ""),
        request_id=request_id,
    )
    world.served.append(call)
    try:
        result = _performed(world, principal, call)
    except Refusal as refusal:
        world.trail.note(call, refusal)
        raise
    world.trail.note(call, result)
    return None if isinstance(fault, Cut) else serialise(identified, result, request_id)


def _performed(world: World, principal: Principal, call: Call) -> Mapping[str, Any]:
    _authorise(world, principal, call)
    perform = services().get(call.service, {}).get(call.operation)
    if perform is None:
        raise Refusal("UnknownOperationException", f"The sandbox does not simulate {call.service}:{call.operation}.")
    return perform(world, call)


def _before(fault: Fault | None) -> None:
    if isinstance(fault, Refuse):
        raise Refusal(fault.code, fault.message, fault.status)
    if isinstance(fault, Slow):
        fault.reached.set()
        fault.release.wait()


def _principal(world: World, identified: Identified) -> Principal:
    """Who signed; keys of one partition are unknown to the services of another."""
    if not identified.access_key_id:
        return Principal("", "anonymous", "anonymous")
    principal = world.principal(identified.access_key_id)
    at_home = principal is not None and world.partition(principal.account_id) == partition_of_region(identified.region)
    if principal is None or not at_home:
        raise Refusal("InvalidClientTokenId", "The security token included in the request is invalid.", _FORBIDDEN)
    if principal.expired:
        raise Refusal("ExpiredToken", "The security token included in the request is expired", _FORBIDDEN)
    return principal


def _authorise(world: World, principal: Principal, call: Call) -> None:
    if call.service == "sts":
        return
    account = world.accounts.get(call.account_id)
    action = iam_action(call.service, call.operation)
    arn = _resource(call, world.partition(call.account_id))
    if account is not None and matches_any(account.denied, call.service, call.operation, call.region):
        reason = "with an explicit deny in a service control policy"
    elif matches_any(principal.denied, call.service, call.operation, call.region):
        reason = f"because no identity-based policy allows the {action} action"
    elif principal.limit is not None and not principal.limit.allows(action, arn or _ANY):
        reason = f"because no session policy allows the {action} action"
    else:
        return
    quoted = f'"{arn}"' if call.service == "s3" else arn
    resource = f" on resource: {quoted}" if arn else ""
    sentence = f"User: {principal.arn} is not authorized to perform: {action}{resource} {reason}"
    if call.service == "ec2":
        sentence = f"You are not authorized to perform this operation. {sentence}"
    raise Refusal("AccessDenied", sentence, _FORBIDDEN)


def _resource(call: Call, partition: str) -> str:
    """The ARN that a call is about; empty where that is neither a hosted zone nor a bucket."""
    zone_id = call.params.get("HostedZoneId") if call.service == "route53" else None
    if zone_id is not None:
        return f"arn:{partition}:route53:::hostedzone/{str(zone_id).rpartition('/')[2]}"
    bucket = call.params.get("Bucket") if call.service == "s3" else None
    return f"arn:{partition}:s3:::{bucket}" if bucket is not None else ""


def _status(refusal: Refusal, model: ServiceModel) -> int:
    """The refusal's status; where it says 400, the one that the service's model gives its code."""
    if refusal.status != HTTPStatus.BAD_REQUEST:
        return refusal.status
    for shape in model.error_shapes:
        error = shape.metadata.get("error", {})
        if refusal.code in (shape.name, error.get("code")):
            return int(error.get("httpStatusCode", refusal.status))
    return refusal.status
