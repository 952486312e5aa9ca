"""``xalias audit``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from pathlib import Path
from typing import Final, get_args

import click

from xalias_tui.cli.audit_text import audit_lines
from xalias_tui.cli.completeness import status_of
from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation, asking_options, option, own_option, takes
from xalias_tui.cli.output import print_document, print_pieces, progress, say, say_unscanned, say_written
from xalias_tui.cli.value_types import Choice
from xalias_tui.cli.watching import Watching, watching_options
from xalias_tui.domain.audit_documents import audit_document
from xalias_tui.domain.audits import Audit
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.documents import Document, envelope
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.inventories import Confirm
from xalias_tui.domain.records import RecordKey
from xalias_tui.domain.text import printable
from xalias_tui.domain.verdicts import Verdict, Which
from xalias_tui.store.files import write_text

FOUND: Final = 1
"""Exit status for findings at or over ``--fail-on``."""
FORMATS: Final = ("text", "json", "html", "sarif", "csv", "tsv")
_WITHOUT_SENTENCES: Final = ("sarif", "csv", "tsv")
"""Those that hold rows alone: what is said of all of them goes to standard error."""


@documented(
    "audit",
    "xalias audit",
    "xalias audit --zone-profile dns-prod --target-profile shop-prod --fail-on warning",
    "xalias audit --format html --out audit.html",
    "xalias audit --records aliases --kind alb --region eu-west-1",
    "xalias audit --json > today.json && xalias audit --baseline today.json",
    "xalias audit --baseline today.json --owner-tag team --format html --out report.html",
)
@option(
    "fail_on",
    type=Choice([Severity.ERROR.value, Severity.WARNING.value, "never"]),
    help="Exit with status 1 for findings at or over this severity that were not accepted.",
)
@option("format", type=Choice(FORMATS), help="What to print. Default: text, or json with --json.")
@own_option(
    "--records",
    "which",
    type=Choice(get_args(Which)),
    default="aws",
    show_default=True,
    help="What is checked: aliases alone, every record that points into AWS, or every record that points anywhere.",
)
@own_option(
    "--confirm",
    "how",
    type=click.Choice(get_args(Confirm)),
    default="suspects",
    show_default=True,
    help="What is asked live besides AWS Config or what is kept: what seems to be wrong, everything, or nothing.",
)
@own_option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="An earlier 'audit --json': findings that are in it do not count for --fail-on, and in text are counted, not "
    "listed.",
)
@own_option(
    "--owner-tag",
    metavar="KEY",
    default="",
    help="The report by team too: the owner of a record is the value of this tag of its target, or of its hosted zone "
    "where no account has the target. Tags come from lists and AWS Config; where they hold none the owner is unknown.",
)
@own_option("--all", "show_all", is_flag=True, help="In text, list the aliases that are live too.")
@option("out", help="Write the report here instead; with --json it is printed too.")
@takes("insist")
@watching_options
@asking_options
def command(  # noqa: PLR0913, PLR0917 -- as many as the contract has options
    invocation: Invocation,
    fail_on: str,
    format_name: str | None,
    which: Which,
    how: Confirm,
    baseline: Path | None,
    owner_tag: str,
    show_all: bool,  # noqa: FBT001 -- click passes it by name
    out: Path | None,
    insist: bool,  # noqa: FBT001 -- as above
    watching: Watching,
) -> int:
    """Check every record that points into AWS: which work, which are broken, which another account could take over.

    --watch waits until nothing is found at or over --fail-on, and what was found before is known to be right.
    """
    from xalias_tui.jobs.audit.baseline import read_baseline  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.audit.run import audit  # noqa: PLC0415 -- not for --help

    invocation.check_format(None if format_name == "json" else format_name)
    chosen = "json" if invocation.as_json else format_name or "text"
    seen = None if baseline is None else read_baseline(baseline)  # before anything is asked
    invocation.owner_tag = owner_tag
    workspace = invocation.workspace()

    def look() -> Audit:
        return replace(audit(workspace, progress, which=which, how=how), baseline=seen)

    looks = Looks(fail_on)
    made = watching.until(workspace, lambda found: not looks.status(found), look, _words)
    if invocation.as_json:
        print_document(_document(made))
    elif out is None:
        report = _report(made, chosen, show_all=show_all)
        print_pieces(map(printable, report) if chosen == "text" else report)
    if out is not None:
        write_text(out, "".join(_report(made, chosen, show_all=show_all)))
        say_written(out)
    if not invocation.as_json and (out is not None or chosen != "json"):
        say_unscanned(made.unscanned)
    if chosen in _WITHOUT_SENTENCES and made.owner_note():
        say(made.owner_note())
    return status_of(made.unscanned, read=made.records > 0, insist=insist, status=looks.status(made))


def _words(made: Audit) -> str:
    counts = made.counts()
    named = ("broken", "takeable", "not_served", "unknown")
    return ", ".join(f"{counts[name]} {name.replace('_', ' ')}" for name in named if counts[name]) or "all live"


def _document(made: Audit) -> Document:
    return envelope("audit", audit_document(made, iter), made.unscanned)


def _report(made: Audit, format_name: str, *, show_all: bool) -> Iterator[str]:
    """A report in pieces, each made when it is wanted."""
    if format_name == "json":
        from xalias_tui.cli.json_text import pieces  # noqa: PLC0415 -- only where it is a report

        yield from pieces(_document(made))
        yield "\n"
    elif format_name == "html":
        from xalias_tui.export.reports import page  # noqa: PLC0415 -- Jinja2 is only for those who want a page

        yield page.render(made)
    elif format_name in ("csv", "tsv"):
        from xalias_tui.export.reports import csv_table  # noqa: PLC0415 -- as above

        yield from csv_table.lines(made, "csv" if format_name == "csv" else "tsv")
    elif format_name == "sarif":
        from xalias_tui.export.reports import sarif  # noqa: PLC0415 -- as above
        from xalias_tui.jobs.catalogue import rules  # noqa: PLC0415 -- as above

        yield sarif.render(made, {rule.id: rule for rule in rules()})
    else:
        yield from (f"{line}\n" for line in audit_lines(made, show_all=show_all))


@dataclass(slots=True)
class Looks:
    """The audits of one command, which is one unless it watches.

    Attributes:
        fail_on: Severity from which on the status is 1, or ``never``.
        bad: The records that one of them found something about that counts, by zone and key.
    """

    fail_on: str
    bad: set[tuple[str, RecordKey]] = field(default_factory=set)

    def status(self, made: Audit) -> int:
        """What the command exits with if this is the last one: what was broken, and is not known by now, counts too."""
        if self.fail_on == "never":
            return 0
        verdicts = {(row.zone.id, row.record.key): row.verdict for row in made.verdicts}
        gone: Verdict = "unknown" if made.unscanned else "live"  # its zone may be among what could not be read
        lost = any(verdicts.get(record, gone) == "unknown" for record in self.bad)
        found = [row for row in made.judged() if row.accepted is None and row.new is not False]
        counts = [row.verdict for row in found if row.finding.severity.reaches(Severity(self.fail_on))]
        self.bad.update((row.zone.id, row.record.key) for row in counts if row.verdict != "unknown")
        return FOUND if counts or lost else 0
