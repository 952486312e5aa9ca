"""The AWS configuration, parsed once for all profiles, as the SDK reads it and without loading the SDK.

Files, sections and quoting follow https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html; a test compares the
result with the SDK's own. Sentences about a file that can't be parsed name the file, the line and the section, never
what is written there: it may be half of a secret.
"""

from __future__ import annotations

import codecs
import configparser
import os
import re
import shlex
import threading
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError

Section = Mapping[str, Any]
"""Settings of a section; an indented block is a mapping of its own."""

_HEADER: Final = re.compile(r"\[(?P<header>.+)\]")
_MEANT: Final = re.compile(r"profile\s+(?P<name>.+)")
_GROUPS: Final = {"profile": "profiles", "sso-session": "sso_sessions", "services": "services"}
"""How the header of a section begins that has a name of its own, and where the SDK keeps such sections."""
_OTHER_ENCODINGS: Final = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


@dataclass(frozen=True, slots=True)
class Ignored:
    """A section that is meant as a profile and that the SDK does not read.

    Attributes:
        name: The profile's name as it was meant.
        message: One sentence: where the section is and why it is ignored.
        remedy: How to write it.
    """

    name: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Configuration:
    """Both files, parsed.

    Attributes:
        config: The configuration file in the SDK's own form: ``profiles``, ``sso_sessions``, ``services``, the rest.
        credentials: Sections of the credentials file; None where there is no such file.
        full: ``config`` with the profiles of the credentials file, whose settings come first.
        ignored: Sections that look like profiles and are not profiles to the SDK.
        unread: A sentence for each file that exists and may not be read; the SDK passes over it in silence.
    """

    config: Mapping[str, Any] | None
    credentials: Mapping[str, Section] | None
    full: dict[str, Any]
    ignored: tuple[Ignored, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def profiles(self) -> Mapping[str, Section]:
        """Settings of every profile."""
        found: Mapping[str, Section] = self.full["profiles"]
        return found

    def profile(self, name: str) -> Section:
        """Settings of a profile; empty where it does not exist."""
        return self.profiles.get(name or "default", {})


class _Kept:
    """The latest result, used as long as neither the files nor their places change."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key: object = None
        self._configuration: Configuration | None = None

    def get(self) -> Configuration:
        paths = (config_path(), credentials_path())
        with self._lock:
            key = tuple((path, _stamp(path)) for path in paths)
            if self._configuration is None or key != self._key:
                self._configuration, self._key = _parse(*paths), key
            return self._configuration


_KEPT: Final = _Kept()


def configuration() -> Configuration:
    """The configuration as it is now; parsed again only where a file has changed.

    Raises:
        AwsError: ``misconfigured``, when one of the files is no AWS configuration: the SDK then reads none of it.
    """
    return _KEPT.get()


def config_path() -> Path:
    """Where the AWS configuration file is (``AWS_CONFIG_FILE``, else ``~/.aws/config``)."""
    return _path("AWS_CONFIG_FILE", "config")


def credentials_path() -> Path:
    """Where the shared credentials file is (``AWS_SHARED_CREDENTIALS_FILE``, else ``~/.aws/credentials``)."""
    return _path("AWS_SHARED_CREDENTIALS_FILE", "credentials")


def _path(variable: str, name: str) -> Path:
    given = os.environ.get(variable, f"~/.aws/{name}")
    return Path(os.path.expanduser(os.path.expandvars(given)))  # noqa: PTH111 -- the SDK's own steps: Path refuses "~unknown"


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size


def _parse(config_at: Path, credentials_at: Path) -> Configuration:
    files = (_File(config_at), _File(credentials_at))
    config, credentials = (file.sections() for file in files)
    grouped = None if config is None else _grouped(config)
    full: dict[str, Any] = dict(grouped or {"profiles": {}})
    full["profiles"] = {name: dict(section) for name, section in full["profiles"].items()}
    for name, section in (credentials or {}).items():
        full["profiles"].setdefault(name, {}).update(section)
    ignored = tuple(files[0].ignored(config or {}))
    return Configuration(grouped, credentials, full, ignored, tuple(file.problem for file in files if file.problem))


def _grouped(sections: Mapping[str, Section]) -> dict[str, Any]:
    """Sections as the SDK groups them: a section with a name needs exactly that name behind its first word."""
    groups: dict[str, dict[str, Section]] = {group: {} for group in _GROUPS.values()}
    rest: dict[str, Any] = {}
    for header, section in sections.items():
        group = next((group for first, group in _GROUPS.items() if header.startswith(first)), "")
        if group:
            groups[group].update(dict.fromkeys(_name_of(header), section))
        elif header == "default":
            groups["profiles"][header] = section
        else:
            rest[header] = section
    return {**rest, **groups}


def _name_of(header: str) -> list[str]:
    """The one word behind the first of a header; nothing where there is none, or more than one."""
    try:
        words = shlex.split(header)
    except ValueError:  # a quotation mark without its second
        return []
    return words[1:] if len(words) == 2 else []  # noqa: PLR2004 -- "profile" and a name


class _File:
    """One file, read whole; ``problem`` says why it may not be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.problem = ""
        self._text = self._read()
        self._lines = (self._text or "").split("\n")

    def _read(self) -> str | None:
        if not self._path.is_file():
            return None
        try:
            content = self._path.read_bytes()
        except OSError as error:
            self.problem = f"{self._path} cannot be read ({error.strerror}); it is as if it were empty."
            return ""
        if content.startswith(codecs.BOM_UTF8):
            raise self._broken("it begins with a byte order mark", "Save it as UTF-8 without a byte order mark (BOM).")
        for mark, encoding in _OTHER_ENCODINGS.items():
            if content.startswith(mark):
                raise self._broken(f"it is encoded in {encoding}", "Save it as UTF-8 without a byte order mark (BOM).")
        try:
            return StringIO(content.decode(), newline=None).getvalue()  # lines end as in a file that is opened as text
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise self._broken(f"line {line} is not UTF-8 text", "Save it as UTF-8.") from None

    def sections(self) -> dict[str, dict[str, Any]] | None:
        """Its sections; None where the file does not exist."""
        if self._text is None:
            return None
        parser = configparser.RawConfigParser()
        try:
            parser.read_string(self._text)
        except configparser.Error as error:
            raise self._refused(error) from None  # what it says holds the line
        return {
            header: {name: self._value(header, value) for name, value in parser.items(header)}
            for header in parser.sections()
        }

    def _value(self, header: str, value: str) -> Any:
        if not value.startswith("\n"):
            return value
        nested = [line.strip().partition("=") for line in value.splitlines() if line.strip()]
        if not all(equals for _, equals, _ in nested):
            line = next(at for at in self._lines_of(header) if self._is_bare(at))
            raise self._broken(
                f"line {line}, in section [{header}], is not a setting", "Write 'name = value' on each indented line."
            )
        return {name.strip(): text.strip() for name, _, text in nested}

    def _lines_of(self, header: str) -> range:
        """The numbers of a section's lines."""
        headers = dict(self._headers())
        first = next(at for at, found in headers.items() if found == header)
        return range(first + 1, next((at for at in headers if at > first), len(self._lines) + 1))

    def _is_bare(self, at: int) -> bool:
        line = self._lines[at - 1]
        return line[:1].isspace() and bool(line.strip()) and "=" not in line

    def _refused(self, error: configparser.Error) -> AwsError:
        if isinstance(error, configparser.MissingSectionHeaderError):
            return self._broken(
                f"line {error.lineno} is above the first section", "Put a line such as [default] above it."
            )
        if isinstance(error, configparser.DuplicateSectionError):
            first = next((at for at, header in self._headers() if header == error.section), 0)
            return self._broken(
                f"section [{error.section}] is there twice, on lines {first} and {error.lineno}",
                "Make them one section.",
            )
        if isinstance(error, configparser.DuplicateOptionError):
            return self._broken(
                f"line {error.lineno} repeats a setting of section [{error.section}]", "Remove one of the two."
            )
        line = error.errors[0][0] if isinstance(error, configparser.ParsingError) and error.errors else 0
        within = next((header for at, header in reversed(list(self._headers())) if at < line), "")
        where = f"line {line}, in section [{within}]," if within else f"line {line}"
        return self._broken(
            f"{where} is not a setting", "Write 'name = value' on one line, also where the value is long."
        )

    def ignored(self, sections: Mapping[str, Section]) -> Iterator[Ignored]:
        """Sections that are meant as profiles and that the SDK passes over."""
        for header in sections:
            meant = _MEANT.fullmatch(header)
            if meant is None or _name_of(header):
                continue
            line = next((at for at, found in self._headers() if found == header), 0)
            yield Ignored(
                meant["name"],
                f"The section [{header}] (line {line} of {self._path}) is not read as a profile: a name with a blank "
                "or a quotation mark must be quoted.",
                f"Write {_as_header(meant['name'])}.",
            )

    def _headers(self) -> Iterator[tuple[int, str]]:
        for at, line in enumerate(self._lines, start=1):
            found = _HEADER.match(line)
            if found:
                yield at, found["header"]

    def _broken(self, why: str, remedy: str) -> AwsError:
        return AwsError("misconfigured", f"The AWS configuration file {self._path} cannot be read: {why}.", remedy)


def _as_header(name: str) -> str:
    """The header of a profile's section; the SDK splits it as a shell would."""
    bare = name.strip("\"'")
    quote = "'" if '"' in bare else '"'
    return f"[profile {quote}{bare}{quote}]"
