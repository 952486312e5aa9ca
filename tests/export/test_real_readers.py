"""What others chose, read by the programs that people give it to: a browser and node. bash is in ``readers``."""

from __future__ import annotations

import json
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import pytest

from tests.export.samples import LOAD_BALANCER, PLANS, plain, plan_of
from tests.export.test_reports import audit
from xalias_tui.domain.plans import Plan
from xalias_tui.export import format_of
from xalias_tui.export.reports import page

MARKS: Final = "document.documentElement.dataset.owned=1"
PAGES: Final = [
    f"</td><script>{MARKS}</script>",
    f"</script><script>{MARKS}</script>",
    f'"><img src=x onerror="{MARKS}">',
    f"' onmouseover='{MARKS}' autofocus onfocus='{MARKS}",
    f"<svg/onload={MARKS}>",
    f"</style><script>{MARKS}</script><style>",
    f"<!--</td></tr></table>--><iframe srcdoc='<script>{MARKS}</script>'>",
    f"{{{{ {MARKS} }}}}{{% raw %}}",
    f"javascript:{MARKS}",
    f"\u2028<script>{MARKS}</script>\x00\x1b]0;x\x07",
    "&lt;b&gt;&#60;script&#62;",
]
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome", "headless_shell")


class Parts(HTMLParser):
    """The elements of a page, with the attributes that run or load something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(
            (tag, tuple(name for name, _ in attrs if name[:2] == "on" or name in ("src", "href", "srcdoc")))
        )


@pytest.mark.parametrize("text", PAGES)
def test_a_page_has_the_same_parts_whatever_others_chose(text: str) -> None:
    assert Parts(page.render(audit(text))).found == Parts(page.render(audit("harmless"))).found


@pytest.fixture(scope="module")
def browser() -> str:
    """A headless Chromium."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium is installed")
    return found


@pytest.mark.parametrize("text", PAGES)
def test_a_browser_runs_nothing_that_others_chose(browser: str, tmp_path: Path, text: str) -> None:
    report = tmp_path / "report.html"
    report.write_text(page.render(audit(text)), encoding="utf-8")
    words = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    asked = [*words, "--virtual-time-budget=500", "--dump-dom", report.as_uri()]
    drawn = subprocess.run(asked, capture_output=True, check=True, timeout=60).stdout.decode()
    assert 'data-owned="1"' not in drawn
    assert "</html>" in drawn


STUBS: Final = """
const calls = [];
const word = (name) => (...args) => ({ [name]: args });
for (const name of ["A", "AAAA", "CNAME", "TXT", "MX", "SRV", "CAA", "NS", "PTR", "R53_ALIAS"])
  globalThis[name] = (...args) => { calls.push([name, ...args]); return name; };
for (const name of ["R53_ZONE", "R53_EVALUATE_TARGET_HEALTH", "R53_WEIGHT", "R53_HEALTH_CHECK_ID", "TTL"])
  globalThis[name] = word(name);
globalThis.DnsProvider = word("DnsProvider");
globalThis.NewRegistrar = globalThis.NewDnsProvider = globalThis.D = globalThis.D_EXTEND = () => undefined;
globalThis.REG_NONE = globalThis.DSP_R53 = undefined;
"""
SCRIPTS: Final = [
    '");globalThis.owned=1;("', "'+(globalThis.owned=1)+'", "`${globalThis.owned=1}`", "\\", '\\");owned=1//',
    "*/owned=1/*", "\u2028owned=1",
]  # fmt: skip


def run_by_node(text: str, tmp_path: Path) -> dict[str, Any]:
    """The calls of a DNSControl file, and whether something else was run."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    script = tmp_path / "dnsconfig.js"
    script.write_text(f"{STUBS}\n{text}\nconsole.log(JSON.stringify({{calls, owned: globalThis.owned ?? null}}));\n")
    done = subprocess.run([node, str(script)], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("plan", [PLANS["one alias"], PLANS["undone"], PLANS["weighted routing"]])
def test_node_reads_what_was_exported(plan: Plan, tmp_path: Path) -> None:
    ran = run_by_node(format_of("dnscontrol").render([plan]), tmp_path)
    assert ran["owned"] is None
    assert ran["calls"]
    if plan is PLANS["one alias"]:
        assert ran["calls"][0][:4] == ["R53_ALIAS", "shop", "A", LOAD_BALANCER.dns_name.text]


def test_node_runs_nothing_that_others_chose(tmp_path: Path) -> None:
    records = [plain("CNAME", text, name=f"t{at}.example.com") for at, text in enumerate(SCRIPTS)]
    ran = run_by_node(format_of("dnscontrol").render([plan_of(*records)]), tmp_path)
    assert ran["owned"] is None
    assert {call[2] for call in ran["calls"]} == {f"{text}." for text in SCRIPTS}
