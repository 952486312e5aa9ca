"""What an operator meets with the AWS configuration: helpers, logins, proxies, denied look-ups, many zones."""

from __future__ import annotations

import hashlib
import json
import os
import re
import select
import shlex
import signal
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from unittest import mock

import botocore.credentials
import botocore.session
import botocore.tokens
import botocore.utils
import pytest

from tests.cases.between import Answered
from tests.cases.explorer import cells, explorer, soon, until
from tests.cases.lab import Lab, SetUpError, Start, world, zone
from tests.tui.driving import Driver
from xalias_tui.sandbox.faults import denied
from xalias_tui.sandbox.identities import Account, User
from xalias_tui.sandbox.members import DNS_HUB, DNS_KEY, MEDIA, MEDIA_KEY
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.sts import MFA_CODE
from xalias_tui.sandbox.world import World

SECRET: Final = "made-up-secret-of-the-sandbox-0000000000"
KEYS: Final = {"Version": 1, "AccessKeyId": MEDIA_KEY, "SecretAccessKey": SECRET}
STATIC: Final = f"aws_access_key_id = {DNS_KEY}\naws_secret_access_key = {SECRET}\n"


def configured(shell: Lab, text: str, *, alone: bool = False) -> dict[str, str]:
    """The variable of a configuration with more sections, or with these alone; ``{url}`` in them is where AWS is."""
    path = shell.home / "more-config"
    before = "" if alone else Path(shell.variables["AWS_CONFIG_FILE"]).read_text(encoding="utf-8")
    path.write_text(before + text.replace("{url}", shell.url), encoding="utf-8")
    return {"AWS_CONFIG_FILE": str(path)}


def helper(shell: Lab, name: str, script: str) -> str:
    """A profile whose credentials come from a Python script."""
    path = shell.home / f"{name}.py"
    path.write_text(script, encoding="utf-8")
    command = shlex.join((sys.executable, str(path)))
    return f"\n[profile {name}]\nregion = us-east-1\nendpoint_url = {{url}}\ncredential_process = {command}\n"


def state(shell: Lab, profile: str, **variables: str) -> dict[str, Any]:
    """What ``xalias accounts`` says of a profile."""
    listed = shell.xalias("accounts", "--json", **variables).data["accounts"]
    found = [account for account in listed if account["profile"] == profile]
    assert len(found) == 1, f"{profile} is not listed: {listed}"
    return dict(found[0])


