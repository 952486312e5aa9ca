"""The change batch exactly as ``xalias apply`` sends it, for any client of the Route 53 API."""

from __future__ import annotations

import json
from typing import Final

from xalias_tui.export.format import Format
from xalias_tui.export.reading import Plans


def render(plans: Plans) -> str:
    """The ``ChangeBatch`` of ChangeResourceRecordSets; the hosted zone is told beside it, it has no place inside."""
    (plan,) = plans
    return json.dumps(plan.batch, indent=2) + "\n"


FORMAT: Final = Format("change-batch", "Route 53 change batch", ".json", render, holds="plan", sends=True)
