"""What Python compiles of a folder at its first import, made once: each worker of the local cloud unpacks it anew.

Amazon's functions compile at their cold start too; here dozens would on two processors. The bytecode is never compared
with its source (PEP 552, unchecked): both lie in one asset, whose name is the digest of its files.
"""

from __future__ import annotations

import py_compile
from collections.abc import Iterator
from importlib.util import cache_from_source
from pathlib import Path


def compiled(folder: Path) -> Iterator[tuple[str, Path]]:
    """(place in the folder, file with the bytecode) of each module in an asset's folder, kept beside the folder."""
    kept = folder.parent / "bytecode" / folder.name
    for source in sorted(folder.rglob("*.py")):
        place = cache_from_source(source.relative_to(folder).as_posix())
        file = kept / place
        if not file.exists():  # written whole or not at all, also by two at a time
            py_compile.compile(
                str(source),
                str(file),
                dfile=source.relative_to(folder).as_posix(),
                doraise=True,
                invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
            )
        yield place, file
