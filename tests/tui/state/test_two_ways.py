"""The explorer and the command line judge the same draft alike, below the screen: of every faulty resource there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Shell
from tests.jobs.fakes import over_wire
from tests.sandbox.test_sandbox_organisation_faults import MISCONFIGURED, key_of, picked
from tests.stage import Stage
from xalias_tui.domain.documents import finding_document, plan_document
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Draft
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.plans.plan import PlanRequest, default_types, make_plan
from xalias_tui.jobs.targets.discover import discover
from xalias_tui.jobs.zones.read import read_zones
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.tui.screens.explorer.previewing import preview

SAMPLE = 24
"""The program itself is run for one resource of so many: it prints the plan of ``make_plan`` as it is."""
SIDES = ("--zone-profile", "dns-prod", "--target-profile", "shop-prod", "--target-profile", "media-prod")


@pytest.fixture(scope="module")
def served(stage: Stage) -> Iterator[Sandbox]:
    world = World.empty(propagation_seconds=0)
    organisation.build(world)
    with stage.play(world) as running:
        yield running


def findings(documents: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return sorted((each["id"], each["severity"], each["message"]) for each in documents)


def test_the_explorer_and_the_command_line_find_the_same(
    served: Sandbox, tmp_path: Path, enter_sandbox: Callable[[Sandbox], None]
) -> None:
    enter_sandbox(served)
    shell = Shell(tmp_path, served.environment(tmp_path / "aws-cli"), served)
    workspace = over_wire(tmp_path, target_profiles=("shop-prod", "media-prod"), regions=(), kinds=(), offline=True)
    read = read_zones(workspace)
    zone = next(zone for zone in read.zones if zone.id == PUBLIC)
    found = tuple(discover(workspace, None).targets)
    faulty = {key_of(target): target for target in found if key_of(target) in MISCONFIGURED and target.aliasable}
    faulty = {key: target for key, target in faulty.items() if DnsName.parse(picked(target)).is_inside(zone.name)}
    differing: dict[str, tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]] = {}
    seen: set[str] = set()
    for at, (key, target) in enumerate(faulty.items()):
        name = DnsName.parse(picked(target))
        types = ("A", "AAAA") if "cloudfront-ipv6-disabled" in MISCONFIGURED[key] else default_types(target)
        draft = Draft(zone, name, types, target)
        told: list[Any] = []
        preview(draft, _beside(found, target), read, workspace, told.append)
        last = told[-1]
        explorer = findings([finding_document(finding) for finding in last.plan.findings])
        request = PlanRequest(name.bare, target.arn, zone=zone.id, types=types, evaluate_target_health=False)
        headless = findings(plan_document(make_plan(workspace, request)[0])["findings"])
        if at % SAMPLE == 0:
            words = [word for type_ in types for word in ("--type", type_)]
            ran = shell.run(
                "plan", name.bare, "--target", target.arn, "--zone", zone.id, *words, "--no-evaluate-target-health",
                *SIDES, "--offline", "--json",
            )  # fmt: skip
            assert findings(ran.data["findings"]) == headless
        seen |= {id_ for id_, _, _ in headless}
        if explorer != headless:
            differing[key] = (explorer, headless)
    assert differing == {}
    assert len(faulty) > len(MISCONFIGURED) * 0.8
    assert {id_ for key in faulty for id_ in MISCONFIGURED[key]} - seen == {"validation-record-outside"}, (
        "the organisation has the other zone too"
    )


def _beside(found: tuple[Target, ...], target: Target) -> tuple[Target, ...]:
    """What the command line knows besides: it searches only where the ARN of the target says that it can be."""
    return tuple(other for other in found if other.kind == target.kind and other.region == target.region)
