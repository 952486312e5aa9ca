"""Files with many records: CSV with a header, or YAML, one wanted record a row; every row keeps its line.

What concerns the whole file ends its reading. What concerns one row is said of its line, and the other rows are read.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import PurePath
from typing import Final, Literal

import yaml

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import UsageError, XaliasError
from xalias_tui.domain.meant import did_you_mean

Form = Literal["csv", "yaml"]

COLUMNS: Final = (
    "name", "target", "zone", "type", "replace", "delete", "evaluate_target_health", "cname_ttl", "set_identifier",
    "weight",
)  # fmt: skip

_DELIMITERS: Final = (",", ";", "\t")
"""Spreadsheets write the list separator of the operator's language."""
_FORMS: Final[Mapping[str, Form]] = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".yaml": "yaml", ".yml": "yaml"}
_YES: Final = frozenset({"yes", "true", "y", "1", "on"})
_NO: Final = frozenset({"no", "false", "n", "0", "off"})
_BYTE_ORDER_MARK: Final = "\ufeff"
_NOT_OF_A_REMOVAL: Final = ("target", "evaluate_target_health", "cname_ttl", "weight")
_NOT_OF_A_CNAME: Final = ("type", "evaluate_target_health", "set_identifier", "weight")
_NULL: Final = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Row:
    """What one row wants.

    Attributes:
        line: Line of the file that it begins on, from 1.
        name: The record's name, as it was written.
        target: Where it is to point; None where the alias is removed.
        zone: Zone id or name; None for the zone that matches most labels.
        types: Record types; empty for what the target supports.
        replace: Whether an existing record may be replaced.
        evaluate_target_health: None for what fits the kind and the routing policy.
        cname_ttl: Seconds of a CNAME that is wanted instead of an alias; None for an alias.
        set_identifier: Tells the records of one routing group apart.
        weight: Weight of weighted routing; None for simple routing.
        place: Tells rows apart that begin on one line, as of JSON without line breaks, or of a YAML alias; whoever
            plans many rows sets it.
    """

    line: int
    name: str
    target: str | None
    zone: str | None = None
    types: tuple[str, ...] = ()
    replace: bool = False
    evaluate_target_health: bool | None = None
    cname_ttl: int | None = None
    set_identifier: str | None = None
    weight: int | None = None
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is left out.

    Attributes:
        line: Line of the file that it begins on, from 1.
        name: Its name as it was written; may be empty.
        error: Why.
    """

    line: int
    name: str
    error: XaliasError

    @property
    def sentence(self) -> str:
        """Which row, and why; its line is said once."""
        row = f"line {self.line}, {self.name or 'no name'}"
        begin = f"Line {self.line} "
        why = self.error.message
        return f"{row} {why.removeprefix(begin)}" if why.startswith(begin) else f"{row}: {why}"


@dataclass(frozen=True, slots=True)
class RowsRead:
    """A file of rows as far as it could be read.

    Attributes:
        rows: In order of their lines.
        rejected: Rows that mean nothing, in order of their lines.
    """

    rows: tuple[Row, ...]
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class _Cells:
    """The texts of one row by column; what is empty is left out."""

    line: int
    texts: Mapping[str, str]
    problems: tuple[UsageError, ...] = ()


def form_of(file: str, text: str) -> Form:
    """The form of a file: by the ending of its name, else by how it begins.

    Args:
        file: Its name; ``-`` or empty where it has none.
        text: What is in it.
    """
    known = _FORMS.get(PurePath(file).suffix.lower())
    if known is not None:
        return known
    first = next((line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    return "yaml" if first.startswith(("- ", "---", "[", "{")) or first == "-" else "csv"


def has_header(text: str) -> bool:
    """Whether rows say by themselves what their cells mean: CSV by a first row with ``name`` in it, YAML always."""
    cells = _first_line(text).split(_delimiter(text))
    return form_of("", text) == "yaml" or "name" in (_column(cell.strip(' "')) for cell in cells)


def _first_line(text: str) -> str:
    """The first line with anything in it: spreadsheets and editors leave empty ones above the header."""
    return next((line for line in text.splitlines() if line.strip()), "")


def _delimiter(text: str) -> str:
    return max(_DELIMITERS, key=_first_line(text).count)


def _column(title: str) -> str:
    return title.lower().replace(" ", "_").replace("-", "_")


def read_rows(content: bytes, file: str = "") -> RowsRead:
    """The rows of a file.

    Args:
        content: What is in it.
        file: Its name, for its form and for messages; ``-`` for standard input, empty for rows that were typed.

    Raises:
        UnreadableRowsError: ``rows-invalid`` when it is neither CSV nor YAML, has columns that do not exist, or has no
            row at all.
    """
    text = _decoded(content, file)
    cells = _of_yaml(text, file) if form_of(file, text) == "yaml" else _of_csv(text, file)
    rows: list[Row] = []
    rejected: list[Rejected] = []
    for row in cells:
        try:
            if row.problems:
                raise row.problems[0]
            rows.append(_row(row))
        except UsageError as error:
            rejected.append(Rejected(row.line, row.texts.get("name", ""), error))
    if not rows and not rejected:
        raise _invalid(file, "it has no row", f"Write one record a row; columns are {', '.join(COLUMNS)}")
    return RowsRead(tuple(rows), tuple(rejected))


def _decoded(content: bytes, file: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _invalid(file, "it begins with the byte order mark of UTF-16", "Save it as UTF-8")
    if b"\0" in content:
        raise _invalid(file, "it has zero bytes, as UTF-16 has", "Save it as UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _invalid(file, f"line {line} is not UTF-8", "Save it as UTF-8", line) from error


# -- CSV


def _of_csv(text: str, file: str) -> Iterator[_Cells]:
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    columns: tuple[str, ...] | None = None
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            hint = "Correct the quotes: one that is not closed makes a cell of all that follows"
            raise _invalid(file, f"line {line} is not CSV ({error})", hint, line) from error
        if cells is None:
            break
        texts = [cell.strip() for cell in cells]
        if not any(texts):
            continue
        if columns is None:
            columns = _header(texts, line, file)
        else:
            yield _csv_row(columns, texts, line)


def _header(texts: list[str], line: int, file: str) -> tuple[str, ...]:
    columns = tuple(map(_column, texts))
    for at, column in enumerate(columns):
        where = f"column {at + 1} of line {line}"
        if _BYTE_ORDER_MARK in column:
            raise _invalid(file, f"{where} has a byte order mark in it", "Delete that invisible character", line)
        if column not in COLUMNS:
            raise _invalid(file, f"{where} is '{texts[at]}', which is no column", _meant(column), line)
        if column in columns[:at]:
            raise _invalid(file, f"{where} is '{column}' a second time", "Keep one of them", line)
    if "name" not in columns or not {"target", "delete"} & set(columns):
        lacking = "name" if "name" not in columns else "target"
        raise _invalid(file, f"line {line}, the header, has no column '{lacking}'", "Add it to the header", line)
    return columns


def _csv_row(columns: tuple[str, ...], texts: list[str], line: int) -> _Cells:
    problems = []
    if len(texts) > len(columns) and any(texts[len(columns) :]):
        problems = [_wrong(line, f"has {len(texts)} cells, the header {len(columns)}", "Quote cells with commas.")]
    cells = dict(zip(columns, texts, strict=False))
    return _Cells(line, {column: text for column, text in cells.items() if text}, tuple(problems))


# -- YAML


def _of_yaml(text: str, file: str) -> Iterator[_Cells]:
    try:
        document = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark is not None else 1
        hint = "Quote names that begin with *" if "alias" in f"{error.context} {error.problem}" else "Correct it"
        raise _invalid(file, f"line {line} is not YAML ({error.problem or error.context})", hint, line) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _invalid(file, f"it is not YAML ({type(error).__name__})", "Correct it") from error
    if document is None:
        return
    if not isinstance(document, yaml.SequenceNode):
        raise _invalid(file, "it is not a list of mappings", "Begin each record with '- name: …'")
    for node in document.value:
        yield _yaml_row(node)


def _yaml_row(node: yaml.Node) -> _Cells:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        return _Cells(line, {}, (_wrong(line, "is not a mapping", "Write it as '- name: …'."),))
    texts: dict[str, str] = {}
    problems: list[UsageError] = []
    for key, value in node.value:
        column = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        here = key.start_mark.line + 1
        if column not in COLUMNS:
            problems.append(_wrong(here, f"has the key '{column}', which does not exist", f"{_meant(column)}."))
        elif column in texts:
            problems.append(_wrong(here, f"has the key '{column}' a second time", "Keep one of them."))
        else:
            text = _yaml_text(value)
            if text is None:
                problems.append(_wrong(here, f"has no text as '{column}'", "Write a text, or for 'type' a list."))
            texts[column] = text or ""
    return _Cells(line, {column: text for column, text in texts.items() if text}, tuple(problems))


def _yaml_text(node: yaml.Node) -> str | None:
    """A value as it is written, whatever YAML would make of it; of a list its texts with ``+``."""
    if isinstance(node, yaml.ScalarNode):
        return "" if node.tag == _NULL else str(node.value).strip()
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return "+".join(str(item.value).strip() for item in node.value)
    return None


# -- one row


def _row(cells: _Cells) -> Row:
    texts, line = cells.texts, cells.line
    for column, text in texts.items():
        if text.startswith("="):
            raise _wrong(line, f"has a formula as '{column}' ({text})", "Write its value: spreadsheets export it so.")
        if _BYTE_ORDER_MARK in text:
            raise _wrong(line, f"has a byte order mark in '{column}'", "Delete that invisible character.")
    if "name" not in texts:
        raise _wrong(line, "has no name", "Write the record's name.")
    removes = _flag(cells, "delete") or False
    _check_together(cells, removes=removes)
    return Row(
        line=line,
        name=texts["name"],
        target=texts.get("target"),
        zone=texts.get("zone"),
        types=_types(cells),
        replace=_flag(cells, "replace") or False,
        evaluate_target_health=_flag(cells, "evaluate_target_health"),
        cname_ttl=_number(cells, "cname_ttl"),
        set_identifier=texts.get("set_identifier"),
        weight=_number(cells, "weight"),
    )


def _check_together(cells: _Cells, *, removes: bool) -> None:
    """Refuse what would be ignored."""
    texts, line = cells.texts, cells.line
    if removes:
        ignored = [column for column in _NOT_OF_A_REMOVAL if column in texts]
        ignored += ["replace"] if _flag(cells, "replace") else []
        if ignored:
            raise _wrong(line, f"removes the record and has {' and '.join(ignored)}", "Leave one or the other empty.")
    elif "target" not in texts:
        raise _wrong(line, "has no target", "Write where the name is to point, or 'yes' as 'delete'.")
    if "cname_ttl" in texts:
        ignored = [column for column in _NOT_OF_A_CNAME if column in texts]
        if ignored:
            raise _wrong(line, f"wants a CNAME and has {' and '.join(ignored)}", "Leave one or the other empty.")


def _types(cells: _Cells) -> tuple[str, ...]:
    from xalias_tui.domain.record_types import RECORD_TYPES, split_types  # noqa: PLC0415 -- not to start the explorer

    types = split_types(cells.texts.get("type", ""))
    unknown = next((type_ for type_ in types if type_ not in RECORD_TYPES), None)
    if unknown is not None:
        raise _wrong(cells.line, f"has '{unknown}' as 'type'", "Write types of Route 53, as A+AAAA.")
    return types


def _flag(cells: _Cells, column: str) -> bool | None:
    text = cells.texts.get(column, "").lower()
    if text and text not in _YES | _NO:
        raise _wrong(cells.line, f"has '{text}' as '{column}'", "Write yes or no.")
    return text in _YES if text else None


def _number(cells: _Cells, column: str) -> int | None:
    text = cells.texts.get(column)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 10):  # noqa: PLR2004 -- digits of the largest TTL
        raise _wrong(cells.line, f"has '{text}' as '{column}', which is not a whole number", "Write digits.")
    return int(text)


# -- errors


class UnreadableRowsError(UsageError):
    """Nothing of a file of rows can be read.

    Attributes:
        line: Line that is wrong, from 1; 0 where it is no single one.
    """

    line: int = 0


def _meant(column: str) -> str:
    return f"{did_you_mean(column, COLUMNS)} Columns are {', '.join(COLUMNS)}".lstrip()


def _wrong(line: int, what: str, remedy: str) -> UsageError:
    return UsageError("row-invalid", f"Line {line} {what}.", remedy)


def _invalid(file: str, what: str, remedy: str, line: int = 0) -> UnreadableRowsError:
    where = {"": "The rows", "-": "Standard input"}.get(file, file)
    error = UnreadableRowsError("rows-invalid", f"{where} can't be read: {what}.", f"{remedy}.")
    error.line = line
    return error


def same_record(rows: Iterable[Row], types: Mapping[int, frozenset[str]]) -> Iterator[tuple[Row, Row]]:
    """Pairs of rows of one name that are about the same record.

    Args:
        rows: Rows of one name in one zone.
        types: Record types of each row by its place; empty for all types.
    """
    seen: list[Row] = []
    for row in rows:
        for other in seen:
            mine, its = types[row.place], types[other.place]
            if row.set_identifier == other.set_identifier and (not mine or not its or mine & its):
                yield other, row
        seen.append(row)
