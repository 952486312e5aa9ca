"""Finding one of very many names by a few letters of it, best first; pure.

Lines of text are kept one after the other in one long string, the short ones first, so that the searches of Python's
strings and regular expressions do the work: what matches best is found first, and looking ends when enough is found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import Final, Generic, TypeVar

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.names import in_unicode

T = TypeVar("T")

_SEPARATORS: Final = ".-_/ @:\t"
"""A word of a name begins behind one of these."""
_WHOLE, _BEGINS, _WORD, _INSIDE, _LETTERS = range(5)
_ENOUGH: Final = 8
"""Letters that are only in order are looked for where fewer lines have them together."""
_MOST_COMPARED: Final = 1_000
"""So many lines of one rank, the shortest ones, are compared with each other."""


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A value that was found.

    Attributes:
        rank: How well its line matches: 0 is the whole of it, 1 its beginning, 2 the beginning of a word in it, 3 any
            place in it, 4 the letters in order with others in between.
        spread: How far the letters are apart, for rank 4; else 0.
        value: What the line is of.
    """

    rank: int
    spread: int
    value: T


class Index(Generic[T]):
    """Lines of text, each of a value.

    Args:
        lines: Each with its value. What follows a tab in a line is searched, too, but is not part of the whole of it,
            and letters with others in between are not looked for in it.
    """

    def __init__(self, lines: Iterable[tuple[str, T]]) -> None:
        folded = [(_folded(text), value) for text, value in lines]
        order = sorted(range(len(folded)), key=lambda at: (len(folded[at][0].partition("\t")[0]), folded[at][0]))
        self._values = [folded[at][1] for at in order]
        ordered = [folded[at][0] for at in order]
        self._text = "\n".join(("", *ordered, ""))
        self._starts = list(accumulate((len(line) + 1 for line in ordered), initial=1))
        self._letters = frozenset(self._text)
        self._narrowed: tuple[str, Index[T]] | None = None

    def __len__(self) -> int:
        return len(self._values)

    def search(self, text: str, most: int) -> list[Match[T]]:
        """At most so many values whose lines match, best first, shorter lines before longer ones.

        Where few lines match, a text that goes on with more letters is looked for among them only.
        """
        words = _folded(text).split()
        if not words:
            return [Match(_BEGINS, 0, value) for value in self._values[:most]]
        whole = " ".join(words)
        if not self._letters.issuperset("".join(words)):
            return []
        if self._narrowed is not None and whole.startswith(self._narrowed[0]):
            return self._narrowed[1].search(text, most)
        found, every = self._found(words, most)
        if every and len(found) < len(self):
            self._narrowed = whole, Index((self._line(line), self._values[line]) for line in found)
        matches = [Match(rank, by, self._values[line]) for line, (rank, by) in found.items()]
        return sorted(matches, key=lambda match: (match.rank, match.spread))[:most]

    def _found(self, words: Sequence[str], most: int) -> tuple[dict[int, tuple[int, int]], bool]:
        """Lines with rank and spread, and whether these are all that match."""
        found: dict[int, tuple[int, int]] = {}
        whole = " ".join(words)
        for line in islice(self._having(f"\n{whole}"), most):
            found[line] = (_WHOLE if self._ends(self._starts[line] + len(whole)) else _BEGINS), 0
        if len(found) < most:
            for line, at in islice(self._places(whole), _MOST_COMPARED):
                found.setdefault(line, (_WORD if self._text[at - 1] in _SEPARATORS else _INSIDE, 0))
        if len(words) > 1 and len(found) < most:
            rarest = min(words, key=self._text.count)
            having = (line for line in self._having(rarest) if all(word in self._line(line) for word in words))
            for line in islice(having, _MOST_COMPARED):
                found.setdefault(line, (_INSIDE, 0))
        if len(found) >= _ENOUGH:
            return found, False
        spread = list(islice(self._spread("".join(words)), _MOST_COMPARED))
        for by, line in spread:
            found.setdefault(line, (_LETTERS, by))
        return found, len(spread) < _MOST_COMPARED

    def _having(self, part: str) -> Iterator[int]:
        """Numbers of the lines that have a part, in order."""
        return (line for line, _ in self._places(part))

    def _places(self, part: str) -> Iterator[tuple[int, int]]:
        """Numbers of the lines that have a part, in order, and where in the whole text it begins there first."""
        at = self._text.find(part)
        while at >= 0:
            line = bisect_right(self._starts, at + 1) - 1
            if line == len(self._values):
                return  # the newline behind the last line
            yield line, at
            at = self._text.find(part, self._starts[line + 1] - 1)

    def _spread(self, letters: str) -> Iterator[tuple[int, int]]:
        """Of each line that has the letters in order: how far they are apart, and its number."""
        first, *others = (re.escape(letter) for letter in letters)
        pattern = f"\n[^{first}\n\t]*+({first})" + "".join(f"[^{letter}\n\t]*+{letter}" for letter in others)
        for match in re.finditer(pattern, self._text):
            yield match.end() - match.start(1) - len(letters), bisect_right(self._starts, match.start() + 1) - 1

    def _ends(self, at: int) -> bool:
        return self._text[at] in "\n\t"

    def _line(self, line: int) -> str:
        return self._text[self._starts[line] : self._starts[line + 1] - 1]


def _folded(text: str) -> str:
    """A text as it is searched: in lower case on one line; what is in Punycode also as people read it."""
    line = text.lower().replace("\n", " ")
    return f"{line}\t{in_unicode(line)}" if "xn--" in line and "\t" not in line else line


@dataclass(frozen=True, slots=True)
class Source(Generic[T]):
    """Some of what can be found.

    Attributes:
        index: Its lines.
        weight: Of matches of one rank those of a lower weight come first.
    """

    index: Index[Callable[[], T]]
    weight: int


def find_in(sources: Iterable[Source[T]], text: str, most: int) -> tuple[T, ...]:
    """The best matches of several sources together; a value is made only where it is among them."""
    found = [
        (match.rank, match.spread, source.weight, place, match.value)
        for source in sources
        for place, match in enumerate(source.index.search(text, most))
    ]
    found.sort(key=lambda one: one[:4])
    return tuple(made() for *_, made in found[:most])
