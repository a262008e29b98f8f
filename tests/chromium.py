"""A headless Chromium driven through its debugging pipe (Chrome DevTools Protocol), with nothing but the library."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
_ARGUMENTS = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --disable-background-networking "
    "--disable-component-update --disable-extensions --hide-scrollbars --lang=en --remote-debugging-pipe about:blank"
).split()


class Browser:
    """One tab, and all that was said of it: ``events`` holds what the console, the log and the network told."""

    def __init__(self, read: int, write: int) -> None:
        self.read, self.write = read, write
        self.rest = b""
        self.number = 0
        self.session = ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Performance"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """What a method of the protocol gives back; raises AssertionError with what it complains of."""
        self.number += 1
        message: dict[str, Any] = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.write, data) :]
        while True:
            answer = self._next(600)
            if answer.get("id") == self.number:
                assert "error" not in answer, (method, answer["error"])
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def _next(self, timeout: float) -> dict[str, Any]:
        while b"\0" not in self.rest:
            ready, _, _ = select.select([self.read], [], [], timeout)
            assert ready, "Chromium does not answer"
            chunk = os.read(self.read, 1 << 20)
            assert chunk, "Chromium has gone"
            self.rest += chunk
        line, _, self.rest = self.rest.partition(b"\0")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def open(self, address: str) -> None:
        """Go there and wait until the page is loaded and painted."""
        self.load(address)
        self.run("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

    def load(self, address: str) -> None:
        """Go there and wait until the page is loaded."""
        self.events.clear()
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=address)
        while self.run("document.readyState + location.href").startswith("complete") is False:
            time.sleep(0.01)

    def run(self, script: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        answer = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def complaints(self) -> list[str]:
        """What the console and the log said, and every request but that for the page itself."""
        self.run("0")
        found = []
        for event in self.events:
            method, said = event.get("method"), event.get("params", {})
            if method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
                found.append(json.dumps(said)[:500])
            elif method == "Network.requestWillBeSent" and said["type"] != "Document":
                found.append(said["request"]["url"])
        return found

    def size(self, width: int, height: int = 900) -> None:
        """The size of the window."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def media(self, scheme: str = "light", media: str = "") -> None:
        """Light or dark; as on a screen or in print whatever the device, where ``media`` says so."""
        self.call(
            "Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}]
        )

    def picture(self, path: Path) -> None:
        """What is seen, as a PNG."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A Chromium with a profile of its own in the folder."""
    to_read, from_us = os.pipe()
    from_it, to_write = os.pipe()

    def ends() -> None:
        # The browser reads from descriptor 3 and writes to 4; ours may be in the way of each other.
        reader, writer = os.dup(to_read), os.dup(to_write)
        os.dup2(reader, 3)
        os.dup2(writer, 4)

    low = [os.dup(to_read) for _ in range(8)]  # so that 3 and 4 are taken before the fork
    command = [PROGRAM, f"--user-data-dir={folder / 'profile'}", *_ARGUMENTS]
    process = subprocess.Popen(
        command, preexec_fn=ends, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for one in (*low, to_read, to_write):
        os.close(one)
    try:
        yield Browser(from_it, from_us)
    finally:
        process.terminate()
        process.wait(600)
        os.close(from_it)
        os.close(from_us)
