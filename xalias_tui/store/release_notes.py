"""What changed in each release: the file that is installed beside the program; nothing is fetched."""

from __future__ import annotations

from importlib.resources import files

from xalias_tui.domain.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Release:
    """One release.

    Attributes:
        title: Its version, and its date where it has one.
        notes: What changed, as Markdown.
    """

    title: str
    notes: str

    @property
    def version(self) -> str:
        """The version that its title begins with."""
        return self.title.split(maxsplit=1)[0].strip("[]")


def releases() -> tuple[Release, ...]:
    """Every release, the newest first."""
    text = files("xalias_tui").joinpath("CHANGELOG.md").read_text(encoding="utf-8")
    parts = (part.partition("\n") for part in f"\n{text}".split("\n## ")[1:])
    return tuple(Release(title.strip(), notes.strip()) for title, _, notes in parts)
