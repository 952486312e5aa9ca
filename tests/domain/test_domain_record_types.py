from __future__ import annotations

import pytest

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.record_types import read_types


@pytest.mark.parametrize("texts", [("A+AAAA",), ("a", "AAAA", "A"), ("a, aaaa",)])
def test_types_are_read_however_they_are_written(texts: tuple[str, ...]) -> None:
    assert read_types(texts) == ("A", "AAAA")


@pytest.mark.parametrize(("text", "named"), [("", "''"), ("A+FOO", "'FOO'"), ("ANY", "'ANY'")])
def test_a_type_that_route_53_does_not_have_is_named(text: str, named: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_types(("A", text))
    assert (caught.value.code, caught.value.message.partition(" ")[0]) == ("record-type-unknown", named)
