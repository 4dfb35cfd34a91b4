"""What a box's session may do, as the engine's policies and its judge say (local/engine_things, local/engine_judge)."""

import urllib.error
import urllib.request

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local import engine_judge
from tests.conformance.arrange import policy, refused, role, statement
from tests.engines.account import Account

ACCOUNT = "000000000000"
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture(scope="module")
def box_session(patched_cloud):
    """Credentials as the nucleus gets them: of the boxes' role, in the name of one box."""
    own = "${credentials-iot:ThingName}"
    patched_cloud.client("s3").create_bucket(Bucket="box-inbox")
    stream = f"arn:aws:kinesisvideo:us-east-1:{ACCOUNT}:stream/rtcc-{own}-*/*"
    arn, _ = role(
        patched_cloud,
        "boxes",
        statement("Allow", "s3:PutObject", f"arn:aws:s3:::box-inbox/clips/{own}/*"),
        statement("Allow", ["kinesisvideo:PutMedia", "kinesisvideo:GetDataEndpoint"], stream),
    )
    given = patched_cloud.client("sts").assume_role(RoleArn=arn, RoleSessionName="rtcc-box-1")["Credentials"]
    return Account(patched_cloud.endpoint, given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


def test_a_box_writes_under_its_own_prefix_and_no_other(box_session):
    s3 = box_session.client("s3")

    s3.put_object(Bucket="box-inbox", Key="clips/rtcc-box-1/ord_1.mp4", Body=b"x")
    for key in ("clips/rtcc-box-2/ord_1.mp4", "clips/ord_1.mp4", "clips/${credentials-iot:ThingName}/x"):
        with refused("AccessDenied"):
            s3.put_object(Bucket="box-inbox", Key=key, Body=b"x")


def _signed(account, *, service="kinesisvideo", path="/putMedia", digest=EMPTY, secret=None):
    class Signer(SigV4Auth):
        def payload(self, request):
            return digest

    request = AWSRequest("POST", f"http://127.0.0.1:1234{path}", headers={"x-amzn-stream-name": "s"})
    keys = Credentials(account.access_key_id, secret or account.secret_access_key, account.session_token)
    Signer(keys, service, "us-east-1").add_auth(request)
    return {**dict(request.headers.items()), "host": "127.0.0.1:1234"}


def _asked(cloud, headers, *, stream="rtcc-rtcc-box-1-cam_1", action="kinesisvideo:PutMedia", **changed):
    resource = f"arn:aws:kinesisvideo:us-east-1:{ACCOUNT}:stream/{stream}/1700000000000"
    asked = {"method": "POST", "path": "/putMedia", "query": "", "headers": headers, "payload_sha256": [EMPTY]}
    return engine_judge.ask(cloud.endpoint, {**asked, "action": action, "resource": resource, **changed})


def test_the_judge_lets_a_box_write_into_its_own_streams(patched_cloud, box_session):
    said = _asked(patched_cloud, _signed(box_session))

    assert said["allowed"]
    assert said["principal"].endswith(":assumed-role/boxes/rtcc-box-1")


@pytest.mark.parametrize("digest", [EMPTY, "UNSIGNED-PAYLOAD"])
def test_the_judge_takes_each_of_the_hashes_that_the_stand_in_accepts(patched_cloud, box_session, digest):
    signed = _signed(box_session, digest=digest)

    assert _asked(patched_cloud, signed, payload_sha256=[EMPTY, "UNSIGNED-PAYLOAD"])["allowed"]
    assert not _asked(patched_cloud, signed, payload_sha256=["0" * 64])["allowed"]


@pytest.mark.parametrize(
    ("signing", "asking", "why"),
    [
        ({"secret": "wrong"}, {}, "SignatureDoesNotMatch"),
        ({"path": "/getMedia"}, {}, "SignatureDoesNotMatch"),
        ({"service": "s3"}, {}, "SignatureDoesNotMatch"),
        ({}, {"stream": "rtcc-rtcc-box-2-cam_1"}, "AccessDenied"),
        ({}, {"action": "kinesisvideo:GetMedia"}, "AccessDenied"),
    ],
)
def test_the_judge_refuses_what_is_not_the_boxs_own(patched_cloud, box_session, signing, asking, why):
    said = _asked(patched_cloud, _signed(box_session, **signing), **asking)

    assert (said["allowed"], said["why"]) == (False, why)


def test_the_judge_refuses_an_unsigned_request_and_a_session_without_its_token(patched_cloud, box_session):
    tokenless = {name: value for name, value in _signed(box_session).items() if name.lower() != "x-amz-security-token"}

    assert _asked(patched_cloud, {})["why"] == "MissingAuthenticationToken"
    assert not _asked(patched_cloud, tokenless)["allowed"]


def test_the_judge_heeds_the_sessions_own_policy(patched_cloud):
    everything = statement("Allow", "kinesisvideo:*", "*")
    arn, _ = role(patched_cloud, "viewer", everything)
    one = f"arn:aws:kinesisvideo:us-east-1:{ACCOUNT}:stream/rtcc-rtcc-box-1-cam_1/*"
    given = patched_cloud.client("sts").assume_role(
        RoleArn=arn, RoleSessionName="viw_1", Policy=policy(statement("Allow", "kinesisvideo:GetMedia", one))
    )["Credentials"]
    viewer = Account(patched_cloud.endpoint, given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    signed = _signed(viewer, path="/getMedia")
    reads = {"path": "/getMedia", "action": "kinesisvideo:GetMedia"}

    assert _asked(patched_cloud, signed, **reads)["allowed"]
    assert not _asked(patched_cloud, signed, **reads, stream="rtcc-rtcc-box-1-cam_2")["allowed"]
    assert not _asked(patched_cloud, signed, path="/getMedia")["allowed"]


def test_the_judge_does_not_understand_nonsense(patched_cloud):
    asked = urllib.request.Request(f"{patched_cloud.endpoint}{engine_judge.PATH}", b"[]", method="POST")

    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(asked)
    assert caught.value.code == 400
