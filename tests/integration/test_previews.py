"""Looking at evidence in a running city: what it shows, what it never shows, what it keeps, what it finds again."""

from __future__ import annotations

import hashlib
import io
import json

import av
import httpx
import pytest

from local import aws
from local.play.people import Visitor
from local.play.sending import Sender
from local.play.telling import wait_for
from tests import short_clip
from tests.running import People, is_problem
from tests.unit.hostile import MP4, PAGE

_TAG = "GuardDutyMalwareScanStatus"

pytestmark = pytest.mark.timeout(600)  # the first test starts the city, and a machine may be busy


@pytest.fixture(scope="module")
def incident(people: People):
    return people.incident()


@pytest.fixture(scope="module")
def page(city, people: People, incident):
    """The upload page of a resident who was asked."""
    return Visitor(city, people.asked(people.resident(), incident))


@pytest.fixture(scope="module")
def receipts(page, tmp_path_factory):
    """Files that are admitted and looked at side by side."""
    folder = tmp_path_factory.mktemp("sent")
    short_clip.make(folder / "clip.avi")
    (folder / "both.mp4").write_bytes(MP4 + PAGE)
    (folder / "street.mp4").write_bytes(MP4)
    return {path.stem: told(page, path) for path in (folder / "clip.avi", folder / "both.mp4", folder / "street.mp4")}


def told(page, path):
    """A file's receipt, and its own digest."""
    return sent(page, path) | {"own": hashlib.sha256(path.read_bytes()).hexdigest()}


@pytest.fixture
def analyst(people: People):
    return people.staff("analyst")


def sent(page, path):
    """Send a file, part by part; its receipt."""
    sender = Sender(page, path)
    for number in range(1, sender.file["parts"] + 1):
        assert sender.put(number) == 200
    return page.ask("POST", f"/request/files/{sender.file['id']}/finish", {"sha256": sender.sha256})


def item(analyst, number):
    """The item, once its file was admitted."""
    found = wait_for("the item", lambda: _answer(analyst, f"/evidence/{number}"), seconds=180)
    assert found["id"] == number
    return found


def probed(analyst, number):
    """The item, once somebody looked at it."""
    item(analyst, number)

    def look():
        found = analyst.ask("GET", f"/evidence/{number}")
        return found if found["probe"]["state"] != "pending" else None

    return wait_for("the probe", look, seconds=180)


def _answer(analyst, path):
    answer = analyst.http.get(path)
    return answer.json() if answer.status_code == 200 else None


def test_a_real_clip_is_shown_as_a_contact_sheet_and_a_movie_and_its_bytes_stay_what_they_were(analyst, receipts):
    one = probed(analyst, receipts["clip"]["custody_number"])

    look = analyst.ask("GET", f"/evidence/{one['id']}/preview")
    sheet, movie = (httpx.get(look[name]["url"]).content for name in ("sheet", "movie"))

    assert one["sha256"] == look["parent"] == receipts["clip"]["own"]
    assert [hashlib.sha256(made).hexdigest() for made in (sheet, movie)] == [
        look["sheet"]["sha256"],
        look["movie"]["sha256"],
    ]
    assert (look["probe"]["frames"], look["movie"]["how"]) == (12, "encoded")  # Debian's clip is MPEG-4 in AVI
    with av.open(io.BytesIO(sheet), format="jpeg_pipe") as found:
        assert next(found.decode(video=0)).width == 4 * 324
    with av.open(io.BytesIO(movie)) as found:
        assert found.streams.video[0].codec_context.name == "h264"
        assert sum(1 for _ in found.decode(video=0)) == short_clip.PICTURES
    assert look["parent"].encode() in movie
    assert [line["event"] for line in one["custody"]].count("preview.admit") == 1


def test_abuse_011_what_is_two_things_at_once_is_sealed_and_never_shown(analyst, receipts):
    one = probed(analyst, receipts["both"]["custody_number"])

    assert (one["state"], one["probe"]["state"]) == ("sealed", "none")
    assert "web page" in one["probe"]["why"]
    is_problem(analyst.http.get(f"/evidence/{one['id']}/preview"), 409, "no-preview")


def test_what_is_accepted_is_locked_for_longer_as_the_store_itself_says_and_its_sender_sees_it(page, analyst, receipts):
    file = receipts["street"]
    before = item(analyst, file["custody_number"])["storage"]

    said = analyst.ask("POST", f"/evidence/{file['custody_number']}/triage", {"verdict": "accept"})

    after = analyst.ask("GET", f"/evidence/{file['custody_number']}")
    assert after["triage"] == said
    assert (after["storage"]["mode"], after["storage"]["hold"]) == ("COMPLIANCE", True)
    assert after["storage"]["until"] > before["until"]
    assert page.ask("GET", f"/request/files/{file['id']}")["verdict"] == "accept"


def test_abuse_027_a_file_whose_event_was_lost_is_found_by_the_comparison_and_admitted(city, page, analyst, tmp_path):
    endpoint, name = city["aws"]["endpoint"], city["functions"]["sweep_stores"]
    bus, functions, s3 = (aws.client(service, endpoint) for service in ("events", "lambda", "s3"))
    rules = [one["Name"] for one in bus.list_rules()["Rules"] if "AdmitUpload" in one["Name"]]
    assert rules
    told = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    functions.update_function_configuration(
        FunctionName=name, Environment={"Variables": told | {"SWEEP_SETTLED_MINUTES": "0"}}
    )
    (tmp_path / "lost.mp4").write_bytes(MP4 + b"\0\0\0\x08free")
    for rule in rules:
        bus.disable_rule(Name=rule)
    file = sent(page, tmp_path / "lost.mp4")
    bucket, number = city["buckets"]["inbox"], file["custody_number"]
    (key,) = (one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"] if one["Key"].endswith(file["id"]))
    wait_for("the scan", lambda: _TAG in str(s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"]), seconds=60)
    for rule in rules:
        bus.enable_rule(Name=rule)
    assert analyst.http.get(f"/evidence/{number}").status_code == 404

    answer = functions.invoke(FunctionName=name, Payload=b"{}")
    found = json.loads(answer["Payload"].read())

    assert "FunctionError" not in answer, found
    assert found["unadmitted"] == 1
    assert not {"marked", "stray", "missing", "vanished", "unspoken", "unscanned"} & set(found)
    one = item(analyst, number)
    assert (one["state"], one["sha256"]) == ("sealed", file["sha256"])
    assert "stores.sweep" in [line["event"] for line in one["custody"]]
