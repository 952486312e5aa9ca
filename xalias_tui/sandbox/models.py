"""The SDK's own service models: which operation a request means, and the shapes it carries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import parse_qsl

from botocore.loaders import Loader
from moto.core.model import OperationModel, ServiceModel

from xalias_tui.domain.dataclass import dataclass

_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_]+)(\+?)\}")
_SERVICE_OF_SIGNING_NAME = {"elasticloadbalancing": "elbv2", "es": "opensearch"}
_VERSION_OF_CLASSIC_ELB = "2012-06-01"


@cache
def _loader() -> Loader:
    return Loader()


@cache
def service_model(service: str) -> ServiceModel:
    """The model of a service by the SDK's name for it.

    Raises:
        botocore.exceptions.UnknownServiceError: when the SDK has none.
    """
    return ServiceModel(_loader().load_service_model(service, "service-2"), service)


def service_of(signing_name: str, path: str, version: str | None) -> str:
    """The SDK's service for a credential scope; two of them serve two services each.

    Args:
        signing_name: The service named in the credential scope.
        path: The request's path, which differs between API Gateway's two services.
        version: The ``Version`` parameter, which differs between Elastic Load Balancing's two services.
    """
    if signing_name == "elasticloadbalancing" and version == _VERSION_OF_CLASSIC_ELB:
        return "elb"
    if signing_name == "apigateway" and path.startswith("/v2/"):
        return "apigatewayv2"
    return _SERVICE_OF_SIGNING_NAME.get(signing_name, signing_name)


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of a REST service: its method, the form of its path, and literals its query must hold."""

    operation: str
    method: str
    path: re.Pattern[str]
    query: tuple[tuple[str, str], ...]
    placeholders: int

    def match(self, method: str, path: str, query: Mapping[str, str]) -> dict[str, str] | None:
        """The path's parameters when the request is this operation; None otherwise."""
        if method != self.method or any(query.get(key) != value for key, value in self.query):
            return None
        found = self.path.fullmatch(path)
        return found.groupdict() if found else None


@cache
def routes(service: str) -> tuple[Route, ...]:
    """A REST service's operations, the most particular first."""
    model = service_model(service)
    found = [_route(model.operation_model(name)) for name in model.operation_names]
    return tuple(sorted(found, key=lambda route: (-len(route.query), route.placeholders)))


def _route(operation: OperationModel) -> Route:
    path, _, query = operation.http["requestUri"].partition("?")
    position, pattern = 0, ""
    for placeholder in _PLACEHOLDER.finditer(path):
        pattern += re.escape(path[position : placeholder.start()])
        pattern += f"(?P<{placeholder[1]}>{'.+' if placeholder[2] else '[^/]+'})"
        position = placeholder.end()
    pattern += re.escape(path[position:].rstrip("/")) + "/?"
    literals = tuple(item for item in parse_qsl(query, keep_blank_values=True) if item[0] != "x-id")
    return Route(
        operation.name, operation.http["method"], re.compile(pattern), literals, len(_PLACEHOLDER.findall(path))
    )
