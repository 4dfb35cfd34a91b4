"""`make play` itself: it holds, and each sabotage turns its own step red and no other."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from local.city_file import ROOT
from local.play.__main__ import SABOTAGES

WITHIN = 330  # seconds, city and all
pytestmark = [pytest.mark.alone, pytest.mark.timeout(WITHIN + 30)]


def play(out, *more: str) -> tuple[int, list[dict]]:
    """Play the story in a process of its own; its exit code and what it wrote down."""
    command = [sys.executable, "-m", "local.play", "--out", str(out), *more]
    done = subprocess.run(command, cwd=ROOT, timeout=WITHIN, check=False)
    return done.returncode, json.loads(out.read_text())


def test_the_story_holds_from_sign_up_to_the_sealed_record(tmp_path):
    code, told = play(tmp_path / "play.json")

    assert [(step["step"], step["seen"]) for step in told if not step["held"]] == []
    assert sorted(step["step"] for step in told) == list(SABOTAGES) == list(range(1, 19))
    assert all(set(step) == {"step", "title", "held", "seconds", "seen"} for step in told)
    assert code == 0


@pytest.mark.slow
@pytest.mark.parametrize("step", SABOTAGES)
def test_a_sabotage_turns_its_own_step_red_and_no_other(tmp_path, step):
    code, told = play(tmp_path / "play.json", "--sabotage", str(step))

    assert [each["step"] for each in told if not each["held"]] == [step]
    assert code == 1


def test_a_sabotage_that_there_is_not_is_refused_in_a_sentence(tmp_path):
    command = [sys.executable, "-m", "local.play", "--sabotage", "99"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 2
    assert "no sabotage 99" in done.stderr
