"""The whole of the small city: started in order, described in build/city.json, and ended to the last process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from local import (
    actors,
    aws,
    basemap,
    box,
    box_software,
    city_file,
    deploy,
    describe,
    engine,
    front_door,
    geocoder,
    keeping,
    outbox,
    public_log,
    synthesis,
    texts,
)
from local.box_plan import Surroundings
from local.city_plan import CityPlan
from local.malware_scan import MalwareScan
from local.pages import Site
from local.progress import Progress, Stopped
from local.streams import serving


class City:
    """A namespace for the one thing one does with a city: `with City.start() as city: ...`."""

    @staticmethod
    @contextmanager
    def start(
        data: Path | None = None,
        port: int = 0,
        *,
        quiet: bool = False,
        fresh: bool = False,
        path: Path = city_file.CITY_FILE,
        progress: Progress | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Start a city and give what build/city.json says. Port 0 takes a free one; `data` keeps the city there."""
        with ExitStack() as ending:
            city = _start(ending, data, port, fresh=fresh, progress=progress or Progress(quiet=quiet))
            city_file.write(path, city)
            ending.callback(city_file.forget, path, city)
            yield city


def end_on_sigterm() -> None:
    """Let SIGTERM end a city as Ctrl-C does. For a command's main thread."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, stop)


def _start(ending: ExitStack, data: Path | None, port: int, *, fresh: bool, progress: Progress) -> dict[str, Any]:
    kept = keeping.recall(data, fresh=fresh)
    port = port or int(kept.get("port", 0)) or engine.free_port()
    engine.must_be_free(port, option="--port N")
    synthesizing = None if "actors" in kept else synthesis.begin()
    if synthesizing:
        ending.callback(synthesis.end, synthesizing)
    progress.say("starting the local cloud")
    running = engine.start(data=data, port=int(kept.get("engine_port", 0)) or engine.free_port())
    ending.callback(running.stop)
    if synthesizing:
        progress.say("synthesizing the templates")
        assembly = synthesis.finish(synthesizing)
        site = f"http://{engine.HOST}:{port}"
        deploy.deploy(running.endpoint, assembly, parameters={"SiteOrigin": site}, progress=progress)
        box_software.install(assembly, box.folder(running, data))
    elif kept["port"] != port:
        raise Stopped(f"The kept city lives on port {kept['port']}: leave out --port, or start it anew with --fresh.")
    city, outputs = _populate(ending, running, data, kept, port=port, progress=progress)
    _open_shop(ending, running, city, outputs, home=box.folder(running, data), progress=progress)
    if data:  # last of all: a first start that was not finished is thrown away at the next
        people = {name: each for name, each in city["actors"].items() if "password" in each}
        keeping.remember(data, port=port, engine_port=running.port, actors=people)
    return city


def _populate(
    ending: ExitStack, running: engine.Engine, data: Path | None, kept: dict[str, Any], *, port: int, progress: Progress
) -> tuple[dict[str, Any], dict[str, str]]:
    endpoint, config = running.endpoint, city_file.config()
    outputs = {name: value for stack in deploy.outputs_of(endpoint).values() for name, value in stack.items()}
    sent = texts.Texts(data / "texts.json" if data else None)
    plan = CityPlan(tuple(config["bounds"]))
    tell = texts.topic(endpoint, outputs["ProviderTopic"])
    listening = {
        "GEO_PLACES": geocoder.start(plan, config),
        "PINPOINT_SMS_VOICE_V2": texts.start(sent, tell),
        "KINESIS_VIDEO": serving.start(endpoint),
    }
    for stand_in in listening.values():
        ending.callback(stand_in.stop)
    deploy.point_functions(endpoint, {f"AWS_ENDPOINT_URL_{name}": each.url for name, each in listening.items()})
    ending.callback(MalwareScan(endpoint, outputs["BucketInbox"]).stop)
    progress.say("the stand-ins listen: geocoder, texts, video streams, malware scan")
    functions = deploy.functions_of(endpoint)
    outbox.verify_sender(endpoint, describe.environment(functions)["MAIL_FROM"])
    staff = kept.get("actors") or _people(endpoint, outputs, config, functions)
    progress.say("the demo's people can sign in")
    site = f"http://{engine.HOST}:{port}"
    city = describe.city(site=site, endpoint=endpoint, outputs=outputs, functions=functions, staff=staff, config=config)
    city["is_new"] = not kept
    city["engine_log"] = str(running.home / "engine.log")
    city["streams"] = listening["KINESIS_VIDEO"].url
    shown = Site(
        citizen=city_file.ROOT / "web/citizen/dist",
        console=city_file.ROOT / "web/console/dist",
        owner=city_file.ROOT / "web/owner/dist",
        agency=city_file.ROOT / "web/agency/dist",
        apis=city["apis"],
        documents={"/config.json": describe.page_config(city), "/basemap/style.json": basemap.style(plan)},
        outbox=partial(outbox.messages, endpoint, sent),
        answer=partial(texts.answer_as, tell, describe.environment(functions)["TEXT_FROM"]),
        connect=[endpoint, city["streams"]],
        previews=[endpoint],
        log=public_log.reader(endpoint, outputs["BucketLog"]),
    )
    ending.callback(front_door.start(shown, port=port).stop)
    front_door.must_answer(f"{site}/api/citizen/about")
    progress.say("the doors are open")
    return city, outputs


def _open_shop(
    ending: ExitStack,
    running: engine.Engine,
    city: dict[str, Any],
    outputs: dict[str, str],
    *,
    home: Path,
    progress: Progress,
) -> None:
    """One establishment with a core box: its cameras film, one is allowed, and its owner may speak for it."""
    environment = city["environment"] | aws.environment(running.endpoint)
    zone, ear = city["city"]["zone"], city["functions"]["hear_box"]
    around = Surroundings(running, city["streams"], outputs, environment, zone, ear)
    shop = box.start(ending, around, home, city["actors"], progress)
    city["box"], city["cameras"] = shop.facts(), shop.camera_facts()
    if city["is_new"]:
        actors.enroll_owner(city["actors"]["owner"], site=shop.installed.site, environment=environment)


def _people(endpoint: str, outputs: dict[str, str], config: dict[str, Any], functions: list[dict[str, Any]]) -> Any:
    pools = {"staff": outputs["StaffPoolId"], "owner": outputs["OwnerPoolId"], "agency": outputs["AgencyPoolId"]}
    people = actors.make(endpoint, pools=pools)
    actors.enroll(
        people,
        city=config,
        receiving=city_file.agencies()[0],
        dispatch_role=outputs["DispatchRoleArn"],
        environment=describe.environment(functions) | aws.environment(endpoint),
    )
    return people
