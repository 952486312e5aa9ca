"""The texts in which a filter looks for letters: of many rows in few pieces of memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from itertools import groupby, islice
from typing import Final, NamedTuple

_ROWS: Final = 512
"""Of one piece. A text by itself takes 57 bytes more than its letters."""
_MOST_COMMON: Final = 4_096
"""Texts that many rows may share; what comes after them is kept with its row."""
_END: Final = "\n"
"""Which no word that is typed has in it."""


class Searched(NamedTuple):
    """In lower case what is searched of a row.

    Attributes:
        own: What hardly another row has.
        common: What many rows have, such as the name of their zone.
    """

    own: str
    common: str = ""


class SearchedTexts:
    """The texts of rows, by the places of the rows."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._common = array("H")
        self._commons: dict[str, int] = {"": 0}

    def extend(self, texts: Iterable[Searched]) -> None:
        """Texts of rows behind the last one, of which only those of one piece are in memory by themselves."""
        rest = iter(texts)
        while some := list(islice(rest, _ROWS)):
            self.put(dict(enumerate(some, len(self._common))))

    def put(self, texts: Mapping[int, Searched]) -> None:
        """Other texts of rows, and those of rows behind the last one, without a gap."""
        for number, places in groupby(sorted(texts), key=lambda at: at // _ROWS):
            lines = self._pieces[number].split(_END) if number < len(self._pieces) else []
            for at in places:
                own, common = self._numbered(texts[at])
                if at < len(self._common):
                    lines[at % _ROWS], self._common[at] = own, common
                else:
                    lines.append(own)
                    self._common.append(common)
            self._pieces[number : number + 1] = [_END.join(lines)]

    def holding(self, text: str) -> list[int]:
        """The places of the rows that have these letters, in order."""
        common = {number for one, number in self._commons.items() if text in one}
        found: list[int] = []
        for number, piece in enumerate(self._pieces):
            first = number * _ROWS
            shared = self._common[first : first + _ROWS] if common else ()
            if text not in piece:
                found += [at for at, one in enumerate(shared, first) if one in common]
            elif not common:
                found += [at for at, line in enumerate(piece.split(_END), first) if text in line]
            else:
                lines = zip(piece.split(_END), shared, strict=True)
                found += [at for at, (line, one) in enumerate(lines, first) if text in line or one in common]
        return found

    def _numbered(self, text: Searched) -> tuple[str, int]:
        own, common = text
        number = self._commons.get(common)
        if number is None and len(self._commons) < _MOST_COMMON:
            number = self._commons[common] = len(self._commons)
        if number is None:
            own, number = f"{own} {common}", 0
        return own.replace(_END, " "), number
