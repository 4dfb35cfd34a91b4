"""My registration at the door: a new address, moving, pausing, leaving, the download; and names in any letters."""

import unicodedata

import pytest

from rtcc.foundation.shapes import Circle
from rtcc.messages import secret
from rtcc.registry import service as registry
from rtcc.registry import store
from tests.unit.city import CENTER
from tests.unit.doors import SAMPLES
from tests.unit.test_doors_sign_up import SIGN_UP


@pytest.fixture
def my(city, at):
    """A registrant's own page: `my("POST:/my/pause", days=3)`."""
    _, token = city.way_in(city.resident())

    def knock(name="GET:/my", /, **body):
        method = name.split(":")[0]
        return at(f"citizen:{name}", token=token, body=body if method == "POST" else None)

    return knock


def named(said):
    return [fault["name"] for fault in said.body.get("fields", [])]


@pytest.mark.parametrize(
    ("channel", "to"),
    [
        ("email", "nobody"),
        ("email", "\u00e9@example.org"),
        ("phone", "911"),
        ("phone", "+44 20 7946 0958"),
        ("phone", "+1 900 555 0199"),
        ("phone", "b@example.org"),
        ("email", "resident1@example.org"),
    ],
)
def test_an_address_that_we_cannot_reach_or_have_already_is_named(city, my, channel, to):
    before = city.contents()

    said = my("POST:/my/contact", channel=channel, to=to)

    assert (said.status, named(said)) == (422, ["to"])
    assert city.contents() == before


def test_a_new_telephone_is_shown_as_changing_until_its_code_came_back(city, my):
    said = my("POST:/my/contact", channel="phone", to="(318) 222-0199")
    assert (said.status, said.body["changing"]) == (202, {"channel": "phone", "to": "+13182220199"})
    assert said.body["phone"] == "+13185550001"

    one = store.holder("resident1@example.org")
    code = secret.code(one.id, "text", one.changing.issue)
    after = my("POST:/my/contact/confirmations", code=code)

    assert (after.status, after.body["phone"], "changing" in after.body) == (200, "+13182220199", False)
    assert my().body == after.body


def test_after_a_new_e_mail_address_the_old_link_is_over(city, my):
    my("POST:/my/contact", channel="email", to="new@example.org")
    one = store.holder("resident1@example.org")

    said = my("POST:/my/contact/confirmations", code=secret.code(one.id, "email", one.changing.issue))

    assert (said.status, said.body["email"]) == (200, "new@example.org")
    assert (my().status, my().body["type"]) == (401, "urn:rtcc:problem:sign-in-again")


def test_moving_pausing_and_resuming(city, my):
    moved = my("POST:/my/move", address="9 Elm Street", point={"lat": 32.501, "lon": -93.7})
    assert (moved.status, moved.body["address"], moved.body["lat"]) == (200, "9 Elm Street", 32.501)

    paused = my("POST:/my/pause", days=30)
    assert (paused.status, paused.body["state"]) == (200, "paused")
    assert paused.body["paused_until"].startswith("20")
    assert registry.count_within(Circle(CENTER, 5_000)) == 0

    forever = my("POST:/my/pause", days=None)
    assert "paused_until" not in forever.body

    back = my("POST:/my/resume")
    assert (back.status, back.body["state"]) == (200, "active")
    assert registry.count_within(Circle(CENTER, 5_000)) == 1


@pytest.mark.parametrize("days", [0, 366, -1, 1.5, "30"])
def test_a_pause_lasts_a_day_to_a_year(city, my, days):
    assert named(my("POST:/my/pause", days=days)) == ["days"]


@pytest.mark.parametrize("sure", [False, "yes", 1, None])
def test_nobody_leaves_by_mistake(city, my, sure):
    said = my("POST:/my/leave", sure=sure)

    assert (said.status, named(said)) == (422, ["sure"])
    assert registry.count_within(Circle(CENTER, 50)) == 1


@pytest.mark.parametrize(("language", "word"), [("en", "deleted now"), ("es", "borrado ahora")])
def test_leaving_is_one_click_and_says_what_is_deleted_and_what_is_kept(city, my, language, word):
    my("POST:/my/changes", language=language)

    said = my("POST:/my/leave", sure=True)

    assert (said.status, said.body["evidence"]) == (200, 0)
    assert word in said.body["deleted"][0]
    assert len(said.body["kept"]) == 3
    assert (my().status, my().body["type"]) == (401, "urn:rtcc:problem:sign-in-again")
    assert store.holder("resident1@example.org") is None


def test_what_do_you_hold_about_me_is_answered_and_written_down(city, my):
    one = store.holder("resident1@example.org")

    said = my("GET:/my/download")

    told = said.body["held"]
    assert (said.status, told["registration"], told["salt"]) == (200, my().body, one.salt)
    assert told["requests"] == []
    assert said.body["custody"][0]["event"] == "registration.make"
    assert city.outcomes(one.id)[-1] == ("registration.download", "done")
    assert said.headers["Cache-Control"] == "no-store"


def test_what_was_asked_and_sent_is_in_the_download(city, at):
    holder, _ = city.asked()
    _, token = city.way_in(store.find(holder.request.registrant_id))

    (request,) = at("citizen:GET:/my/download", token=token).body["held"]["requests"]

    assert (request["id"], request["near"], request["state"]) == (
        holder.request.id,
        "400 block of Alder Street",
        "asked",
    )
    assert set(request) == {"id", "near", "from", "to", "purpose", "state", "asked_at", "files"}  # no fact of the case
    assert request["from"] < request["to"]


@pytest.mark.parametrize(
    "name",
    [
        "Jos\u00e9 \u00d1and\u00fa",
        "Jose\u0301 N\u0303andu\u0301",
        "\u6f22\u5b57",
        "\u05d0\u05d1\u05d2",
        "\U0001f989\U0001f3e0",
        "\U00020000 person",
        "a\u0301\u0302\u0303",
        "x" * 200,
        "\U0001f989" * 200,
    ],
)
def test_abuse_096_a_name_comes_back_as_it_was_said_in_normal_form(my, name):
    said = my("POST:/my/changes", name=name)

    assert (said.status, said.body["name"]) == (200, unicodedata.normalize("NFC", name))
    assert my().body["name"] == said.body["name"]


@pytest.mark.parametrize(
    "name",
    [
        "x" * 201,
        "\U0001f989" * 201,
        "\U0001d160" * 100,  # three times as long in normal form
        "Anna" + "\u0301\u0302" * 20,  # a storm of marks
        "a\u202eb",
        "a\u200bb",
        "a\ud83db",
        "a\nb",
        "\ue000",
    ],
)
def test_abuse_096_a_name_that_storms_hides_or_turns_is_refused(city, my, name):
    before = city.contents()

    said = my("POST:/my/changes", name=name)

    assert said.status in {400, 422}
    assert city.contents() == before


def test_the_samples_of_the_doors_are_a_sign_up_that_is_taken(city, at):
    assert SAMPLES["email"].endswith("@example.org")
    assert at(SIGN_UP).status == 201
