"""Documents that others may have written, read member by member: what is missing or of another type is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from xalias_tui.domain.names import DnsName

T = TypeVar("T")

_MISSING: Final = object()
_WORDS: Final[Mapping[type, str]] = {
    str: "a text", bool: "true or false", int: "a whole number", list: "a list", dict: "an object",
}  # fmt: skip


class NotGivenError(ValueError):
    """A document lacks a member, or has another type there; the message names it."""


class Given:
    """A JSON object, of which nothing is taken for granted.

    Args:
        document: What was read.
        where: Its place in the whole document, for messages; empty for the whole.

    Raises:
        NotGivenError: when it is no object; and from each method, when the member is not as that method says.
    """

    def __init__(self, document: object, where: str = "") -> None:
        self._where = where
        self.members: Mapping[str, Any] = self._checked(document, where, dict)

    def __contains__(self, key: str) -> bool:
        return self.members.get(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """A text; ``default``, where there is one, stands for a missing member."""
        return self._get(key, str, default)

    def text_or_none(self, key: str) -> str | None:
        """A text, null or nothing."""
        return self.text(key) if key in self else None

    def one_of(self, key: str, *choices: str) -> str:
        """One of some texts."""
        found = self.text(key)
        if found not in choices:
            raise NotGivenError(f"'{self._place(key)}' is not one of {', '.join(choices)}")
        return found

    def name(self, key: str) -> DnsName:
        """A DNS name in presentation form.

        Raises:
            InvalidNameError: when the text is no name.
        """
        return DnsName.from_route53(self.text(key))

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """True or false."""
        return self._get(key, bool, default)

    def flag_or_none(self, key: str) -> bool | None:
        """True, false, null or nothing."""
        return self.flag(key) if key in self else None

    def number_or_none(self, key: str) -> int | None:
        """A whole number, null or nothing."""
        return self._get(key, int, None) if key in self else None

    def moment_or_none(self, key: str) -> datetime | None:
        """A moment, null or nothing."""
        return self.moment(key) if key in self else None

    def moment(self, key: str) -> datetime:
        """A moment with its time zone (ISO 8601)."""
        try:
            moment = datetime.fromisoformat(self.text(key))
        except ValueError as error:
            raise NotGivenError(f"'{self._place(key)}' is not a time") from error
        if moment.tzinfo is None:
            raise NotGivenError(f"'{self._place(key)}' has no time zone")
        return moment

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self._checked(item, self._place(key), str) for item in self._get(key, list))

    def one(self, key: str) -> Given:
        """An object."""
        return Given(self._get(key, dict), self._place(key))

    def one_or_none(self, key: str) -> Given | None:
        """An object, null or nothing."""
        return self.one(key) if key in self else None

    def many(self, key: str) -> tuple[Given, ...]:
        """A list of objects."""
        return tuple(Given(item, f"{self._place(key)}[{at}]") for at, item in enumerate(self._get(key, list)))

    def _place(self, key: str) -> str:
        return f"{self._where}.{key}" if self._where else key

    def _get(self, key: str, type_: type[T], default: object = None) -> T:
        found = self.members.get(key, _MISSING)
        if found is _MISSING:
            if default is None:
                raise NotGivenError(f"'{self._place(key)}' is missing")
            found = default
        return self._checked(found, self._place(key), type_)

    @staticmethod
    def _checked(found: object, where: str, type_: type[T]) -> T:
        if not isinstance(found, type_) or (type_ is int and isinstance(found, bool)):
            raise NotGivenError(f"'{where}' is not {_WORDS[type_]}" if where else f"it is not {_WORDS[type_]}")
        return found
