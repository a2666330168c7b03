"""A headless Chromium, spoken to in the DevTools protocol over a pair of pipes."""

import base64
import fcntl
import itertools
import json
import os
import select
import subprocess
import tempfile

PATIENCE = 60  # seconds


class Browser:
    """One browser with one tab; its events are gathered until they are asked for."""

    def __init__(self, path):
        self._folder = tempfile.TemporaryDirectory(prefix="sojourn-browser-",
                                                   ignore_cleanup_errors=True)
        theirs, self._out = os.pipe()
        self._in, theirs_too = os.pipe()
        # Numbers that the two wanted ones cannot collide with.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20) for end in (theirs, theirs_too)]

        def place():
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        self._process = subprocess.Popen(
            [path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--disable-extensions", "--disable-background-networking",
             "--hide-scrollbars", "--remote-debugging-pipe",
             "--user-data-dir=" + self._folder.name, "about:blank"],
            preexec_fn=place, close_fds=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for end in (theirs, theirs_too, *ends):
            os.close(end)
        self._numbers = itertools.count(1)
        self._received = b""
        self._session = None
        self.events = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target,
                                  flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            self.call(domain + ".enable")

    def close(self):
        try:
            self._session = None
            self.call("Browser.close")
            self._process.wait(PATIENCE)
        finally:
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
            self._folder.cleanup()

    def call(self, method, **parameters):
        """The result of `method`; events that come before it are gathered."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            message = self._next()
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def show(self, url, width, height, scheme):
        """Loads `url` in a window of this size, and returns the events of that."""
        self.events = []
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Page.navigate", url=url)
        while not any(e.get("method") == "Page.loadEventFired" for e in self.events):
            self.events.append(self._next())
        # What has been said by now was said before this is answered.
        self.evaluate("0")
        return self.events

    def evaluate(self, script):
        """The value of `script` in the page."""
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"])
        return result["result"].get("value")

    def picture(self, path, clip=None):
        """Writes the whole page, or the box `clip` of it, to `path` as PNG."""
        more = {"clip": dict(clip, scale=1)} if clip else {}
        data = self.call("Page.captureScreenshot", captureBeyondViewport=True, **more)["data"]
        path.write_bytes(base64.b64decode(data))

    def _next(self):
        while b"\0" not in self._received:
            if not select.select([self._in], [], [], PATIENCE)[0]:
                raise TimeoutError("the browser says nothing")
            data = os.read(self._in, 1 << 20)
            if not data:
                raise EOFError(f"the browser ended with {self._process.wait()}")
            self._received += data
        message, _, self._received = self._received.partition(b"\0")
        return json.loads(message)
