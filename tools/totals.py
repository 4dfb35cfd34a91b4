"""Adds up what all suites of a run counted, and ends with the line that pytest itself would end with."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

KINDS = ("failed", "passed", "skipped", "error")
_TOLD = {"failure": "failed", "error": "error", "skipped": "skipped"}


def counted(report: Path) -> Counter[tuple[str, str]]:
    """How many tests of each suite ended how, and the seconds they took, out of one JUnit report."""
    counts: Counter[tuple[str, str]] = Counter()
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        suite = case.get("classname", "").split(".")[1]
        kind = next((_TOLD[child.tag] for child in case if child.tag in _TOLD), "passed")
        counts[suite, kind] += 1
        counts[suite, "milliseconds"] += round(1000 * float(case.get("time", 0)))
    return counts


def runs(report: Path) -> Iterator[tuple[float, float]]:
    """When each run of one report began and ended, in seconds since 1970."""
    for run in ElementTree.parse(report).getroot().iter("testsuite"):
        began = datetime.fromisoformat(run.get("timestamp", "1970-01-01T00:00:00+00:00")).timestamp()
        yield began, began + float(run.get("time", 0))


def lasted(times: Iterable[tuple[float, float]]) -> float:
    """The seconds in which any of them ran: what ran side by side counts once."""
    seconds, until = 0.0, 0.0
    for began, ended in sorted(times):
        seconds += max(0.0, ended - max(began, until))
        until = max(until, ended)
    return seconds


def spelled(kind: str, count: float) -> str:
    """One number with its word, as pytest spells it."""
    return f"{count:.0f} {kind}{'s' if kind == 'error' and count != 1 else ''}"


def main(folder: Path, tests: Path = Path("tests")) -> int:
    """Print a line a suite and the sum; fail when a test failed, was skipped, or none ran, or a suite was not run."""
    reports = sorted(folder.glob("*.xml"))
    counts = sum((counted(report) for report in reports), Counter[tuple[str, str]]())
    suites = sorted({file.parent.name for file in tests.glob("*/test_*.py")})
    for suite in suites:
        seconds = counts[suite, "milliseconds"] / 1000
        print(f"  {suite:<16}{counts[suite, 'passed']:>6} passed, their tests took {seconds:>7.1f} s")
    unrun = [suite for suite in suites if not any(counts[suite, kind] for kind in KINDS)]
    sums = {kind: sum(counts[suite, kind] for suite in suites) for kind in KINDS}
    if unrun:
        print(f"Not run: {', '.join(unrun)}. Name it in tools/test.sh.")
    if sums["skipped"]:
        print("A skipped test is a failure here: what it needs must be installed, or the test must go.")
    said = ", ".join(spelled(kind, sums[kind]) for kind in KINDS if sums[kind]) or "no tests ran"
    print(f"{'=' * 20} {said} in {lasted(each for report in reports for each in runs(report)):.2f}s {'=' * 20}")
    return 1 if unrun or not sums["passed"] or sums["failed"] + sums["error"] + sums["skipped"] else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
