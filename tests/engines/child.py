"""One engine as a child process: started, waited for by a condition, ended by its id."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

HOST = "127.0.0.1"
READY_WITHIN_SECONDS = 60


class EngineFailed(RuntimeError):
    """The engine ended or never answered; the message carries the end of its log."""


def free_ports(count: int) -> list[int]:
    """Ports that are free now, all different because they are held until the last is known."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((HOST, 0))
        return [each.getsockname()[1] for each in sockets]


def clean_environment(**extra: str) -> dict[str, str]:
    """Our environment without anything that would lead an engine or its functions to a real account."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "MINISTACK_", "LAMBDA_"))}
    return kept | extra


class Child:
    """A process in a group of its own, so that ending it also ends what it started."""

    def __init__(self, command: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> None:
        self.log = folder / "engine.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until(self, is_ready: Callable[[], bool]) -> None:
        """Poll the condition until it holds; say what the engine wrote if it does not."""
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while not is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                tail = self.log.read_text(errors="replace")[-2000:]
                self.stop()
                raise EngineFailed(f"{self.process.args!r} did not become ready:\n{tail}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to end, wait, then end what is left of its group."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def kill(self) -> None:
        """End its group at once: for an engine that takes its time to put away what nobody will read."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
