"""The cutter in processes that die at a step: `python -m tests.edge.killed_cutter HOME` reads {"order", "step"} lines.

Each line forks a process that takes the order and is killed (SIGKILL) at that step: before it opens, renames or
removes a file in its home, or connects. Step 0 lives on until nothing is left to do. Prints each end's signal.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

from edge_greengrass.clip_cutter.desk import Desk
from edge_greengrass.clip_cutter.sending import Limits, Pauses
from edge_greengrass.clip_cutter.working import Pace
from tests.edge.ordering import word

STEPS = {"open", "os.rename", "os.remove", "socket.connect"}


def main(home: str) -> None:
    """Fork for each line."""
    for line in sys.stdin:
        told = json.loads(line)
        pid = os.fork()
        if pid == 0:
            try:
                _die_at(told["step"], home)
                asyncio.run(_work(Path(home), told["order"]))
            finally:
                os._exit(0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n")
        sys.stdout.flush()


def _die_at(step: int, home: str) -> None:
    count = 0

    def hook(event, arguments):
        nonlocal count
        if event in STEPS and (event == "socket.connect" or str(arguments[0]).startswith(home)):
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


async def _work(home: Path, order: dict) -> None:
    told = os.open(home / "told", os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def tell(facts):
        os.write(told, json.dumps(facts).encode() + b"\n")

    pace = Pace(look=0.005, newest=1, pauses=Pauses(0.005, 0.01))
    desk = Desk(home, "us-east-1", tell, pace=pace, limits=Limits(part=int(os.environ["PART"])))
    desk.hear(word(order["camera"]))
    if not (home / "orders" / f"{order['order']}.json").exists():
        desk.take(order)  # what is written down goes on by itself
    while desk._running:
        await asyncio.sleep(0.002)


if __name__ == "__main__":
    main(sys.argv[1])
