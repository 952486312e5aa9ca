from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.export.samples import PLANS
from xalias_tui.cli.root import root
from xalias_tui.domain.documents import envelope, plan_document
from xalias_tui.export import format_of, formats

PLAN = PLANS["both addresses"]


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(envelope("plan", plan_document(PLAN))), encoding="utf-8")
    return file


@pytest.mark.parametrize("name", [format_.name for format_ in formats()])
def test_the_text_is_printed_and_nothing_else(name: str, plan_file: Path) -> None:
    ran = CliRunner().invoke(root, ["export", str(plan_file), "--format", name])
    assert (ran.exit_code, ran.stdout, ran.stderr) == (0, format_of(name).render([PLAN]), "")


def test_the_document_has_format_and_text(plan_file: Path) -> None:
    ran = CliRunner().invoke(root, ["export", str(plan_file), "--format", "terraform", "--json"])
    assert json.loads(ran.stdout)["data"] == {
        "format": "terraform",
        "text": format_of("terraform").render([PLAN]),
        "left_out": [],
    }
