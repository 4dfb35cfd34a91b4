"""Runs the tamper drill: builds the vault, does each tampering, and asks the checkers what they say to it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from botocore.exceptions import ClientError
from playwright.sync_api import sync_playwright

from drills import engines
from drills.rows import Row
from drills.tamper import checkers, clerk, lines, logs, packages, stores, vault
from drills.tamper.checkers import Browser
from drills.tamper.forging import Key, Sample
from drills.tamper.model import FIXITY, PAGE, SEALER, STORE, SWEEP, TOOL, VERIFY, WITNESS, WITNESSED, Tampering
from drills.tamper.place import Place
from drills.tamper.vault import Vault
from rtcc.aws import seals

Say = Callable[[str], None]
HOUSE: tuple[tuple[tuple[Tampering[Place], ...], tuple[str, ...]], ...] = (
    (lines.TAMPERINGS, (VERIFY, WITNESS)),
    (logs.TAMPERINGS, (VERIFY, SEALER, SWEEP)),
    (stores.TAMPERINGS, (SWEEP, FIXITY)),
)
ALL: tuple[Tampering[Place] | Tampering[Sample], ...] = (
    *lines.TAMPERINGS,
    *logs.TAMPERINGS,
    *stores.TAMPERINGS,
    *packages.SPOILINGS,
)


def run(say: Say = print) -> list[Row]:
    """Every tampering once, on engines of this run's own. Raises RuntimeError when a checker cries over nothing."""
    with ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="drill-")))
        say("tamper: starting seaweedfs, DynamoDB Local, and ministack")
        ending.enter_context(engines.running(folder))
        vault.prepare()
        (folder / "clerk").mkdir()
        witness = ending.enter_context(clerk.watching(folder / "clerk"))
        ending.enter_context(clerk.stamping(folder / "authority"))
        built = vault.build()
        say(f"tamper: the vault stands: {len(built.items)} items, {len(built.heads)} signed heads, 2 packages")
        rows = [
            *_in_the_house(built, folder, witness, say),
            *_in_the_court(built, folder, ending.enter_context(browser()), say),
        ]
        say(f"tamper: {sum(row.is_caught for row in rows)} of {len(rows)} were named by whoever must")
        return rows


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium with the court's page in it."""
    path = shutil.which("chromium")
    if not path:
        raise RuntimeError("Chromium is missing: sudo apt-get install -y chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield Browser(opened.new_page())
        opened.close()


def _in_the_house(built: Vault, folder: Path, witness: str, say: Say) -> Iterator[Row]:
    place = Place(built)
    _must_be_silent(place)
    for kind, looking in HOUSE:
        for one in kind:
            said = _asked(place, one, looking)
            if place.forged:
                said[WITNESSED] = _in_court(place.forged, built, folder, witness)
            place.tidy()
            yield _judged(one, said, say)


def _asked(place: Place, one: Tampering[Place], looking: tuple[str, ...]) -> dict[str, list[str]]:
    """What each checker says, and what the store itself said to it."""
    with place.tampered(with_log="log" in one.where):
        try:
            one.do(place)
        except ClientError as refused:
            told = refused.response["Error"]
            return {STORE: [f"{told['Code']}: {told.get('Message', '')}".rstrip(": ")]}
        said = {name: checkers.HOUSE[name]() for name in looking}
    return {name: [text for text in told if not place.is_left_over(text)] for name, told in said.items()}


def _in_court(zipped: bytes, built: Vault, folder: Path, witness: str) -> list[str]:
    """What the court's program says of a package to somebody who knows a witness."""
    place = folder / f"{built.release.id}.zip"
    place.write_bytes(built.zipped)
    if said := checkers.court(place, built.fingerprint, witness=witness):
        raise RuntimeError(f"a package that nobody touched does not hold: {said}")
    place.write_bytes(zipped)
    return checkers.court(place, built.fingerprint, witness=witness)


def _must_be_silent(place: Place) -> None:
    with place.tampered():
        for name, look in checkers.HOUSE.items():
            if said := look():
                raise RuntimeError(f"{name} finds fault with a vault that nobody touched: {said[0]}")


def _in_the_court(built: Vault, folder: Path, page: Browser, say: Say) -> Iterator[Row]:
    key = Key(seals.sign, seals.public_key())
    sample = Sample(built.release.id, built.zipped, built.other_zipped, built.fingerprint, key)
    place = folder / f"{sample.name}.zip"

    def asked(zipped: bytes) -> dict[str, list[str]]:
        place.write_bytes(zipped)
        return {TOOL: checkers.court(place, sample.fingerprint), PAGE: page.look(place, sample.fingerprint)}

    if any(said := asked(sample.zipped).values()):
        raise RuntimeError(f"a package that nobody touched does not hold: {said}")
    for one in packages.SPOILINGS:
        yield _judged(one, asked(one.do(sample)), say)


def _judged(one: Tampering[Place] | Tampering[Sample], said: dict[str, list[str]], say: Say) -> Row:
    """The row of one tampering: whoever must name it did, in the words that say what it is."""
    fitting = {name: [text for text in told if one.says in text] for name, told in said.items()}
    is_caught = all(fitting.get(name) for name in one.by)
    named = [name for name, told in said.items() if told]
    first = next((texts[0] for name in one.by if (texts := fitting.get(name))), "")
    says = first or next((texts[0] for texts in said.values() if texts), "nobody said anything")
    say(f"tamper: {'named  ' if is_caught else 'NOT NAMED'} {one.what}")
    return Row("tamper", one.what, one.where, ", ".join(named) or "nobody", says, is_caught)
