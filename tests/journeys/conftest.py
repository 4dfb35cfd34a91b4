"""Chromium for the journeys, and what a failed one left on its screens."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from rtcc.access.model import PERMISSIONS, Role
from tests.journeys import standing_in, vault_answers
from tests.journeys.screens import SIZES, Screen, Screens

__all__ = ["SIZES", "Screen"]

expect.set_options(timeout=15_000)  # a condition that is waited for, on two processors that a whole city shares
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that need the machine alone come last."""
    items.sort(key=_needs_it_alone)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Whoever needs the machine alone waits for the processes that BESIDE names; their own time begins then."""
    if _needs_it_alone(item):
        for pid in os.environ.get("BESIDE", "").split():
            while Path(f"/proc/{pid}").exists():
                time.sleep(0.2)
    return (yield)


def _needs_it_alone(item: pytest.Item) -> bool:
    return item.get_closest_marker("alone") is not None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """When a test fails, its report shows what stood on each of its screens."""
    report = yield
    if report.failed:
        name = re.sub(r"\W+", "-", item.name).strip("-")[:80]
        for number, screen in enumerate(Screen.OPEN, 1):
            report.sections.append((f"Screen {number}", screen.left_behind(f"failed-{name}-{number}")))
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Missing is a failure, not a skip."""
    path = shutil.which("chromium")
    assert path, "Chromium is missing: sudo apt-get install -y chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def screens(browser: Browser) -> Screens:
    """Screens for pages that have no city behind them."""
    return Screens(browser)


@pytest.fixture
def open_screen(browser: Browser, city) -> Iterator:
    """Open a page of the city at a size; at the end no page may have complained of a blocked or broken script."""
    opened: list[Screen] = []

    def open_at(size: str, *, locale: str = "en-US") -> Screen:
        opened.append(Screen(browser, size, city["site"], locale))
        return opened[-1]

    yield open_at
    assert [said for screen in opened for said in screen.close()] == []


@pytest.fixture
def stand(screens: Screens) -> Iterator:
    """A console with answers behind it that a test may change; at the end no page may have complained."""
    opened: list[Screen] = []

    def at(size: str, role: Role = Role.SUPERVISOR, *, answers=()) -> standing_in.Standing:
        opened.append(screens.take(size, standing_in.SITE))
        actions = sorted(action.value for action, roles in PERMISSIONS.items() if role in roles)
        known = vault_answers.ANSWERS | dict(answers)
        return standing_in.Standing(opened[-1], known, role=role.value, actions=actions)

    yield at
    assert [said for screen in opened for said in screens.give_back(screen)] == []