@contextmanager
def xalias(shell: Lab, *words: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """The program in a process of its own, with standard streams that are pipes."""
    command = [sys.executable, "-m", "xalias_tui", *words]
    environment = {**shell.variables, "PYTHONPATH": os.pathsep.join(sys.path), **variables}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as running:  # type: ignore[call-overload] # the pipes
        try:
            yield running
        finally:
            running.kill()


ASKING: Final = f"""
import json, os, sys
sys.stderr.write("Enter token for prod: ")
typed = sys.stdin.readline()
with open(os.environ["SEEN"], "w") as seen:
    json.dump({{"typed": typed, "session": os.getsid(0)}}, seen)
if not typed:
    sys.exit(1)
print('{json.dumps(KEYS)}')
"""


def test_a_credential_process_gets_neither_the_input_nor_the_terminal(start: Start, tmp_path: Path) -> None:
    """profiles-01"""
    shell, seen = start(world()), tmp_path / "seen"
    variables = {**configured(shell, helper(shell, "vault", ASKING)), "SEEN": str(seen)}
    with xalias(shell, "accounts", "--json", **variables) as running:
        out, _ = running.communicate("the operator's next keys\n", timeout=30)
        own_session = os.getsid(0)
    heard = json.loads(seen.read_text(encoding="utf-8"))
    assert heard["typed"] == ""
    assert heard["session"] != own_session
    (vault,) = [account for account in json.loads(out)["data"]["accounts"] if account["profile"] == "vault"]
    assert "waits for input" in vault["message"]
    assert "Enter token for prod" in vault["message"]


ENDLESS: Final = """
import os, signal
with open(os.environ["TOLD"], "w") as told:
    told.write(f"{os.getpid()}\\n")
    told.flush()
    signal.pause()
"""


def test_no_credential_process_outlives_the_program(start: Start, tmp_path: Path) -> None:
    """profiles-01"""
    shell, told = start(world()), tmp_path / "told"
    os.mkfifo(told)
    variables = {**configured(shell, helper(shell, "vault", ENDLESS)), "TOLD": str(told)}
    with xalias(shell, "accounts", **variables) as running, told.open(encoding="utf-8") as telling:
        child = int(telling.readline())
        running.send_signal(signal.SIGINT)
        running.wait(timeout=30)
        ended = bool(select.select([telling], [], [], 20)[0])  # its end of the pipe is closed with it
        if not ended:
            os.kill(child, signal.SIGKILL)
    assert ended


SLOW: Final = f"""
import os
with open(os.environ["GATE"]) as gate:
    gate.read()
print('{json.dumps(KEYS)}')
"""


async def test_profiles_are_shown_as_they_answer(start: Start, tmp_path: Path) -> None:
    """profiles-02"""
    made, gate = world(), tmp_path / "gate"
    shell = start(made)
    os.mkfifo(gate)
    variables = {**configured(shell, helper(shell, "slow", SLOW)), "GATE": str(gate)}
    async with explorer(shell, targets=["media-prod"], kinds=["alb"], **variables) as driver:
        await driver.press("4")
        await until(driver, lambda: {DNS_HUB, MEDIA} <= {call.account_id for call in made.served})
        shown = await soon(driver, lambda: "signed in" in cells(driver, "media-prod") and bool(cells(driver, "slow")))
        waiting = cells(driver, "slow")
        gate.open("w", encoding="utf-8").close()
        assert shown, driver.text
        assert "signed in" not in waiting


def test_a_console_login_without_awscrt_is_not_called_misconfigured(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """profiles-04"""
    monkeypatch.setattr(botocore.credentials, "EC", None)  # as where awscrt is not installed
    monkeypatch.setitem(sys.modules, "awscrt.crypto", None)
    shell = start(world())
    login = "\n[profile login]\nlogin_session = arn:aws:iam::111111111111:user/op\nregion = us-east-1\n"
    found = state(shell, "login", **configured(shell, login))
    assert found["state"] == "unsupported"
    assert "awscrt" in found["message"] + found["remedy"]
    assert "configuration file" not in found["remedy"]


SSO: Final = (
    """
[sso-session other]
sso_region = eu-west-1
sso_start_url = https://other.example.com/start
sso_registration_scopes = sso:account:access
"""
    + STATIC.join(("\n[profile dns-prod]\nregion = us-east-1\nendpoint_url = {url}\n", ""))
    + "".join(
        f"""
[profile {name}]
sso_session = other
sso_account_id = {MEDIA}
sso_role_name = operator
region = us-east-1
endpoint_url = {{url}}
"""
        for name in ("sso-a", "sso-b")
    )
)
"""Two profiles of one SSO session beside the profile of the zones."""
ADDRESS: Final = f"https://oidc.eu-west-1.amazonaws.com/authorize?code_challenge={'A' * 300}&state=end-of-the-address"


def token(shell: Lab) -> Path:
    """Where the AWS CLI keeps the token of the SSO session."""
    return shell.home / ".aws" / "sso" / "cache" / f"{hashlib.sha1(b'other').hexdigest()}.json"  # noqa: S324 -- as the CLI names it


@pytest.fixture
def tokens_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The SDK looks for the home folder when it is imported, which was before this test had one."""
    for provider in (botocore.tokens.SSOTokenProvider, botocore.credentials.SSOProvider):
        monkeypatch.setattr(provider, "_SSO_TOKEN_CACHE_DIR", str(tmp_path / ".aws" / "sso" / "cache"))


def write_token(shell: Lab) -> None:
    """What ``aws sso login`` leaves behind."""
    token(shell).parent.mkdir(parents=True, exist_ok=True)
    centre = shell.world.identity_centre
    centre.assignments[MEDIA] = ("operator",)
    access, _ = centre.issue()
    kept = {"startUrl": "https://other.example.com/start", "region": "eu-west-1", "accessToken": access}
    token(shell).write_text(json.dumps({**kept, "expiresAt": "2090-01-01T00:00:00Z"}), encoding="utf-8")


def command_line(shell: Lab, script: str) -> dict[str, str]:
    """A PATH on which ``aws`` is a script of ours, which notes that it was called."""
    folder = shell.home / "bin"
    folder.mkdir(exist_ok=True)
    program = folder / "aws"
    program.write_text(
        f'#!/bin/sh\necho "$*" >> {shlex.quote(str(shell.home / "aws.log"))}\n{script}\n', encoding="utf-8"
    )
    program.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{shell.variables['PATH']}"}


def calls(shell: Lab) -> list[str]:
    """How ``aws`` was called."""
    log = shell.home / "aws.log"
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


@contextmanager
def waiting_login(shell: Lab) -> Iterator[dict[str, str]]:
    """A login that shows its address and waits until the test has looked."""
    gate = shell.home / "gate"
    os.mkfifo(gate)
    print_address = f"echo {shlex.quote(ADDRESS)}\nread -r line < {shlex.quote(str(gate))}"
    yield {**configured(shell, SSO, alone=True), **command_line(shell, print_address)}


async def test_the_address_of_a_login_is_shown_whole_and_can_be_copied(start: Start) -> None:
    """profiles-05"""
    shell = start(world())
    with waiting_login(shell) as variables:
        async with explorer(shell, targets=["sso-a"], kinds=["alb"], **variables) as driver:
            await sign_in(driver, "sso-a")
            await until(driver, lambda: "oidc.eu-west-1" in driver.text)
            shown = await soon(driver, lambda: "end-of-the-address" in driver.text)
            await driver.press("y")
            assert shown, driver.text
            assert driver.app.clipboard == ADDRESS


async def test_over_ssh_a_login_by_device_code_is_used_or_offered(start: Start) -> None:
    """profiles-05"""
    shell = start(world())
    with waiting_login(shell) as variables:
        far = {**variables, "SSH_CONNECTION": "192.0.2.7 50000 192.0.2.8 22"}
        async with explorer(shell, targets=["sso-a"], kinds=["alb"], **far) as driver:
            await sign_in(driver, "sso-a")
            await until(driver, lambda: "oidc.eu-west-1" in driver.text or "--use-device-code" in driver.text)
            assert "--use-device-code" in driver.text
            assert "--no-browser" in driver.text


async def sign_in(driver: Driver, profile: str) -> None:
    """Go to a profile on screen 4 and press ``s``."""
    await driver.press("4")
    await until(driver, lambda: bool(cells(driver, profile)))
    while f"▸{profile} " not in driver.text:
        await driver.press("j")
    await driver.press("s")


@pytest.mark.usefixtures("tokens_at_home")
async def test_reading_the_accounts_again_asks_them_again(start: Start) -> None:
    """profiles-06"""
    shell = start(world())
    variables = configured(shell, SSO, alone=True)
    async with explorer(shell, targets=["sso-a"], kinds=["alb"], **variables) as driver:
        await driver.press("4")
        await until(driver, lambda: bool(cells(driver, "sso-b")))
        if "signed in" in cells(driver, "sso-b"):
            raise SetUpError(driver.text)
        write_token(shell)
        await driver.press("R")
        assert await soon(driver, lambda: "signed in" in cells(driver, "sso-b")), driver.text
        assert "signed in" in cells(driver, "sso-a")


LOG_IN: Final = 'mkdir -p "$HOME/.aws/sso/cache" && cp "$HOME/token.json" "$HOME/.aws/sso/cache/{name}"'


def logging_in(shell: Lab) -> dict[str, str]:
    """An ``aws`` that signs in at once."""
    write_token(shell)
    token(shell).rename(shell.home / "token.json")
    return {**configured(shell, SSO, alone=True), **command_line(shell, LOG_IN.format(name=token(shell).name))}


@pytest.mark.usefixtures("tokens_at_home")
async def test_one_login_serves_every_profile_of_its_session(start: Start) -> None:
    """profiles-06"""
    shell = start(world())
    async with explorer(shell, targets=["sso-a"], kinds=["alb"], **logging_in(shell)) as driver:
        await sign_in(driver, "sso-a")
        await until(driver, lambda: "signed in" in cells(driver, "sso-a"))
        assert await soon(driver, lambda: "signed in" in cells(driver, "sso-b")), driver.text
        assert len(calls(shell)) == 1


@pytest.mark.usefixtures("tokens_at_home")
async def test_no_login_is_run_where_the_token_is_valid_already(start: Start) -> None:
    """profiles-06"""
    shell = start(world())
    async with explorer(shell, targets=["sso-a"], kinds=["alb"], **logging_in(shell)) as driver:
        await driver.press("4")
        await until(driver, lambda: bool(cells(driver, "sso-b")))
        write_token(shell)
        await sign_in(driver, "sso-b")
        await until(driver, lambda: "signed in" in cells(driver, "sso-b"))
        assert calls(shell) == []


async def test_credentials_that_ran_out_are_seen_on_the_accounts_screen(start: Start) -> None:
    """profiles-06"""
    made = world()
    zone(made, "example.com")
    shell = start(made)
    async with explorer(shell, targets=["media-prod"], kinds=["alb"]) as driver:
        await until(driver, lambda: "example.com." in driver.text)
        await driver.press("4")
        await until(driver, lambda: "signed in" in cells(driver, "dns-prod"))
        made.add_user(User(DNS_HUB, "dns-operator", DNS_KEY, expired=True))
        await driver.press("1", "R")
        await until(driver, lambda: "could not be read" in driver.text or "expired" in driver.text)
        await driver.press("4")
        assert await soon(driver, lambda: "expired" in cells(driver, "dns-prod")), driver.text


BROKEN_CREDENTIALS: Final = {
    "no header": ("aws_secret_access_key = wJalrEXAMPLESECRET\naws_access_key_id = AKIAEXAMPLE\n", 1, "wJalr"),
    "wrapped": ("[dns]\naws_access_key_id = ASIAEXAMPLE\naws_session_token = PART1\nSECRETPART2\n", 4, "SECRETPART2"),
}


@pytest.mark.parametrize("broken", BROKEN_CREDENTIALS)
@pytest.mark.parametrize("words", [("accounts",), ("accounts", "--json")], ids=["text", "json"])
def test_a_secret_in_a_broken_file_is_not_printed(start: Start, broken: str, words: tuple[str, ...]) -> None:
    """profiles-08"""
    shell = start(world())
    text, line, secret = BROKEN_CREDENTIALS[broken]
    path = shell.home / "credentials"
    path.write_text(text, encoding="utf-8")
    ran = shell.xalias(*words, AWS_SHARED_CREDENTIALS_FILE=str(path))
    printed = ran.out + ran.err
    assert secret not in printed
    assert str(path) in printed
    assert re.search(rf"(line |:){line}\b", printed)


def balancers_of_media() -> World:
    made = world()
    add_balancer(Estate(made, MEDIA), Balancer("eu-west-1", "web"))
    return made


def test_targets_are_found_where_regions_may_not_be_listed(start: Start) -> None:
    """profiles-10"""
    made = balancers_of_media()
    made.faults.next("ec2:DescribeRegions", denied("ec2:DescribeRegions"))
    found = start(made).xalias("targets", "--json", targets=["media-prod"], kinds=["alb"])
    assert [target["name"] for target in found.data["targets"]] == ["web"]


def test_where_no_list_of_regions_may_be_read_the_remedy_is_named(start: Start) -> None:
    """profiles-10"""
    made = balancers_of_media()
    made.faults.next("ec2:DescribeRegions", denied("ec2:DescribeRegions"))
    made.faults.next("account:ListRegions", denied("account:ListRegions"))
    found = start(made).xalias("targets", targets=["media-prod"], kinds=["alb"])
    assert "web" in found.out
    assert "--region" in found.err


def test_look_ups_in_a_forbidden_region_are_one_line(start: Start) -> None:
    """profiles-10"""
    made = balancers_of_media()
    forbidden = ("elasticloadbalancing:*@eu-central-1", "elasticloadbalancing:*@us-east-1")
    made.add_account(Account(MEDIA, "media-prod", "example-media", denied=forbidden))
    found = start(made).xalias("targets", targets=["media-prod"], kinds=["alb", "clb", "nlb"])
    lines = [line for line in found.err.splitlines() if "service control policy" in line]
    assert len(lines) == 1, lines
    assert "2 regions" in lines[0]


@contextmanager
def proxy(status: str) -> Iterator[str]:
    """A proxy that refuses everybody; gives its address."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline().strip():
                pass
            self.wfile.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"op:pw@127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def through_proxy(shell: Lab, address: str) -> dict[str, str]:
    """AWS's own endpoints, behind a proxy."""
    profile = f"[profile aws]\nregion = us-east-1\n{STATIC}"
    return {**configured(shell, profile, alone=True), "HTTPS_PROXY": address, "NO_PROXY": "", "no_proxy": ""}


@pytest.mark.parametrize(
    ("status", "words"),
    [("407 Proxy Authentication Required", ("407", "password")), ("403 Forbidden", ("403", "allow"))],
    ids=["407", "403"],
)
def test_a_proxy_that_refuses_is_told_as_that(start: Start, status: str, words: tuple[str, ...]) -> None:
    """profiles-12"""
    shell = start(world())
    with proxy(status) as address:
        ran = shell.xalias("zones", "--json", zones=["aws"], **through_proxy(shell, f"http://{address}"))
    told = ran.error["message"] + ran.error["remedy"]
    assert ran.status == 3
    assert "does not answer" not in told
    for word in words:
        assert word in told
    assert "pw@" not in ran.out


def test_a_socks_proxy_is_said_not_to_be_supported(start: Start) -> None:
    """profiles-12"""
    shell = start(world())
    ran = shell.xalias("zones", "--json", zones=["aws"], **through_proxy(shell, "socks5h://127.0.0.1:9"))
    told = ran.error["message"] + ran.error["remedy"]
    assert ran.status == 3
    assert "SOCKS" in told
    assert "support" in told
    assert "http://socks" not in told


@pytest.mark.parametrize("name", ["bare space", "o'brien"])
def test_a_profile_that_the_sdk_does_not_take_is_told_how_to_write(start: Start, name: str) -> None:
    """profiles-13"""
    shell = start(world())
    section = f"\n[profile {name}]\nregion = us-east-1\nendpoint_url = {{url}}\n{STATIC}"
    ran = shell.xalias("accounts", **configured(shell, section))
    assert f'[profile "{name}"]' in ran.out + ran.err
    assert f"--profile {name}" not in ran.out + ran.err


def test_an_empty_aws_profile_is_named(start: Start) -> None:
    """profiles-13"""
    ran = start(world()).xalias("zones", "--json", zones=[], targets=[], AWS_PROFILE="")
    assert ran.status == 3
    assert "AWS_PROFILE" in ran.error["message"]
    assert "empty" in ran.error["message"]


def test_a_profile_after_a_tab_is_listed(start: Start) -> None:
    """profiles-13"""
    shell = start(world())
    section = f"\n[profile\tafter-tab]\nregion = us-east-1\nendpoint_url = {{url}}\n{STATIC}"
    assert state(shell, "after-tab", **configured(shell, section))["state"] == "ready"


def test_variables_in_the_path_of_the_configuration_are_expanded(start: Start) -> None:
    """profiles-13"""
    shell = start(world())
    configured(shell, "")
    assert state(shell, "media-prod", AWS_CONFIG_FILE="$HOME/more-config")["state"] == "ready"


def many_zones(count: int) -> World:
    made = world()
    for at in range(count):
        zone(made, f"z{at:04}.example", zone_id=f"Z{at:019}")
    return made


def test_the_table_of_zones_costs_no_call_a_zone(start: Start) -> None:
    """profiles-15"""
    made = many_zones(3)
    listed = start(made).xalias("zones")
    assert "z0002.example" in listed.out
    assert "GetHostedZone" not in {call.operation for call in made.served}


async def test_the_first_page_of_zones_is_shown_at_once(start: Start) -> None:
    """profiles-15"""
    reached, release = threading.Event(), threading.Event()

    def meddle(called: str, ask: Callable[[], Answered]) -> Answered:
        answered = ask()
        if called == "route53:ListHostedZones" and b"<Marker>" in answered.body:  # what follows the first page
            reached.set()
            release.wait()
        return answered

    shell = start(many_zones(101), meddle=meddle)
    try:
        async with explorer(shell, targets=["media-prod"], kinds=["alb"]) as driver:
            await until(driver, reached.is_set)
            shown = await soon(driver, lambda: "z0003.example" in driver.text)
            release.set()
            assert shown, driver.text
    finally:
        release.set()


def keep_session(shell: Lab) -> None:
    """Sign in with a code as the AWS CLI does, which keeps the session in its cache."""
    with mock.patch.dict(os.environ, shell.variables, clear=True):
        core = botocore.session.Session(profile="shop-mfa")
        provider: Any = core.get_component("credential_provider").get_provider("assume-role")
        provider.cache = botocore.utils.JSONFileCache(str(shell.home / ".aws" / "cli" / "cache"))
        provider._prompter = lambda _: MFA_CODE
        credentials = core.get_credentials()
        if credentials is None or not credentials.get_frozen_credentials().token:
            raise SetUpError


def test_the_session_that_the_command_line_keeps_is_used(start: Start) -> None:
    """profiles-17"""
    shell = start(world())
    keep_session(shell)
    ran = shell.xalias("zones", "--json", zones=["shop-mfa"])
    assert (ran.status, ran.data["zones"]) == (0, [])


def test_a_profile_that_needs_a_code_says_so(start: Start) -> None:
    """profiles-17"""
    assert state(start(world()), "shop-mfa")["state"] == "needs-mfa"


MANY: Final = "".join(
    f"\n[profile p{at:03}]\nregion = us-east-1\nendpoint_url = {{url}}\n{STATIC}" for at in range(300)
)
TROUBLE: Final = f"""
[profile denied]
region = us-east-1
endpoint_url = {{url}}
role_arn = arn:aws:iam::{MEDIA}:role/nobody
source_profile = p000
"""


async def test_a_home_of_300_profiles_is_usable_while_one_of_them_hangs(start: Start, tmp_path: Path) -> None:
    """profiles-02"""
    shell, told = start(world()), tmp_path / "told"
    os.mkfifo(told)
    beside = MANY + TROUBLE + SSO.split("[profile dns-prod]")[0] + SSO[SSO.index("[profile sso-a]") :]
    variables = {**configured(shell, helper(shell, "hangs", ENDLESS) + beside), "TOLD": str(told)}
    telling = os.open(told, os.O_RDONLY | os.O_NONBLOCK)
    async with explorer(shell, targets=["media-prod"], kinds=["alb"], **variables) as driver:
        await driver.press("4")
        await until(driver, lambda: " of 3" in driver.text and "esc stops" in driver.text)
        assert await soon(driver, lambda: "signed in" in cells(driver, "dns-prod"))
        await until(driver, lambda: bool(select.select([telling], [], [], 0)[0]))
        await driver.press("escape")
        assert await soon(driver, lambda: "esc stops" not in driver.text), driver.text
        await driver.press("slash", *"hangs", "enter")
        assert await soon(driver, lambda: "hangs  cancelled" in driver.text), driver.text
    os.close(telling)
