"""Whoever might notice: each looks at the vault, or at a package, and says in sentences what does not hold."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from drills.tamper.model import FIXITY, SEALER, SWEEP, VERIFY, WITNESS
from rtcc.access.model import Action, Actor, Role, system
from rtcc.aws.table import transact
from rtcc.custody import sealing, witnesses
from rtcc.custody import service as custody
from rtcc.custody.store import LineRow
from rtcc.custody.witnesses import Said
from rtcc.foundation import clock
from rtcc.foundation.errors import RtccError
from rtcc.sweep import service as sweeping
from rtcc.vault import fixity as checking
from rtcc.vault import service as vaults
from rtcc.vault.model import Item
from tools import verify_release

_SOMEBODY = Actor("usr_analyst", Role.ANALYST, badge="7", ori="LA0000001", how="cognito+totp")


def verify() -> list[str]:
    """The judge of the record."""
    return [f"{fault.subject}, line {fault.seq}: {fault.what}" for fault in custody.verify().faults]


def witness() -> list[str]:
    """A witness outside the house, asked to sign the newest head once more."""
    try:
        answers = witnesses.ask(witnesses.configured())
    except (ValueError, LookupError) as broken:
        return [str(broken)]
    return [answer.why for answer in answers if answer.said is Said.REFUSED]


def sealer() -> list[str]:
    """The next minute's sealing, of one line more."""
    line = custody.line(_SOMEBODY, Action.READ_EVIDENCE, "evi_next")
    try:
        transact(line)
        sealing.seal(custody.lines("evi_next"))
    except (ValueError, LookupError, RtccError) as broken:
        return [str(broken)]
    return []


def sweep() -> list[str]:
    """The comparison of stores and record: what it wrote down."""
    before = {(row.subject, row.seq) for row in LineRow.scan(consistent_read=True)}
    swept = sweeping.sweep(system("sweep_stores"))
    rows = [row for row in LineRow.scan(consistent_read=True) if (row.subject, row.seq) not in before]
    found = [row.to_entity() for row in rows if row.event == Action.SWEEP_STORES.value]
    return [f"{line.subject} is {line.facts['found']}: {line.facts['about']}" for line in found] + swept.failed


def fixity() -> list[str]:
    """Every item read again to its last byte."""
    told = checking.check_all(system("check_fixity"), by=clock.after(clock.now(), hours=1))
    return [_read_again(vaults.known(name)) for name in told.differs] + told.failed


def _read_again(one: Item) -> str:
    found = one.fixity.result.value if one.fixity else "not read"
    return f"{one.id} is {one.state.value}: {one.flaw}" if one.flaw else f"{one.id} is {found}"


HOUSE: dict[str, Callable[[], list[str]]] = {
    VERIFY: verify,
    WITNESS: witness,
    FIXITY: fixity,
    SWEEP: sweep,
    SEALER: sealer,
}


def court(zipped: Path, fingerprint: str, *, witness: str = "") -> list[str]:
    """What verify_release.py says to whoever runs it on a machine of their own; `witness` is the line of one."""
    command = [sys.executable, "-I", "-S", str(Path(verify_release.__file__)), str(zipped)]
    pinned = ["--fingerprint", fingerprint, *(["--witness", witness] if witness else [])]
    told = subprocess.run([*command, *pinned], capture_output=True, text=True, check=False)
    lines = told.stdout.replace(f"{zipped.parent}/", "").splitlines()
    said = [line[10:] for line in lines if line.startswith("  FAILS   ") or _is_unproven(line)]
    return said or ([] if told.returncode == 0 else [lines[-1]])


class Browser:
    """verify.html as a file on somebody's disk, in a browser without a line."""

    _SAID = """() => ({
      how: document.getElementById("verdict").className,
      verdict: document.getElementById("verdict").textContent,
      told: [...document.querySelectorAll("#said .open, #said .fails")].map((one) => [one.className, one.textContent]),
    })"""

    def __init__(self, page: Any) -> None:
        self.page = page
        page.context.set_offline(True)
        page.goto(Path(verify_release.__file__).with_name("verify.html").as_uri())

    def look(self, zipped: Path, fingerprint: str) -> list[str]:
        """What the page says of a package."""
        self.page.fill("#fingerprint", fingerprint)
        self.page.evaluate("document.getElementById('verdict').textContent = ''")
        self.page.set_input_files("#package", [])  # the same name again would be no change
        self.page.set_input_files("#package", zipped)
        self.page.locator("#verdict:not(:empty)").wait_for()
        self.page.locator("#progress").wait_for(state="hidden")
        said = self.page.evaluate(self._SAID)
        told = [text for kind, text in said["told"] if kind == "fails" or _is_unproven(f"  open    {text}")]
        return told or ([] if said["how"] == "holds" else [said["verdict"]])


def _is_unproven(line: str) -> bool:
    """Whether it is left open that a chain is whole or its head witnessed; what is younger than the log is no news."""
    return line.startswith("  open    ") and ("no proof" in line or "did not sign" in line)
