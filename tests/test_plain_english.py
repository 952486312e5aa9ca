"""Every sentence of the program, for users and for contributors, is what an English-speaking engineer would write.

The glossary in ``.github/CONTRIBUTING.md`` has the better word for each of these.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PHRASES = {
    r"leads? to|leads? (?:there|nowhere|somewhere|back|out)\b|\bled to": "points to, resolves to",
    r"tells? (?:of|what|how|who|which|whether|why|that|apart)\b": "reports, says",
    r"(?:no|some)body\b": "no one, another account, the operator",
    r"st(?:and|ands|ood|anding) (?:t?here|against|in|at|on|after|beside|below|twice|once|as planned)\b": "exists, is",
    r"shall\b": "must, will",
    r"(?<!on )demands?\b|demanded\b": "requires, requirements",
    r"judgements?\b": "checks, verdict",
    r"(?<!there )(?:is|are) none\b": "is not one",
    r"(?<=['}] )is no (?!longer\b)": "is not a",
    r"nothing follows\b": "proves nothing",
    r"in whose\b.* ever\b": "whoever owns it",
    r"held against\b": "compared with",
}
"""What is not written, as a pattern, and what is written instead."""
JSON_VALUES = frozenset({"demands"})
"""Values of the JSON contract, which never change."""

FSTRING_START = getattr(tokenize, "FSTRING_START", None)
FSTRING_END = getattr(tokenize, "FSTRING_END", None)
"""What begins and ends an f-string since Python 3.12; before, one is a string like any other."""


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """What a person reads in a file, with its line: strings, docstrings and comments of Python, all of a text."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield from enumerate(text.splitlines(), 1)
        return
    for literal, line in literals(text):
        if literal.strip("\"'") not in JSON_VALUES:
            yield from enumerate(literal.splitlines(), line)


def literals(source: str) -> Iterator[tuple[str, int]]:
    """The comments and strings of a program as they are written, each with its first line."""
    lines = source.splitlines(keepends=True)
    begun: list[tuple[int, int]] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == FSTRING_START:
            begun.append(token.start)
        elif token.type == FSTRING_END:
            first, last = begun.pop(), token.end
            if not begun:  # what is inside another one is a part of it
                inside = lines[first[0] - 1 : last[0]]
                inside[-1] = inside[-1][: last[1]]
                yield "".join(inside)[first[1] :], first[0]
        elif token.type in (tokenize.COMMENT, tokenize.STRING) and not begun:
            yield token.string, token.start[0]


def offences(path: Path, root: Path = ROOT) -> Iterator[str]:
    for line, text in sentences(path):
        for pattern, better in PHRASES.items():
            found = re.search(rf"\b(?:{pattern})", text, re.IGNORECASE)
            if found:
                yield f"{path.relative_to(root)}:{line}: {found.group()!r} in {text.strip()[:80]!r}: {better}"


def written() -> list[Path]:
    package = ROOT / "xalias_tui"
    return [ROOT / "README.md", package / "CHANGELOG.md", *sorted(package.rglob("*.py"))]


def test_it_is_plain_english() -> None:
    assert [offence for path in written() for offence in offences(path)] == []


@pytest.mark.parametrize(
    ("suffix", "text", "seen"),
    [
        (".md", "An alias that leads to nothing.", 1),
        (".py", 'SENTENCE = "Nobody tells of a change."\n', 2),
        (".py", "# It shall stand there.\n", 2),
        (".md", "Zone ids stand here as planned, each on the line it stands on.", 1),
        (".md", "An asterisk stands for every name.", 0),
        (".py", "SENTENCE = f\"'{text}' is no share.\"\n", 1),
        (".py", "SENTENCE = f\"'{text}' is no longer saved.\"\n", 0),
        (".py", 'STEP = "demands"\n', 0),
        (".py", "leads_to = stands_in = 1\n", 0),
        (".md", "An alias that points to nothing.", 0),
    ],
)
def test_an_offence_is_seen(tmp_path: Path, suffix: str, text: str, seen: int) -> None:
    path = tmp_path / f"file{suffix}"
    path.write_text(text, encoding="utf-8")
    assert len(list(offences(path, tmp_path))) == seen
