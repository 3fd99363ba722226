"""What the widget costs the page that embeds it, in Debian's Chromium against the real service.

    python -m benchmarks.widget [--openings 20]

A host page on another site embeds the loader as the guide says. Each opening is in a browser
context of its own, its cache cold: measured are the milliseconds from the call that opens the
panel until the panel says that it is ready, the bytes of what was loaded, plain and compressed
with gzip as a proxy would, what was asked for before the opening, and how far the page was pushed
about (layout shift). Nothing but the panel runs in the service; its index is empty.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from tempfile import TemporaryDirectory

import numpy as np
from playwright.sync_api import Browser, Response, sync_playwright

from service.loader import tag

#: At most: bytes of loader and panel compressed, milliseconds of 95 in 100 openings.
LOADER_BYTES = 6 * 1024
PANEL_BYTES = 60 * 1024
OPENING = 400

OPEN = """async () => {
    const ready = new Promise(resolve => Yihaoda.addEventListener("ready", resolve));
    const begun = performance.now();
    Yihaoda.open();
    await ready;
    return performance.now() - begun;
}"""
#: How far what stands in the page was pushed about so far, as browsers score it.
SHIFTS = """() => new Promise(resolve => {
    let sum = 0;
    const add = list => { for (const each of list.getEntries()) sum += each.value; };
    new PerformanceObserver(add).observe({type: "layout-shift", buffered: true});
    setTimeout(() => resolve(sum), 100);
})"""


@dataclass
class Opening:
    """What one opening took; sizes are of bodies by address."""

    milliseconds: float = 0
    shift: float = 0
    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)


def main() -> None:
    """Start the service and a host, open the panel so often, print, and exit 1 over a limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--openings", type=int, default=20)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    arguments = parser.parse_args()
    page: list[bytes] = []
    with hosting(page) as host, serving(host) as service, sync_playwright() as playwright:
        page.append(f"<!doctype html><h1>Host</h1>{tag(service, pinned=False)}".encode())
        browser = playwright.chromium.launch(
            executable_path=arguments.browser, args=["--no-sandbox", "--disable-gpu"]
        )
        opened(browser, host, service)  # the first of all starts the browser's own processes
        openings = [opened(browser, host, service) for _ in range(arguments.openings)]
        browser.close()
    sys.exit(1 if told(openings) else 0)


def opened(browser: Browser, host: str, service: str) -> Opening:
    """Open the panel once, nothing cached."""
    opening = Opening()
    context = browser.new_context()
    page = context.new_page()
    loaded: list[Response] = []
    page.on("response", lambda response: loaded.append(response))  # noqa: PLW0108 — no builtin
    page.goto(host)
    page.wait_for_load_state("networkidle")
    opening.before = bodies(loaded, service)
    opening.milliseconds = page.evaluate(OPEN)
    page.wait_for_load_state("networkidle")
    opening.shift = page.evaluate(SHIFTS)
    opening.after = {
        url: body for url, body in bodies(loaded, service).items() if url not in opening.before
    }
    context.close()
    return opening


def bodies(loaded: list[Response], service: str) -> dict[str, bytes]:
    """What the service sent, by address."""
    return {each.url: each.body() for each in loaded if each.url.startswith(service)}


def told(openings: list[Opening]) -> bool:
    """Print the figures; tells whether one of them is over its limit."""
    times = [opening.milliseconds for opening in openings]
    p50, p95 = np.percentile(times, [50, 95])
    loader, panel = openings[-1].before, openings[-1].after
    over = [
        line("loader, bytes compressed", compressed(loader), LOADER_BYTES),
        line("panel, bytes compressed", compressed(panel), PANEL_BYTES),
        line("requests before opening, but for the loader", len(loader) - 1, 0),
        line("layout shift", max(opening.shift for opening in openings), 0),
        line("first open, ms, p95", p95, OPENING),
    ]
    print(f"first open, ms: fastest {min(times):.0f}, p50 {p50:.0f}, of {len(times)}", end="; ")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for url, body in panel.items():
        print(
            f"  {re.sub('[?].*', '', url).partition('//')[2].partition('/')[2]:24}"
            f" {len(body):7} plain {compressed({url: body}):7} compressed"
        )
    return any(over)


def compressed(loaded: Mapping[str, bytes]) -> int:
    """Bytes of these bodies, each compressed."""
    return sum(len(gzip.compress(body, 9)) for body in loaded.values())


def line(name: str, value: float, limit: float) -> bool:
    """Print a figure beside its limit; tells whether it is over it."""
    over = value > limit
    print(f"{name:44} {value:8.6g} of {limit:6.0f}{'  OVER' if over else ''}")
    return over


@contextmanager
def hosting(page: list[bytes]) -> Iterator[str]:
    """The address of a site that has one page."""

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            if self.path == "/":
                self.wfile.write(page[0])

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


@contextmanager
def serving(host: str) -> Iterator[str]:
    """The address of the service, which the host may embed, with an empty store."""
    with TemporaryDirectory() as home:
        variables = os.environ | {"YIHAODA_HOME": home, "YIHAODA_SITES": host}
        process = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "serve", "--port", "0"],
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            told_address = process.stdout.readline() if process.stdout else ""
            yield told_address.partition("：")[2].strip().rstrip("/")
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
