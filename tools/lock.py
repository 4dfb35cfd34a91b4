"""Takes the makers' addresses out of a lock of npm's: no address is in any file (`python -m tools.lock FILE`)."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> int:
    """Write each lock anew without what it says of money."""
    for name in sys.argv[1:]:
        lock = json.loads(Path(name).read_text())
        for package in lock["packages"].values():
            package.pop("funding", None)
        Path(name).write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
