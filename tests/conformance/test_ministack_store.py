"""S3 of the local city: who may write, and what a signed URL holds the browser to."""

import pytest

from local import public_log
from tests.conformance.arrange import eventually, http, refused, sha256

PART = b"a" * (5 * 2**20)
LAST = b"b" * 1000


@pytest.fixture(scope="module")
def s3(bare_cloud):
    return bare_cloud.client("s3")


@pytest.fixture(scope="module")
def inbox(s3):
    s3.create_bucket(Bucket="inbox")
    s3.put_bucket_versioning(Bucket="inbox", VersioningConfiguration={"Status": "Enabled"})
    return "inbox"


@pytest.fixture
def upload(s3, inbox, request):
    named = {"Bucket": inbox, "Key": request.node.name}
    started = s3.create_multipart_upload(**named, ChecksumAlgorithm="SHA256")
    return named | {"UploadId": started["UploadId"]}


def url_for(s3, upload, number, body):
    """A URL for exactly this body: its checksum and its length are signed."""
    signed = {"PartNumber": number, "ContentLength": len(body), "ChecksumSHA256": sha256(body)}
    return s3.generate_presigned_url("upload_part", Params=upload | signed, ExpiresIn=300)


def send(s3, upload, *bodies):
    for number, body in enumerate(bodies, 1):
        answer = http("PUT", url_for(s3, upload, number, body), body, {"x-amz-checksum-sha256": sha256(body)})
        assert answer.status == 200, answer.body
    parts = s3.list_parts(**upload)["Parts"]
    return {"Parts": [{name: part[name] for name in ("PartNumber", "ETag", "ChecksumSHA256")} for part in parts]}


def test_ministack_refuses_an_unsigned_write(bare_cloud, inbox):
    assert http("PUT", f"{bare_cloud.endpoint}/{inbox}/stranger", b"x").status == 403


def test_ministack_refuses_a_key_nobody_has(bare_cloud, inbox):
    stranger = type(bare_cloud)(bare_cloud.endpoint, "AKIDNOBODY", "nothing").client("s3")

    with refused("InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied"):
        stranger.put_object(Bucket=inbox, Key="stranger", Body=b"x")


def test_ministack_refuses_a_part_whose_body_is_not_the_signed_one(s3, upload):
    answer = http("PUT", url_for(s3, upload, 1, b"clip"), b"clop", {"x-amz-checksum-sha256": sha256(b"clip")})

    assert answer.status == 400
    assert b"BadDigest" in answer.body


def test_ministack_refuses_a_part_whose_checksum_header_is_not_the_signed_one(s3, upload):
    answer = http("PUT", url_for(s3, upload, 1, b"clip"), b"clop", {"x-amz-checksum-sha256": sha256(b"clop")})

    assert answer.status == 403
    assert b"SignatureDoesNotMatch" in answer.body


def test_ministack_refuses_a_part_of_another_length_than_signed(s3, upload):
    answer = http("PUT", url_for(s3, upload, 1, b"clip"), b"cli", {"x-amz-checksum-sha256": sha256(b"clip")})

    assert answer.status == 403
    assert b"SignatureDoesNotMatch" in answer.body


def test_ministack_refuses_a_part_without_the_signed_checksum_header(s3, upload):
    assert http("PUT", url_for(s3, upload, 1, b"clip"), b"clip").status == 403


def test_ministack_lists_parts_with_their_checksums_so_that_an_upload_can_go_on(s3, upload):
    send(s3, upload, PART)

    (part,) = s3.list_parts(**upload)["Parts"]
    assert (part["PartNumber"], part["Size"], part["ChecksumSHA256"]) == (1, len(PART), sha256(PART))


def test_ministack_completes_a_multipart_upload_into_one_version(s3, upload):
    parts = send(s3, upload, PART, LAST)

    done = s3.complete_multipart_upload(**upload, MultipartUpload=parts, IfNoneMatch="*")

    assert done["VersionId"]
    assert done["ChecksumSHA256"].endswith("-2")
    assert s3.get_object(Bucket=upload["Bucket"], Key=upload["Key"])["Body"].read() == PART + LAST


def test_ministack_refuses_to_complete_over_a_key_that_exists(s3, upload):
    s3.put_object(Bucket=upload["Bucket"], Key=upload["Key"], Body=b"there before")
    parts = send(s3, upload, LAST)

    with refused("PreconditionFailed"):
        s3.complete_multipart_upload(**upload, MultipartUpload=parts, IfNoneMatch="*")


def test_ministack_refuses_to_complete_with_another_checksum_than_received(s3, upload):
    parts = send(s3, upload, LAST)
    parts["Parts"][0]["ChecksumSHA256"] = sha256(b"other")

    with refused("InvalidPart", "BadDigest"):
        s3.complete_multipart_upload(**upload, MultipartUpload=parts)


def test_ministack_forgets_an_aborted_upload(s3, upload):
    s3.abort_multipart_upload(**upload)

    with refused("NoSuchUpload"):
        s3.list_parts(**upload)


def test_ministack_refuses_to_put_over_a_key_that_exists(s3, inbox):
    s3.put_object(Bucket=inbox, Key="once", Body=b"x", IfNoneMatch="*")

    with refused("PreconditionFailed"):
        s3.put_object(Bucket=inbox, Key="once", Body=b"y", IfNoneMatch="*")


