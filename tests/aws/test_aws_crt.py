"""The SDK runs without awscrt, and has it where a profile was made by ``aws login``."""

from __future__ import annotations

import subprocess
import sys

import pytest

RUN = """\
import sys
from xalias_tui.aws import crt, session
import botocore.compat
import botocore.credentials
crt.bring_back([{}, {SETTINGS!r}])
print("awscrt.crypto" in sys.modules, botocore.credentials.EC is not None, botocore.compat.HAS_CRT)
"""


@pytest.mark.parametrize(("setting", "there"), [("login_session", "True True False"), ("region", "False False False")])
def test_awscrt_is_loaded_for_console_logins_only(setting: str, there: str) -> None:
    code = RUN.replace("{SETTINGS!r}", repr({setting: "x"}))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == there
