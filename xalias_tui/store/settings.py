"""The settings: one TOML file in the platform's configuration folder, written by the operator only."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import field, fields
from pathlib import Path
from typing import Any, Final

from xalias_tui.domain.accounts import COLOURS, GRANTED_RATE, AccountSettings
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.inventories import InventoryOptions, duration
from xalias_tui.domain.members import Organisation
from xalias_tui.store.files import read_bytes


@dataclass(frozen=True, slots=True)
class Settings:
    """Defaults of the operator; what is given on the command line wins.

    Attributes:
        zone_profiles: Profiles whose hosted zones are read and written.
        target_profiles: Profiles whose resources may be aliased to.
        regions: Regions to search.
        kinds: Kinds of target to search.
        read_only: Whether nothing that changes AWS can be sent.
        offline: Whether only AWS is asked: no name server, no web server.
        theme: Name of a theme.
        themes: The operator's own themes by name: each colour by what it is for, and whether it is dark.
        keys: Binding id to key.
        accounts: Per profile.
        organisation: Accounts that are reached without profiles of their own.
        inventory: What is asked before the accounts themselves, and what is kept.
        owner_tag: The tag whose value names the owner of a resource; empty for none.
    """

    zone_profiles: tuple[str, ...] = ()
    target_profiles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    read_only: bool = False
    offline: bool = False
    theme: str = ""
    themes: Mapping[str, Mapping[str, str | bool]] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    accounts: Mapping[str, AccountSettings] = field(default_factory=dict)
    organisation: Organisation = field(default_factory=Organisation)
    inventory: InventoryOptions = field(default_factory=InventoryOptions)
    owner_tag: str = ""

    def of(self, profile: str) -> AccountSettings:
        """What is kept of a profile."""
        return self.accounts.get(profile, AccountSettings())


_OF_ORGANISATION: Final = frozenset(
    {"profile", "roles", "external_id", "sso_session", "sso_roles", "ous", "exclude_accounts", "session_policy"}
)
_OF_INVENTORY: Final = frozenset({"aggregator", "aggregator_profile", "aggregator_region", "age", "keep"})
THEME_COLOURS: Final = (
    "primary", "secondary", "accent", "warning", "error", "success", "foreground", "background", "surface", "panel",
    "boost",
)  # fmt: skip
"""Colours of a theme (textual.theme.Theme); the others follow from the first."""
_HEX: Final = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
_LISTS: Final = ("zone_profiles", "target_profiles", "regions", "kinds")


def load(path: Path, *, required: bool = False) -> Settings:
    """Read the settings; a missing file means the defaults unless it is ``required``.

    Raises:
        UsageError: naming file and key, when the file is no TOML or holds what is not known.
    """
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except FileNotFoundError as error:
        if not required:
            return Settings()
        raise UsageError("config-missing", f"There is no configuration file {path}.", "Correct --config.") from error
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError("config-unreadable", f"{path} cannot be read: {why}.", "Correct the file.") from error
    except UnicodeDecodeError as error:
        raise UsageError(
            "config-unreadable", f"{path} cannot be read: it is not UTF-8.", "Save it as UTF-8."
        ) from error
    return _Reader(path).settings(_document(path, text))


def _document(path: Path, text: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 -- most have no settings

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError("config-invalid", f"{path} is not TOML: {error}.", "Correct the file.") from error
    except RecursionError as error:
        raise UsageError("config-invalid", f"{path} is nested too deeply.", "Correct the file.") from error


class _Reader:
    """Checks every key and type, so that a misspelt setting is never silently ignored."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def settings(self, document: Mapping[str, Any]) -> Settings:
        self._known(document, {item.name for item in fields(Settings)}, "")
        lists = {key: self._texts(document[key], key) for key in _LISTS if key in document}
        return Settings(
            **lists,
            read_only=self._flag(document.get("read_only", False), "read_only"),
            offline=self._flag(document.get("offline", False), "offline"),
            theme=self._text(document.get("theme", ""), "theme"),
            themes={
                name: self._theme(f"themes.{name}", value) for name, value in self._table(document, "themes").items()
            },
            keys={key: self._text(value, f"keys.{key}") for key, value in self._table(document, "keys").items()},
            accounts={
                profile: self._account(profile, value) for profile, value in self._table(document, "accounts").items()
            },
            organisation=self._organisation(self._table(document, "organisation")),
            inventory=self._inventory(self._table(document, "inventory")),
            owner_tag=self._text(document.get("owner_tag", ""), "owner_tag"),
        )

    def _organisation(self, table: Mapping[str, Any]) -> Organisation:
        self._known(table, _OF_ORGANISATION, "organisation.")

        def text(key: str) -> str:
            return self._text(table.get(key, ""), f"organisation.{key}")

        def texts(key: str) -> tuple[str, ...]:
            return self._texts(table.get(key, []), f"organisation.{key}")

        return Organisation(
            profile=text("profile") if "profile" in table else None,
            roles=texts("roles"),
            external_id=text("external_id"),
            sso_session=text("sso_session"),
            sso_roles=texts("sso_roles"),
            not_accounts=texts("exclude_accounts"),
            units=texts("ous"),
            session_policy=self._flag(table.get("session_policy", True), "organisation.session_policy"),
        )

    def _inventory(self, table: Mapping[str, Any]) -> InventoryOptions:
        self._known(table, _OF_INVENTORY, "inventory.")
        texts = {key: self._text(value, f"inventory.{key}") for key, value in table.items() if key != "keep"}
        age = texts.pop("age", None)
        return InventoryOptions(
            aggregator=texts.get("aggregator", ""),
            aggregator_profile=texts.get("aggregator_profile"),
            aggregator_region=texts.get("aggregator_region", ""),
            age=None if age is None else duration(age, f"inventory.age in {self._path}"),
            keep=self._flag(table.get("keep", True), "inventory.keep"),
        )

    def _account(self, profile: str, value: Any) -> AccountSettings:
        where = f"accounts.{profile}"
        if not isinstance(value, dict):
            raise self._wrong(where, "a table")
        self._known(value, {item.name for item in fields(AccountSettings)}, where + ".")
        return AccountSettings(
            label=self._text(value.get("label", ""), f"{where}.label"),
            colour=self._colour(value.get("colour", ""), f"{where}.colour"),
            read_only=self._flag(value.get("read_only", False), f"{where}.read_only"),
            requests_per_second=self._rate(value.get("requests_per_second"), f"{where}.requests_per_second"),
        )

    def _theme(self, where: str, value: Any) -> Mapping[str, str | bool]:
        """A theme as Textual makes it: of the first colour alone, if need be."""
        if not isinstance(value, dict):
            raise self._wrong(where, "a table")
        self._known(value, (*THEME_COLOURS, "dark"), f"{where}.")
        for key in (THEME_COLOURS[0], *value):
            given = value.get(key)
            if key != "dark" and not (isinstance(given, str) and _HEX.fullmatch(given)):
                raise self._wrong(f"{where}.{key}", "a colour such as '#5aa9ff'")
        return {**value, "dark": self._flag(value.get("dark", True), f"{where}.dark")}

    def _known(self, table: Mapping[str, Any], known: Collection[str], where: str) -> None:
        for key in table:
            if key not in known:
                raise UsageError(
                    "config-invalid",
                    f"{self._path} has a setting '{where}{key}' that does not exist.",
                    f"Settings are: {', '.join(sorted(known))}.",
                )

    def _table(self, document: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = document.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(key, "a table")
        return value

    def _texts(self, value: Any, key: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(key, "a list of texts")
        return tuple(value)

    def _text(self, value: Any, key: str) -> str:
        if not isinstance(value, str):
            raise self._wrong(key, "a text")
        return value

    def _colour(self, value: Any, key: str) -> str:
        if value and value not in COLOURS:
            raise self._wrong(key, f"one of {', '.join(COLOURS)}")
        return self._text(value, key)

    def _rate(self, value: Any, key: str) -> float | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= GRANTED_RATE:
            raise self._wrong(key, f"a number above 0 and at most {GRANTED_RATE:g}")
        return float(value)

    def _flag(self, value: Any, key: str) -> bool:
        if not isinstance(value, bool):
            raise self._wrong(key, "true or false")
        return value

    def _wrong(self, key: str, expected: str) -> UsageError:
        return UsageError("config-invalid", f"'{key}' in {self._path} is not {expected}.", "Correct the file.")