def test_ministack_refuses_a_body_whose_checksum_is_another(s3, inbox):
    with refused("BadDigest"):
        s3.put_object(Bucket=inbox, Key="bad", Body=b"x", ChecksumSHA256=sha256(b"y"))


def test_ministack_gives_a_signed_link_to_one_version(s3, inbox):
    first = s3.put_object(Bucket=inbox, Key="versions", Body=b"first")["VersionId"]
    s3.put_object(Bucket=inbox, Key="versions", Body=b"second")
    wanted = {"Bucket": inbox, "Key": "versions", "VersionId": first}

    assert http("GET", s3.generate_presigned_url("get_object", Params=wanted, ExpiresIn=60)).body == b"first"


def test_ministack_drops_the_disposition_of_a_link_to_one_version_so_the_object_carries_its_own(s3, inbox):
    asking = {"ResponseContentDisposition": "attachment"}
    plain = s3.put_object(Bucket=inbox, Key="plain", Body=b"x")["VersionId"]
    own = s3.put_object(Bucket=inbox, Key="own", Body=b"x", ContentDisposition="attachment")["VersionId"]

    def disposition(**wanted):
        url = s3.generate_presigned_url("get_object", Params={"Bucket": inbox} | wanted, ExpiresIn=60)
        return http("GET", url).headers["Content-Disposition"]

    assert disposition(Key="plain", **asking) == "attachment"
    assert disposition(Key="plain", VersionId=plain, **asking) is None
    assert disposition(Key="own", VersionId=own) == "attachment"


def test_ministack_refuses_a_signed_link_whose_time_is_over(s3, inbox):
    s3.put_object(Bucket=inbox, Key="late", Body=b"x")

    url = s3.generate_presigned_url("get_object", Params={"Bucket": inbox, "Key": "late"}, ExpiresIn=1)

    assert http("GET", url).status == 200
    assert eventually(lambda: http("GET", url).status == 403)


def test_ministack_refuses_a_signed_link_that_was_bent_to_another_version(s3, inbox):
    first = s3.put_object(Bucket=inbox, Key="bent", Body=b"first")["VersionId"]
    second = s3.put_object(Bucket=inbox, Key="bent", Body=b"second")["VersionId"]
    wanted = {"Bucket": inbox, "Key": "bent", "VersionId": first}

    url = s3.generate_presigned_url("get_object", Params=wanted, ExpiresIn=60).replace(first, second)

    assert http("GET", url).status == 403


def test_ministack_keeps_the_tags_of_one_version(s3, inbox):
    version = s3.put_object(Bucket=inbox, Key="tagged", Body=b"x")["VersionId"]
    tags = {"TagSet": [{"Key": "GuardDutyMalwareScanStatus", "Value": "NO_THREATS_FOUND"}]}

    s3.put_object_tagging(Bucket=inbox, Key="tagged", VersionId=version, Tagging=tags)

    assert s3.get_object_tagging(Bucket=inbox, Key="tagged", VersionId=version)["TagSet"] == tags["TagSet"]


def test_ministack_encrypts_with_the_key_of_the_bucket_when_the_api_sets_it(s3, bare_cloud):
    key = bare_cloud.client("kms").create_key()["KeyMetadata"]["KeyId"]
    s3.create_bucket(Bucket="encrypted")
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}}
    s3.put_bucket_encryption(Bucket="encrypted", ServerSideEncryptionConfiguration={"Rules": [rule]})

    s3.put_object(Bucket="encrypted", Key="x", Body=b"x")

    assert s3.head_object(Bucket="encrypted", Key="x")["ServerSideEncryption"] == "aws:kms"


def test_ministack_answers_the_browser_that_asks_before_it_sends_a_part(s3, bare_cloud, inbox):
    rule = {
        "AllowedOrigins": ["http://city.example"],
        "AllowedMethods": ["PUT"],
        "AllowedHeaders": ["*"],
        "ExposeHeaders": ["ETag", "x-amz-checksum-sha256"],
    }
    s3.put_bucket_cors(Bucket=inbox, CORSConfiguration={"CORSRules": [rule]})
    asking = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "x-amz-checksum-sha256"}

    ours = http("OPTIONS", f"{bare_cloud.endpoint}/{inbox}/x", headers=asking | {"Origin": "http://city.example"})
    other = http("OPTIONS", f"{bare_cloud.endpoint}/{inbox}/x", headers=asking | {"Origin": "http://other.example"})

    assert ours.headers["Access-Control-Allow-Origin"] == "http://city.example"
    assert other.headers["Access-Control-Allow-Origin"] != "http://other.example"


def test_the_front_door_reads_heads_and_tiles_out_of_ministack_and_nothing_else(bare_cloud, s3):
    s3.create_bucket(Bucket="public-log")
    for key in ("checkpoint", "tile/0/000.p/2", "batch/000000000000"):
        s3.put_object(Bucket="public-log", Key=key, Body=key.encode())
    read = public_log.reader(bare_cloud.endpoint, "public-log")

    assert read("/log/checkpoint").body == b"checkpoint"
    assert read("/log/checkpoint").since.endswith(" GMT")
    assert read("/log/tile/0/000.p/2").body == b"tile/0/000.p/2"
    assert read("/log/tile/0/001") is read("/log/batch/000000000000") is None
