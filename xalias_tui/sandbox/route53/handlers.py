"""Route 53's operations."""

from collections.abc import Mapping
from typing import Any

SERVICE = "route53"
OPERATIONS: Mapping[str, Any] = {}
