"""A stock Firefox driven by WebDriver BiDi, the standard it speaks without a helper program.

Playwright's own way into a stock Firefox asks of it what version 153 ESR does not know yet
(emulation.setMediaFeaturesOverride), so the few commands needed are spoken here.
"""

import base64
import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

PROGRAMS = ("firefox-esr", "firefox")
PATIENCE = 60
EVENTS = ["log.entryAdded", "network.fetchError"]


def program() -> str | None:
    """Give an installed Firefox, None where there is none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class BidiError(Exception):
    """Firefox refused a command or did not answer."""


class Firefox:
    """One window of Firefox."""

    def __init__(self, line: ClientConnection) -> None:
        self.line, self.numbers = line, count(1)
        self.heard: list[str] = []
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=EVENTS)
        self.window = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and give its answer; what is told meanwhile is kept in `heard`.

        Raises BidiError where it is refused.
        """
        number = next(self.numbers)
        self.line.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            told = json.loads(self.line.recv(timeout=PATIENCE))
            if told.get("id") == number:
                break
            self._keep(told)
        if told["type"] == "error":
            raise BidiError(f"{method}: {told['message']}")
        return dict(told["result"])

    def _keep(self, told: dict[str, Any]) -> None:
        params = told.get("params", {})
        if told.get("method") == "log.entryAdded" and params["level"] in {"error", "warn"}:
            self.heard.append(params["text"] or "")
        lost = told.get("method") == "network.fetchError"
        if lost and params["errorText"] != "NS_BINDING_ABORTED":  # left on the way, nothing lost
            self.heard.append(f"{params['request']['url']} {params['errorText']}")

    def cookie(self, name: str, value: str) -> None:
        """Keep a cookie of the site on this machine."""
        given = {"type": "string", "value": value}
        self.ask("storage.setCookie", cookie={"name": name, "value": given, "domain": "127.0.0.1"})

    def size(self, width: int, height: int) -> None:
        """Make the window's inside so large."""
        size = {"width": width, "height": height}
        self.ask("browsingContext.setViewport", context=self.window, viewport=size)

    def go(self, url: str) -> None:
        """Open an address and wait until all of it is there."""
        self.heard.clear()
        self.ask("browsingContext.navigate", context=self.window, url=url, wait="complete")

    def run(self, script: str) -> Any:
        """Give what an expression that ends in JSON comes to."""
        target = {"context": self.window}
        told = self.ask(
            "script.evaluate", expression=f"JSON.stringify({script})", target=target,
            awaitPromise=True,
        )  # fmt: skip
        if told["type"] != "success":
            raise BidiError(told["exceptionDetails"]["text"])
        return json.loads(told["result"]["value"])

    def picture(self, path: Path) -> None:
        """Keep a picture of what is in the window."""
        told = self.ask("browsingContext.captureScreenshot", context=self.window)
        path.write_bytes(base64.b64decode(told["data"]))


@contextmanager
def firefox(command: str) -> Iterator[Firefox]:
    """Start a Firefox with a profile of its own; it is gone after the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    profile = tempfile.mkdtemp(prefix="ducha-firefox-")
    start = [command, "--headless", "--no-remote", "--remote-debugging-port", str(port)]
    process = subprocess.Popen(  # noqa: S603 -- an installed browser
        [*start, "--profile", profile], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        with _line(port) as line:
            yield Firefox(line)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(profile, ignore_errors=True)


def _line(port: int) -> ClientConnection:
    """Give the line to a Firefox as soon as it listens; raises BidiError where it never does."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(OSError):
            return connect(f"ws://127.0.0.1:{port}/session", max_size=None)
        time.sleep(0.2)
    raise BidiError("Firefox 未能启动。")
