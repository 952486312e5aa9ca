"""What a misspelt word may have meant."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str], *, quoted: bool = True) -> str:
    """A question that names what is spelt like a word, the likeliest first; empty where nothing is."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only for what is misspelt

    close = get_close_matches(word, tuple(known))
    if not close:
        return ""
    words = [f"'{each}'" if quoted else each for each in close]
    return f"Did you mean {' or '.join(words)}?"
