"""The crash drill in short, on a store that keeps locks and on AWS's own judge of tables (abuse 85)."""

import pytest

from drills.crash import drill as crash
from drills.crash.scenario import Scenario, drill
from drills.crash.world import around
from rtcc.access.model import Action
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from tests.unit.city import ANALYST

# What is killed here at some of its calls, `make drill` kills at every one, and more than these.
SHORT = {
    "submission finished": 8,
    "admit_upload": 18,
    "settle_holds, from the stream": 16,
    "hear_box, a clip was refused": 6,
    "admit_box": 2,
    "seal_custody, the first batch": 12,
    "send_messages, a text": 18,
}


@pytest.fixture(scope="module")
def center(real_tables, real_store):
    """A center on engines that run already."""
    with around(real_tables, real_store) as one:
        yield one


@pytest.fixture
def world(center, monkeypatch):
    """The center, its keys named again: every test begins without any."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", center.store.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", center.store.secret_access_key)
    return center


def killed(world, name, *, every):
    """What came of one scenario, killed at every so many of its calls."""
    (scenario,) = [one for one in crash.SCENARIOS if one.name == name]
    return drill(world, scenario, every=every)


@pytest.mark.parametrize("name", SHORT)
def test_abuse_085_wherever_it_dies_the_next_run_comes_to_the_same_end(world, name):
    result = killed(world, name, every=SHORT[name])

    assert result.falls == ()
    assert result.calls > 1
    assert result.runs > 1


@pytest.mark.slow  # the test above holds it every time, at half as many of the calls
@pytest.mark.parametrize("name", SHORT)
def test_abuse_085_it_does_so_in_smaller_steps_too(world, name):
    result = killed(world, name, every=SHORT[name] // 2)

    assert result.falls == ()
    assert result.calls > 1


def test_the_drill_names_an_act_that_is_done_twice(world):
    def arrange(_world):
        return lambda: [custody.note(ANALYST, Action.READ_SELF, "usr_1") for _ in range(2)]

    result = drill(world, Scenario("twice", arrange))

    assert {fall.difference.split(" ")[0] for fall in result.falls} == {"too"}
    assert not result.row().is_caught


def test_the_drill_names_an_act_of_which_half_is_lost(world):
    done = []

    def arrange(_world):
        done.clear()
        return act

    def act():
        line = custody.line(ANALYST, Action.READ_SELF, "usr_1")
        if not done:
            done.append(True)
            transact(line)
            transact(custody.line(ANALYST, Action.READ_INCIDENT, "inc_1"))

    result = drill(world, Scenario("half", arrange, afresh=True))

    assert any("missing" in fall.difference for fall in result.falls)
