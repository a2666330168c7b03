"""Starts processes and ends them, whatever happens, together with what they started."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time

SET_CHILD_SUBREAPER = 36  # prctl(2)
STRAY_VARIABLES = ("PREFECT_", "CELERY_", "FLOWER_", "PYTHON")


class Trouble(Exception):
    """What keeps a system from being tested."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**extra):
    """This process's environment without what could change how a system behaves."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(STRAY_VARIABLES) and not name.lower().endswith("_proxy")}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", **extra}


class Processes:
    """Processes that write their output into `logs`; they run until the `with` is left."""

    def __init__(self, logs):
        self.logs = logs
        self.started = []

    def __enter__(self):
        # Orphans become children of this process, so that they can be found and ended, too.
        ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        return self

    def start(self, name, command, **options):
        with open(self.logs / f"{name}.log", "ab") as log:
            process = subprocess.Popen(
                [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True, **options)
        self.started.append((name, process))
        return process

    def finish(self, name, command, seconds, **options):
        """Runs a command to its end; its exit code."""
        process = self.start(name, command, **options)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Trouble(f"{name} did not end within {seconds} s") from None
        finally:
            end(process)
            self.started.remove((name, process))

    def wait(self, what, condition, seconds):
        """Waits until `condition()` is true; its value. A process that ends ends the waiting."""
        deadline = time.monotonic() + seconds
        while True:
            with contextlib.suppress(OSError, ValueError):
                if value := condition():
                    return value
            for name, process in self.started:
                if process.poll() is not None:
                    raise Trouble(f"{name} ended with {process.returncode}, waiting until {what}")
            if time.monotonic() > deadline:
                raise Trouble(f"not within {seconds} s: {what}")
            time.sleep(0.1)

    def __exit__(self, *_):
        handlers = [(number, signal.signal(number, signal.SIG_IGN))
                    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
        for _, process in reversed(self.started):
            end(process)
        while orphans := children():
            for orphan in orphans:
                os.kill(orphan, signal.SIGKILL)
                os.waitpid(orphan, 0)
        for number, handler in handlers:
            signal.signal(number, handler)


def end(process):
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def children():
    """The ids of this process's children."""
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]
