"""A component's line over AWS's own client: it says, it hears, and it comes back when the connection is gone."""

import asyncio
import json

import pytest

from edge_greengrass.kit import settings
from edge_greengrass.kit.line import MOST_BYTES, Line, LineDown
from edge_greengrass.kit.settings import Settings
from tests.conformance.arrange import eventually
from tests.edge.small_box import THING


@pytest.fixture
def runner():
    with asyncio.Runner() as one:
        yield one


@pytest.fixture
def line(box, runner, monkeypatch):
    """The line of the component that may speak to the center."""
    for name, value in box.environment("guard").items():
        if name.startswith("AWS_GG") or name == "SVCUID":
            monkeypatch.setenv(name, value)
    one = Line()
    runner.run(one.open())
    yield one
    runner.run(one.close())


async def until(found, seconds=20.0):
    async with asyncio.timeout(seconds):
        while not found():
            await asyncio.sleep(0.02)


def test_settings_are_what_the_recipe_and_the_deployment_say(line, runner):
    told = runner.run(settings.read(line))
    assert told.number("days") == 9  # the deployment beats the recipe
    assert told.text("strict") == "true"
    assert told.number("absent", 4) == 4


@pytest.mark.parametrize("facts", [{}, {"days": "many"}, {"days": "1.5"}, {"days": " "}])
def test_a_setting_that_is_missing_or_no_number_names_itself(facts):
    with pytest.raises(ValueError, match="days"):
        Settings(facts).number("days")


def test_components_hear_each_other(line, runner):
    heard = []

    async def story():
        await line.hear("rtcc/local/relay/evt", heard.append)
        await line.publish("rtcc/local/relay/evt", {"state": "started", "frames": 3})
        await until(lambda: heard)

    runner.run(story())
    assert heard == [{"state": "started", "frames": 3}]


def test_the_center_is_heard_and_the_box_hears_its_echo(line, runner, cloud):
    commands, echoes = [], []

    async def story():
        await line.hear_center(f"rtcc/box/{THING}/cmd/+", commands.append)
        await line.hear_center(f"rtcc/box/{THING}/echo", echoes.append)
        await line.send(f"rtcc/box/{THING}/echo", b'{"n": 1}')
        publish = cloud.client("iot-data").publish
        await asyncio.to_thread(publish, topic=f"rtcc/box/{THING}/cmd/view.stop", qos=1, payload=b"{}")
        await until(lambda: commands and echoes)

    runner.run(story())
    assert commands == [b"{}"]
    assert json.loads(echoes[0]) == {"n": 1}


def test_what_would_kill_the_line_is_not_said(line, runner):
    with pytest.raises(ValueError, match="kill the line"):
        runner.run(line.send(f"rtcc/box/{THING}/evt/lease", b"x" * (MOST_BYTES + 1)))


def test_what_a_component_may_not_do_is_a_line_that_is_down(line, runner):
    with pytest.raises(LineDown, match="Unauthorized"):
        runner.run(line.send("rtcc/box/another/evt/lease", b"{}"))


def test_offline_it_says_so_at_once(line, runner, box):
    box.ask("offline")
    try:
        with pytest.raises(LineDown):
            runner.run(line.send(f"rtcc/box/{THING}/evt/lease", b"{}"))
    finally:
        box.ask("online")
        eventually(lambda: box.ask("status")["online"])


def test_a_lost_connection_comes_back_with_all_that_was_heard(line, runner, box, cloud):
    heard, commands = [], []

    async def story():
        await line.hear("rtcc/local/relay/evt", heard.append)
        await line.hear_center(f"rtcc/box/{THING}/cmd/+", commands.append)
        keeping = asyncio.create_task(line.keep())
        await asyncio.to_thread(box.ask, "dropped")
        publish = cloud.client("iot-data").publish
        async with asyncio.timeout(30):
            while not (heard and commands):
                try:
                    await line.publish("rtcc/local/relay/evt", {"again": True})
                    await asyncio.to_thread(publish, topic=f"rtcc/box/{THING}/cmd/again", qos=1, payload=b"{}")
                except LineDown:
                    pass
                await asyncio.sleep(0.05)
        keeping.cancel()

    runner.run(story())
    assert heard[0] == {"again": True}


def test_a_deaf_line_hears_again_after_a_renewal(line, runner, box):
    deaf, sharp = [], []
    topic = f"rtcc/box/{THING}/echo"

    async def story():
        await line.hear_center(topic, deaf.append)
        await asyncio.to_thread(box.ask, "deaf")
        other = Line()
        await other.open()
        await other.hear_center(topic, sharp.append)
        await line.send(topic, b"1")
        await until(lambda: sharp)  # it came back, and the old subscription did not hear it
        await line.renew()
        await line.send(topic, b"2")
        await until(lambda: deaf)
        await other.close()

    runner.run(story())
    assert deaf == [b"2"]


def test_without_a_nucleus_there_is_no_line(runner, monkeypatch, tmp_path):
    monkeypatch.setenv("AWS_GG_NUCLEUS_DOMAIN_SOCKET_FILEPATH_FOR_COMPONENT", str(tmp_path / "none.sock"))
    monkeypatch.setenv("SVCUID", "x")
    with pytest.raises(LineDown):
        runner.run(Line().open())
    with pytest.raises(LineDown):
        runner.run(Line().publish("rtcc/local/relay", {}))
