"""Adds up what all suites of a run counted, and ends with the line that pytest itself would end with."""

import sys
from pathlib import Path
from xml.etree import ElementTree

KINDS = ("failed", "passed", "skipped", "error")
_ATTRIBUTES = ("tests", "failures", "errors", "skipped", "time")


def counted(report: Path) -> dict[str, float]:
    """One suite's counts and seconds, out of its JUnit report."""
    root = ElementTree.parse(report).getroot()
    suites = [root] if root.tag == "testsuite" else list(root.iter("testsuite"))
    total = {name: sum(float(suite.get(name, 0)) for suite in suites) for name in _ATTRIBUTES}
    failed, errors, skipped = total["failures"], total["errors"], total["skipped"]
    passed = total["tests"] - failed - errors - skipped
    return {"failed": failed, "passed": passed, "skipped": skipped, "error": errors, "seconds": total["time"]}


def spelled(kind: str, count: float) -> str:
    """One number with its word, as pytest spells it."""
    return f"{count:.0f} {kind}{'s' if kind == 'error' and count != 1 else ''}"


def main(folder: Path) -> int:
    """Print a line a suite and the sum; fail when a test failed, was skipped, or none ran."""
    sums = dict.fromkeys((*KINDS, "seconds"), 0.0)
    for report in sorted(folder.glob("*.xml")):
        counts = counted(report)
        print(f"  {report.stem:<16}{counts['passed']:>6.0f} passed {counts['seconds']:>8.1f} s")
        sums = {name: sums[name] + counts[name] for name in sums}
    if sums["skipped"]:
        print("A skipped test is a failure here: what it needs must be installed, or the test must go.")
    said = ", ".join(spelled(kind, sums[kind]) for kind in KINDS if sums[kind]) or "no tests ran"
    print(f"{'=' * 20} {said} in {sums['seconds']:.2f}s {'=' * 20}")
    return 0 if sums["passed"] and not sums["failed"] + sums["error"] + sums["skipped"] else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
