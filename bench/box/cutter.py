"""The clip cutter for the bench: `python -m bench.box.cutter RING FILE START END TIMES` cuts that stretch so often.

The stretch is in ms since 1970. What a Greengrass component does for each order, without the line to the nucleus.
"""

from __future__ import annotations

import sys
from pathlib import Path

from edge_greengrass.clip_cutter import cutting
from edge_greengrass.clip_cutter.order import Order


def main() -> None:
    """Cut, each time anew."""
    ring, file = (Path(one) for one in sys.argv[1:3])
    start, end, times = (int(one) for one in sys.argv[3:])
    for number in range(times):
        order = Order(f"ord_{number}", "cam_1", start, end, 0, "inbox", "clips/x.mp4")
        cutting.cut(order, ring, file)


if __name__ == "__main__":
    main()
