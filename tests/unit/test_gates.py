"""The gates: what exactly is said to AWS, and what is made of its answers."""

from urllib.parse import parse_qs, urlsplit

import pytest

from rtcc.aws import blobs, clients, mail, places, queue, seals, settings, texts, uploads
from rtcc.aws.blobs import Stored
from rtcc.aws.uploads import Part

ANSWERS = {
    "send_email": {"MessageId": "m-1"},
    "send_text_message": {"MessageId": "t-1"},
    "generate_mac": {"Mac": b"\x01" * 32},
    "sign": {"Signature": b"signed"},
    "verify": {"SignatureValid": True},
    "get_public_key": {"PublicKey": b"public"},
    "get_queue_url": {"QueueUrl": "https://queue"},
    "change_message_visibility": {},
}


class Recorder:
    """A client that writes down what it is asked."""

    def __init__(self):
        self.asked, self.answers = [], dict(ANSWERS)

    def __getattr__(self, name):
        def ask(**words):
            self.asked.append((name, words))
            return self.answers[name]

        return ask


@pytest.fixture
def aws(environment, monkeypatch):
    recorder = Recorder()
    for gate in (places, seals, queue):
        monkeypatch.setattr(gate, "client", lambda _service: recorder)
    for gate in (mail, texts):  # a second try of theirs could be a second message
        monkeypatch.setattr(gate, "client_that_asks_once", lambda _service: recorder)
    for name in ("MAIL_FROM", "TEXT_FROM", "KEY_CODES", "KEY_LINKS", "KEY_SEAL"):
        monkeypatch.setenv(name, name.lower())
    return recorder


@pytest.fixture
def signer(environment):
    clients.client.cache_clear()
    yield
    clients.client.cache_clear()


def test_a_letter_goes_to_one_person_and_bears_our_mark(aws):
    assert mail.send("a@example.org", subject="S", text="T", html="<p>T</p>", mark="msg_1") == "m-1"

    ((_, said),) = aws.asked
    assert said["Destination"] == {"ToAddresses": ["a@example.org"]}
    assert said["FromEmailAddress"] == "mail_from"
    assert said["EmailTags"] == [{"Name": "message", "Value": "msg_1"}]


def test_a_domain_in_other_letters_goes_out_as_the_provider_takes_it(aws):
    mail.send("anna@b\u00fccher.example.org", subject="S", text="T", html="<p>T</p>", mark="msg_1")

    ((_, said),) = aws.asked
    assert said["Destination"] == {"ToAddresses": ["anna@xn--bcher-kva.example.org"]}


def test_a_text_goes_to_one_telephone_and_bears_our_mark(aws):
    assert texts.send("+13182220199", text="T", mark="msg_1") == "t-1"

    ((_, said),) = aws.asked
    assert (said["DestinationPhoneNumber"], said["OriginationIdentity"]) == ("+13182220199", "text_from")
    assert (said["MessageBody"], said["Context"]) == ("T", {"message": "msg_1"})


def test_the_geocoder_says_longitude_first_and_we_say_latitude_first(aws):
    aws.answers["geocode"] = {"ResultItems": [found_by_geocoder("PointAddress")]}

    found = places.find("1 a st")

    assert (found.label, found.at.lat, found.at.lon) == ("1 A St", 32.5, -93.7)
    assert aws.asked[0][1]["BiasPosition"] == pytest.approx([-93.7, 32.5])


@pytest.mark.parametrize("kind", ["Street", "Locality", "PostalCode", "PointOfInterest"])
def test_a_street_or_a_town_is_not_where_a_camera_is(aws, kind):
    aws.answers["geocode"] = {"ResultItems": [found_by_geocoder(kind)]}

    assert places.find("a st") is None


def found_by_geocoder(kind):
    return {"PlaceType": kind, "Title": "1 A St", "Position": [-93.7, 32.5]}


def test_an_address_that_fits_nothing_is_no_place(aws):
    aws.answers["geocode"] = {"ResultItems": []}

    assert places.find("nowhere") is None


def test_no_two_lists_of_words_are_one_message_to_the_key(aws):
    seals.mac("code", "ab", "c")
    seals.mac("code", "a", "bc")

    first, second = (said["Message"] for _, said in aws.asked)
    assert first != second


def test_the_seal_key_signs_and_judges_by_ecdsa_over_sha_256(aws):
    assert seals.sign(b"head") == b"signed"
    assert seals.is_signed(b"head", b"signed")
    assert seals.public_key() == b"public"
    assert {said["KeyId"] for _, said in aws.asked} == {"key_seal"}


def test_what_came_too_early_comes_back_later_each_time(aws):
    for tries in (1, 3):
        queue.come_back_soon("arn:aws:sqs:us-east-1:0:scans", "r1", tries=tries)

    waits = [said["VisibilityTimeout"] for name, said in aws.asked if name == "change_message_visibility"]
    assert waits == [20, 60]
    assert aws.asked[0][1] == {"QueueName": "scans"}


def test_a_part_s_url_takes_only_its_length_and_its_digest(signer):
    url, headers = uploads.part_url("inbox", "inbox/r/s", upload_id="u", part=Part(2, 5, "00" * 32), seconds=900)

    told = {name.lower(): value for name, (value, *_) in parse_qs(urlsplit(url).query).items()}
    assert {"content-length", "x-amz-checksum-sha256"} <= set(told["x-amz-signedheaders"].split(";"))
    assert (told["partnumber"], told["x-amz-expires"], told["x-amz-algorithm"]) == ("2", "900", "AWS4-HMAC-SHA256")
    assert headers == {"x-amz-checksum-sha256": "A" * 43 + "="}


def test_a_download_is_one_version_and_an_attachment_of_no_kind(signer):
    url = blobs.download_url(Stored("vault", "evidence/e", "v1", 5), name="e.bin", seconds=300)

    told = {name: value for name, (value, *_) in parse_qs(urlsplit(url).query).items()}
    assert (told["versionId"], told["X-Amz-Expires"]) == ("v1", "300")
    assert told["response-content-disposition"] == 'attachment; filename="e.bin"'
    assert told["response-content-type"] == "application/octet-stream"


def test_a_setting_that_the_deployment_forgot_is_named(monkeypatch):
    monkeypatch.delenv("SITE_ORIGIN", raising=False)

    with pytest.raises(KeyError, match="SITE_ORIGIN"):
        settings.site()


def test_links_are_built_from_the_one_origin_without_a_slash(environment, monkeypatch):
    monkeypatch.setenv("SITE_ORIGIN", "https://rtcc.example.gov/")

    assert settings.site() == "https://rtcc.example.gov"
    assert settings.city().bounds.south == 32.4
