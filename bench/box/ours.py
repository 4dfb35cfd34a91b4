"""The recorder component's own recording path for the bench: `python -m bench.box.ours HOME`, until its stdin closes.

Everything but the line to the nucleus: cameras, rings, chain, fdatasync, forgetting, the frames' socket, and what the
guard is told every two seconds.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from ipaddress import ip_network
from pathlib import Path

from edge_greengrass.recorder import frames
from edge_greengrass.recorder.recorder import Recorder
from local.city_file import ROOT
from rtcc.foundation import ids

# The system's own, as on a box, built by those who built the ffmpeg and the GStreamer that it is measured against.
PYTHON = next((one for one in ("/usr/bin/python3.11", "/usr/bin/python3.12") if Path(one).exists()), sys.executable)
# As the recipe sets them.
MALLOC = {
    "MALLOC_MMAP_THRESHOLD_": "268435456",
    "MALLOC_TRIM_THRESHOLD_": "536870912",
    "MALLOC_TOP_PAD_": "16777216",
}


def start(home: Path, addresses: Sequence[str]) -> subprocess.Popen[bytes]:
    """Record these cameras in a process of its own, under the settings of the recipe."""
    home.mkdir(parents=True, exist_ok=True)
    told = [{"id": ids.new("cam"), "address": one, "user": "", "password": "", "days_stored": 1} for one in addresses]
    (home / "cameras.json").write_text(json.dumps(told))
    path = os.pathsep.join(str(ROOT / part) for part in ("", "layers/rtcc/python"))
    command = [PYTHON, "-m", "bench.box.ours", str(home)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT, env=os.environ | MALLOC | {"PYTHONPATH": path})


async def _main(home: Path) -> None:
    recorder = Recorder(home, network=ip_network("127.0.0.0/8"))
    ended, loop = asyncio.Event(), asyncio.get_running_loop()

    def wait() -> None:
        os.read(0, 1)
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait, daemon=True).start()
    server = await frames.serve(home / "frames.sock", recorder.feeds)
    await recorder.read_list()
    tasks = [asyncio.create_task(recorder.keep()), asyncio.create_task(_tell(recorder))]
    await ended.wait()
    for task in tasks:
        task.cancel()
    server.close()
    await recorder.close()


async def _tell(recorder: Recorder) -> None:
    while True:
        json.dumps(await asyncio.to_thread(recorder.told))
        await asyncio.sleep(2)


if __name__ == "__main__":
    gc.set_threshold(50_000)  # as the component does
    asyncio.run(_main(Path(sys.argv[1])))
