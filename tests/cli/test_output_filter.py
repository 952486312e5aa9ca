"""Nothing is printed but through the functions that filter it; what is no text for people is listed."""

from __future__ import annotations

from pathlib import Path

import xalias_tui.cli

OF_THEIR_OWN = {
    "output.py": "the functions themselves",
    "entry.py": "an empty line",
    "commands/export.py": "code in a language that quotes by itself",
    "commands/completion.py": "a script of ours",
    "debugging.py": "one sentence, made printable there: what filters belongs to the commands, which log",
    "commands/man.py": "roff of our own help",
    "commands/demo.py": "variables of our own sandbox",
    "commands/policy.py": "a JSON document",
}


def test_text_for_people_passes_the_filter() -> None:
    folder = Path(xalias_tui.cli.__file__).parent
    texts = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.py")}
    assert {name for name, text in texts.items() if "click.echo" in text} == OF_THEIR_OWN.keys()
