"""Where the local cloud's function workers come from: a process that has read the installed packages, and forks.

Run as a file by `local.engine_workers`, with the installed packages on its path and nothing of this repository. It
reads no code of ours and makes no client: what a worker gets is what any Python would have after importing the same
packages. Each request on its socket is `{script, cwd, environment}` with the worker's stdin, stdout and stderr; the
answer is a descriptor of the process.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import runpy
import selectors
import socket
import sys
from pathlib import Path
from typing import Any

MOST_BYTES = 1 << 20  # of one request: an environment
PACKAGES = (  # what our functions import of the installed packages, so that not each worker reads them anew
    "boto3.session",
    "botocore.client",
    "botocore.httpsession",
    "chalice.app",
    "pydantic",
    "email_validator",
    "phonenumbers",
    "pynamodb.models",
    "pynamodb.connection",
    "pynamodb.transactions",
    "aws_lambda_powertools.metrics",
    "aws_lambda_powertools.utilities.batch",
    "segno",
    "zoneinfo",
)


def main(fd: int) -> None:
    """Read the packages and serve until the other side is gone; what returns from serving is a worker."""
    for name in PACKAGES:
        importlib.import_module(name)
    script = serve(socket.socket(fileno=fd))
    if script:
        sys.argv = [script]
        sys.path.insert(0, str(Path(script).parent))
        runpy.run_path(script, run_name="__main__")


def serve(line: socket.socket) -> str:
    """Fork a worker for each request. Returns its script in the worker, and "" here when nobody asks any more."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(line, selectors.EVENT_READ)
        while True:
            for key, _ in waiting.select():
                if key.fileobj is not line:  # a worker has ended: nobody else collects it
                    os.waitpid(key.data, 0)
                    waiting.unregister(key.fileobj)
                    os.close(key.fd)
                    continue
                asked, fds, _, _ = socket.recv_fds(line, MOST_BYTES, 3)
                if not asked:
                    return ""
                told = json.loads(asked)
                pid = os.fork()
                if pid == 0:
                    for child in list(waiting.get_map().values()):
                        os.close(child.fd)
                    line.detach()
                    become(told, fds)
                    return str(told["script"])
                ended = os.pidfd_open(pid)
                waiting.register(ended, selectors.EVENT_READ, data=pid)
                socket.send_fds(line, [b"1"], [ended])
                for fd in fds:
                    os.close(fd)


def become(told: dict[str, Any], fds: list[int]) -> None:
    """Take over a worker's streams, folder and environment."""
    for place, fd in enumerate(fds):
        os.dup2(fd, place)
        os.close(fd)
    os.chdir(told["cwd"])
    os.environ.clear()
    os.environ.update(told["environment"])


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(int(sys.argv[1]))
