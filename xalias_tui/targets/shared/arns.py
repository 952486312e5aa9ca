"""What an ARN alone shows: kind, region, account and the resource's own name; no ARN contains a DNS name.

Forms: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import re
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.targets import all_kinds

_PARTS: Final = 6


@dataclass(frozen=True, slots=True)
class Arn:
    """An ARN in parts.

    Attributes:
        service: Its name in ARNs, e.g. ``elasticloadbalancing``.
        region: Region code; empty for global resources.
        account_id: Empty where the ARN has none, as for buckets.
        name: The resource's own name or id.
        kinds: Keys of the kinds of target that it can be; empty for what can be none.
    """

    service: str
    region: str
    account_id: str
    name: str
    kinds: tuple[str, ...]

    @property
    def words(self) -> str:
        """What it names, e.g. ``alb 'shop' in eu-west-1 of account 222222222222``."""
        what = " or ".join(self.kinds) or f"resource of {self.service}"
        region = f" in {self.region}" if self.region else ""
        account = f" of account {self.account_id}" if self.account_id else ""
        name = f" '{self.name}'" if self.name else ""
        return f"{what}{name}{region}{account}"


def read_arn(text: str) -> Arn | None:
    """The parts of an ARN; None for any other text."""
    parts = text.strip().split(":", _PARTS - 1)
    if len(parts) < _PARTS or parts[0] != "arn":
        return None
    _, _, service, region, account_id, resource = parts
    matches = {kind.key: re.fullmatch(kind.arn, f"{service}:{resource}") for kind in all_kinds() if kind.arn}
    found = {key: match["name"] for key, match in matches.items() if match}
    name = next(iter(found.values()), resource)
    return Arn(service, region, account_id, name, tuple(found))
