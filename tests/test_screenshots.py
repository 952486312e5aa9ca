"""``python -m tests.screenshots`` still comes to the first picture of each scene, and draws those that are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import small_organisation
from tests.screenshots import SCENES, Scene, play, workspace_of
from tests.tui.driving import Driver

PICTURES = Path(__file__).parent.parent / "screenshots"


class EnoughError(Exception):
    """The first picture."""


@pytest.mark.parametrize(
    "scene",
    [
        pytest.param(scene, id=scene.pictures[0], marks=[pytest.mark.full] * (scene is not SCENES[-1]))
        for scene in SCENES
    ],
)
async def test_a_scene_begins(scene: Scene, tmp_path: Path) -> None:
    drawn: list[str] = []

    async def draw(driver: Driver, name: str) -> None:
        assert driver.app.export_screenshot(title="xalias").startswith("<svg")
        drawn.append(name)
        raise EnoughError

    with small_organisation() as sandbox, workspace_of(sandbox, tmp_path) as workspace, pytest.raises(EnoughError):
        await play(scene, workspace, draw)
    assert drawn == list(scene.pictures[:1])


def test_the_scenes_have_every_picture_that_is_kept() -> None:
    named = [picture for scene in SCENES for picture in scene.pictures]
    assert sorted(named) == sorted(path.stem for path in PICTURES.glob("*.svg"))
