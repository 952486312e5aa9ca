from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xalias_tui.tui.widgets import searched_texts
from xalias_tui.tui.widgets.searched_texts import Searched, SearchedTexts

LETTERS = st.text(st.sampled_from("abé\n→😀\ud800"), max_size=3)
WORDS = st.text(st.sampled_from("abé→😀\ud800"), min_size=1, max_size=2)
TEXTS = st.builds(Searched, LETTERS, st.sampled_from(["", "a b", "é"]))


@given(st.lists(st.lists(TEXTS, min_size=1), max_size=5), st.dictionaries(st.integers(0, 9), TEXTS), WORDS)
def test_rows_are_found_by_the_letters_of_their_texts(
    added: list[list[Searched]], changed: dict[int, Searched], word: str
) -> None:
    texts, expected = SearchedTexts(), [text for some in added for text in some]
    first = 0
    for some in added:
        texts.put(dict(enumerate(some, first)))
        first += len(some)
    again = {at: text for at, text in changed.items() if at < first}
    texts.put(again)
    expected = [again.get(at, text) for at, text in enumerate(expected)]
    assert texts.holding(word) == [at for at, text in enumerate(expected) if any(word in part for part in text)]


def test_many_rows_are_in_several_pieces() -> None:
    texts, rows = SearchedTexts(), 2 * searched_texts._ROWS + 1
    texts.extend(Searched(f"row {at} ") for at in range(rows))
    texts.put({rows - 1: Searched("last"), 0: Searched("first", "shared")})
    assert texts.holding("row 512 ") == [512]
    assert texts.holding("last") == [rows - 1]
    assert texts.holding("shared") == [0]
    assert texts.holding("row") == list(range(1, rows - 1))


def test_what_too_many_rows_have_of_their_own_is_found_too() -> None:
    texts, rows = SearchedTexts(), searched_texts._MOST_COMMON + 5
    texts.put({at: Searched("own", f"zone{at}.") for at in range(rows)})
    assert texts.holding(f"zone{rows - 1}.") == [rows - 1]
    assert texts.holding("zone7.") == [7]
