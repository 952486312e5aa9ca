"""The registry is the only seam: a module among the kinds is found, planned, judged and permitted by that alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ADDED = Path(__file__).with_name("added_kind")


def test_a_module_is_all_that_a_new_kind_needs(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "tests.targets.with_added_kind", str(ADDED), str(tmp_path)]
    done = subprocess.run(program, capture_output=True, text=True, check=False, cwd=ADDED.parents[2])
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "found": ["north", "south"],
        "form": "pier",
        "planned": {
            "DNSName": "south.pier.eu-west-1.on.aws.",
            "HostedZoneId": "ZPIERS",
            "EvaluateTargetHealth": False,
        },
        "findings": ["pier-closed"],
        "verdicts": {"north.example.com": "live", "south.example.com": "broken", "sunk.example.com": "unknown"},
        "permissions": ["ec2:DescribeRegions", "piers:ListPiers"],
        "rules": ["pier-closed"],
    }
