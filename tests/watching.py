"""The establishment of the running city, for tests: its box's page, its cameras, and views that end with their test."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from local import aws, box_page, last_words
from local.box import GRANT
from local.play.around_box import lines, spell
from local.play.telling import NotSeen, wait_for
from local.play.watcher import Watcher
from local.play.world import World
from tests.running import People

NOBODY = "cam_" + "0" * 26
CASE = "26-CR-0077"


class Shop:
    """Cedar Street Market with its core box. `restore` makes it as it was."""

    def __init__(self, city: dict[str, Any], people: People) -> None:
        self.city, self.people = city, people
        self.thing = city["box"]["thing"]
        self.front, self.office = (camera["id"] for camera in city["cameras"])
        self._opened: list[tuple[str, str]] = []
        self._watchers: list[Watcher] = []
        self._is_changed = False

    def at_box(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """One request to the box's own page, as its owner."""
        return box_page.ask(self.city["box"]["page"], self.city["box"]["pin"], f"/api/cameras{path}", body)

    def allow(self, grant: dict[str, Any], camera: str = "") -> None:
        """Allow that much at the box, and wait until the center knows it."""
        self._is_changed = True
        epoch = self.at_box(f"/{camera or self.front}/grant", {"grant": grant})["epoch"]
        wait_for("the grant in the center", lambda: self._row(camera or self.front).get("epoch") == {"N": str(epoch)})

    def narrow(self, grant: dict[str, Any], camera: str = "") -> httpx.Response:
        """Allow less on the owner's page."""
        self._is_changed = True
        path = f"/cameras/{camera or self.front}/narrowing"
        return self.people.staff("owner").http.post(path, json={"grant": grant})

    def changed(self) -> None:
        """Somebody changes what is allowed elsewhere: on the owner's page, say."""
        self._is_changed = True

    def near(self, incident: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """What the console lists beside a call, by id."""
        found = self.people.staff("analyst").ask("GET", f"/incidents/{incident['id']}/cameras")["cameras"]
        return {camera["id"]: camera for camera in found}

    def ask_to_look(
        self, incident: dict[str, Any], camera: str = "", *, who: str = "analyst", purpose: str = "call"
    ) -> httpx.Response:
        """Somebody asks for a view."""
        body = {"camera_id": camera or self.front, "purpose": purpose}
        answer = self.people.staff(who).http.post(f"/incidents/{incident['id']}/views", json=body)
        if answer.status_code == 201:
            self._opened.append((who, answer.json()["id"]))
        return answer

    def look(self, incident: dict[str, Any], *, who: str = "analyst") -> dict[str, Any]:
        """An open view."""
        answer = self.ask_to_look(incident, who=who)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def watch(self, view: dict[str, Any]) -> Watcher:
        """Somebody who reads the pictures of a view, of which some have come."""
        watcher = Watcher(view["media"])
        self._watchers.append(watcher)
        wait_for("pictures", lambda: len(watcher.seen) >= 15 or None)
        return watcher

    def watching(self) -> list[dict[str, Any]]:
        """Who looks through the front door's camera, as the box knows it."""
        return list(next(one for one in self.at_box("")["cameras"] if one["id"] == self.front)["watching"])

    def renew(self, view: dict[str, Any], *, who: str = "analyst") -> httpx.Response:
        """What the console asks every five seconds."""
        return self.people.staff(who).http.post(f"/views/{view['id']}/renewal", json={})

    def order(self, incident: dict[str, Any], **changes: Any) -> httpx.Response:
        """The analyst orders the last four seconds of the front door."""
        to = datetime.now(UTC)
        body = {"key": str(uuid.uuid4()), "camera_id": self.front, "case": CASE}
        body |= {"from": spell(to - timedelta(seconds=4)), "to": spell(to)}
        return self.people.staff("analyst").http.post(f"/incidents/{incident['id']}/clips", json=body | changes)

    def answered(self, incident: dict[str, Any], order: dict[str, Any]) -> dict[str, Any]:
        """What became of an order, once the box has done with it."""

        def look() -> dict[str, Any] | None:
            clips = self.people.staff("analyst").ask("GET", f"/incidents/{incident['id']}/clips")["clips"]
            found: dict[str, Any] = next(one for one in clips if one["id"] == order["id"])
            state.append(found["state"])
            return found if found["state"] not in {"ordered", "cut"} else None

        state: list[str] = []
        try:
            return wait_for("the box's answer", look, seconds=45)
        except NotSeen as missing:
            raise NotSeen(f"{missing}; the order stays {state[-1]}\n{last_words.of(self.city)}") from None

    def lines(self, subject: str) -> list[dict[str, Any]]:
        """The custody lines of one subject, first to last."""
        mine = [line for line in lines(World(self.city)) if line["subject"] == subject]
        return sorted(mine, key=lambda line: int(line["seq"]))

    def kinesis(self) -> Any:
        """The streams' control plane, with the key that has every right."""
        return aws.client("kinesisvideo", self.city["streams"])

    def restore(self) -> None:
        """End what this test opened, and allow again what the demo's owner allows."""
        for watcher in self._watchers:
            watcher.stop()
        for who, view in self._opened:
            self.people.staff(who).http.post(f"/views/{view}/end", json={})
        if self._is_changed:
            self.allow(GRANT)
            wait_for("the end of the hold", lambda: "hold" not in self._row(self.front))
        self._opened, self._watchers, self._is_changed = [], [], False

    def _row(self, camera: str) -> dict[str, Any]:
        tables = aws.client("dynamodb", self.city["aws"]["endpoint"])
        rows = tables.scan(TableName=self.city["tables"]["sites"], ConsistentRead=True)["Items"]
        return next((row for row in rows if row.get("kind") == {"S": "camera"} and row["id"] == {"S": camera}), {})


@pytest.fixture
def shop(city: dict[str, Any], people: People) -> Iterator[Shop]:
    """The establishment; after the test it is as it was."""
    one = Shop(city, people)
    yield one
    one.restore()


def seconds_behind(watcher: Watcher) -> float:
    """How old the newest picture is."""
    newest = watcher.newest()
    assert newest is not None
    return time.time() - newest.ms / 1000 - (time.monotonic() - newest.at)


def key_of(view: dict[str, Any]) -> dict[str, str]:
    """The view's credentials as boto3 takes them."""
    given = view["media"]["credentials"]
    return {
        "aws_access_key_id": given["access_key_id"],
        "aws_secret_access_key": given["secret_access_key"],
        "aws_session_token": given["session_token"],
    }
