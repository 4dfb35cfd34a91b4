"""Reads requirements.lock: which lines belong to which package."""


def locked_lines(lock: str, names: frozenset[str]) -> str:
    """Return the lock's entries of these packages, hashes and all; a package the lock does not name is an error."""
    kept, found, on = [], set(), False
    for line in lock.splitlines():
        if line and not line[0].isspace() and not line.startswith("#"):
            name = line.partition("==")[0].strip()
            on = name in names
            found |= {name} & names
        if on and not line.lstrip().startswith("#"):
            kept.append(line)
    if missing := sorted(names - found):
        raise LookupError(f"layers/vendor/packages.txt names what requirements.lock does not: {', '.join(missing)}.")
    return "\n".join(kept) + "\n"
