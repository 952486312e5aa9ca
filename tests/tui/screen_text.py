"""The text of a screen, read from the public screenshot export: what goldens compare."""

from __future__ import annotations

import html
import re
from typing import Any

from rich.cells import cell_len
from textual.app import App

_TEXT = re.compile(
    r'<text class="[^"]*" x="([\d.]+)" y="[\d.]+" textLength="[\d.]+" clip-path="url\(#[\w-]*line-(\d+)\)">(.*?)</text>'
)
_CELL_WIDTH = 12.2


def screen_text(app: App[Any]) -> str:
    """The screen, a line a row, without trailing blanks."""
    lines: dict[int, str] = {}
    for x, row, raw in _TEXT.findall(app.export_screenshot()):
        text = html.unescape(raw).replace("\xa0", " ")
        line = lines.get(int(row), "")
        lines[int(row)] = line + " " * (round(float(x) / _CELL_WIDTH) - cell_len(line)) + text
    return "\n".join(lines.get(row, "").rstrip() for row in range(app.size.height))
