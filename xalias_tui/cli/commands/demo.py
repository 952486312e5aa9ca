"""``xalias demo``."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xalias_tui.cli.cycles import looked_for_as_usual
from xalias_tui.cli.documented import documented
from xalias_tui.cli.explorer import explore
from xalias_tui.cli.options import Invocation, own_option
from xalias_tui.cli.output import print_document, say
from xalias_tui.domain.commands import word
from xalias_tui.domain.documents import envelope
from xalias_tui.domain.errors import UsageError

if TYPE_CHECKING:
    from xalias_tui.jobs.session.workspace import Workspace
    from xalias_tui.sandbox.name_server import NameServer
    from xalias_tui.sandbox.server import Sandbox

ZONE_PROFILES = ["dns-prod"]
ORGANISATION_PROFILE = "org-admin"
AUDIT_ROLE = "xalias-audit"
TARGET_PROFILES = ["shop-prod", "media-prod", "legacy"]


@documented(
    "demo",
    "xalias demo",
    "xalias demo --serve --port 8053",
)
@own_option(
    "--serve", is_flag=True, help="Run the simulated organisation in the foreground instead, for any AWS client."
)
@own_option(
    "--port", type=click.IntRange(0, 65_535), default=0, help="With --serve: listen here. Default: a free port."
)
def command(invocation: Invocation, serve: bool, port: int) -> int:  # noqa: FBT001 -- click passes it by name
    """Open the explorer on a simulated organisation: no AWS account, no credentials, no network.

    Unless other profiles of it are named, zones are those of dns-prod, and targets those of shop-prod, media-prod and
    legacy.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="xalias-demo-")))
        if serve:
            sandbox = stack.enter_context(_start(port))
            return _serve(sandbox, stack.enter_context(_name_server(sandbox)), folder, as_json=invocation.as_json)

        def workspace() -> Workspace:
            sandbox = stack.enter_context(_start(port))
            names = stack.enter_context(_name_server(sandbox))
            return _workspace(invocation, sandbox, names, folder)

        return explore(workspace, card=True)


def _start(port: int) -> Sandbox:
    try:
        from xalias_tui.sandbox.server import Sandbox  # noqa: PLC0415 -- its dependencies are an extra
    except ModuleNotFoundError as error:
        raise UsageError(
            "demo-not-installed",
            f"The simulated organisation is not installed ({error.name} is missing).",
            "Install it with: pip install 'xalias-tui[demo]'",
        ) from error
    try:
        return Sandbox.start(port=port)
    except OSError as error:
        raise UsageError(
            "port-taken", f"Port {port} can't be used: {error.strerror}.", "Name another --port."
        ) from error


def _name_server(sandbox: Sandbox) -> NameServer:
    from xalias_tui.sandbox.name_server import NameServer  # noqa: PLC0415 -- its dependencies are an extra

    return NameServer(sandbox.world)


def _workspace(invocation: Invocation, sandbox: Sandbox, names: NameServer, folder: Path) -> Workspace:
    """A workspace on the sandbox, with its own journal and settings: the demo never touches real ones."""
    from xalias_tui.sandbox.profiles import clashing  # noqa: PLC0415 -- as above
    from xalias_tui.store.journal import Journal  # noqa: PLC0415 -- as above

    for name in clashing(os.environ):
        os.environ.pop(name, None)
    os.environ.update(sandbox.environment(folder), HOME=str(folder))  # where logins and sessions of roles are kept
    settings = folder / "config.toml"
    settings.touch()
    asked = invocation.organisation
    is_given = asked.profile is not None or asked.sso_session
    shown = (
        asked if is_given else replace(asked, profile=ORGANISATION_PROFILE, many={**asked.many, "roles": [AUDIT_ROLE]})
    )
    chosen = replace(
        invocation,
        organisation=shown,
        everyone=bool(is_given),  # else it is there to be seen, and its accounts to be added
        zone_profiles=invocation.zone_profiles or ZONE_PROFILES,
        target_profiles=invocation.target_profiles or TARGET_PROFILES,
        config=invocation.config or settings,
    )
    resolvers = (("127.0.0.1", names.port),)
    return chosen.workspace(
        journal=Journal(folder / "journal.jsonl"),
        resolvers=resolvers,
        connects=False,
        inventory_folder=folder / "cache",
    )


def _serve(sandbox: Sandbox, names: NameServer, folder: Path, *, as_json: bool) -> int:
    from xalias_tui.sandbox.profiles import PROFILES, clashing  # noqa: PLC0415 -- as above

    looked_for_as_usual()  # it runs until it is stopped
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    variables = sandbox.environment(folder)
    if as_json:
        resolver = f"127.0.0.1:{names.port}"
        data = {"url": sandbox.url, "environment": variables, "profiles": list(PROFILES), "resolver": resolver}
        print_document(envelope("demo", data))
    else:
        for name, value in variables.items():
            click.echo(f"export {name}={word(value)}")
        click.echo(f"unset {' '.join(clashing(os.environ))}")
        click.echo(f"# listening on {sandbox.url}; profiles: {' '.join(PROFILES)}")
        click.echo("# for example: xalias targets --target-profile shop-prod")
        click.echo(f"# its name server: xalias trace NAME --resolver 127.0.0.1:{names.port} --no-connect")
    say("Ctrl-C ends it.")
    stop.wait()
    return 0
