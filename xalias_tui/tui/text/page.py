"""Text with hanging indents: what does not fit on a labelled line continues below its text, not below its label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, Literal

from rich.cells import cell_len
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from xalias_tui.domain.dataclass import dataclass

About = Literal["", "error", "warning", "change", "record"]
"""What a line is about, as far as it decides whether a change may be sent; ``record`` is one side of a change."""

_NOTHING: Final = Content("")
_WORD: Final = re.compile(r"\s*\S+\s*")
_PIECE: Final = re.compile(r"\s*[^\s./]*(?:[./]|\S*?(?=\s|$))\s*")
"""A part of a long word, to behind a dot or slash."""
_LEAST: Final = 12
"""Cells that a text keeps beside its label; narrower ones begin at the left edge again."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """A labelled line.

    Attributes:
        label: Its first cells; blank below.
        text: The rest, wrapped beside the label.
        about: What it is about.
        below: Begins the rows below the first, in the cells of the label.
        cut: Whether the text is cut with an ellipsis instead of being continued.
    """

    label: Content
    text: Content
    about: About = ""
    below: Content = _NOTHING
    cut: bool = False

    @property
    def plain(self) -> str:
        """The line without styles."""
        return self.label.plain + self.text.plain

    def wrapped(self, width: int) -> list[Content]:
        """The line in pieces of at most a width."""
        indent = self.label.cell_length
        if width - indent < _LEAST:
            return wrapped(self.label + self.text, max(1, width))
        if self.cut:
            return [self.label + self.text.truncate(width - indent, ellipsis=True)]
        first, *more = wrapped(self.text, width - indent) or [Content("")]
        margin = self.below + Content(" " * (indent - self.below.cell_length))
        return [self.label + first, *(margin + piece for piece in more)]


Line = Content | Hanging


def wrapped(text: Content, width: int) -> list[Content]:
    """A text in lines of at most a width; a word that is longer, as a DNS name, is broken behind its dots."""
    plain = text.plain
    if all(cell_len(word) <= width for word in plain.split()):
        return text.wrap(width)
    ends: list[int] = []
    used = 0
    for word in _WORD.finditer(plain):
        is_long = cell_len(word[0].strip()) > width
        for piece in _PIECE.finditer(plain, *word.span()) if is_long else (word,):
            if used and used + cell_len(piece[0].rstrip()) > width:
                ends.append(piece.start())
                used = 0
            for at in range(piece.start(), piece.end()):
                used += cell_len(plain[at])
                if used > width and not plain[at].isspace():  # nothing to break it behind
                    ends.append(at)
                    used = cell_len(plain[at])
    return [line.rstrip() for line in text.divide(ends)]


class Page(Visual):
    """Lines as one text; its height follows the width."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines = tuple(chain.from_iterable(_single(line) for line in lines))
        self._wrapped: tuple[int, list[list[Content]]] = (0, [])

    @property
    def plain(self) -> str:
        """The text without styles, a line each."""
        return "\n".join(line.plain for line in self.lines)

    def _pieces(self, width: int) -> list[list[Content]]:
        """The pieces of each line."""
        if self._wrapped[0] != width:
            pieces = [line.wrapped(width) if isinstance(line, Hanging) else wrapped(line, width) for line in self.lines]
            self._wrapped = (width, [piece or [Content("")] for piece in pieces])
        return self._wrapped[1]

    def below(self, width: int, row: int) -> list[Line]:
        """The lines that do not end above a row of the text as it is drawn at a width."""
        found: list[Line] = []
        end = 0
        for line, pieces in zip(self.lines, self._pieces(width), strict=True):
            end += len(pieces)
            if end > row:
                found.append(line)
        return found

    # -- Textual's protocol

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The text at a width."""
        text = Content("\n").join(chain.from_iterable(self._pieces(width)))
        return text.render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002 -- Textual's signature
        """The longest line."""
        return max((len(line.plain) for line in self.lines), default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002 -- Textual's signature
        """Rows at a width."""
        return sum(len(pieces) for pieces in self._pieces(width))


def _single(line: Line) -> Iterator[Line]:
    """A content with line ends is several lines."""
    if isinstance(line, Hanging):
        yield line
    else:
        yield from line.split("\n", allow_blank=True)


def item(text: Content) -> Hanging:
    """One of several that are listed."""
    return Hanging(Content("· "), text)


def field(label: str, text: Content, width: int) -> Hanging:
    """A dim label in a column of its own, and a bright value."""
    return Hanging(Content.styled(label.ljust(width), "$text-muted"), text)
