"""The vault's rules on a real S3 server, tried with a key that has every right there is."""

import pytest

from tests.conformance.arrange import http, refused, sha256
from tests.conformance.locks import A_DAY_SOONER, IN_A_WEEK, LOCK, bucket_with_lock, until, version_under_lock


@pytest.fixture(scope="module")
def s3(real_store):
    return real_store.client("s3")


@pytest.fixture(scope="module")
def vault(s3):
    return bucket_with_lock(s3, "vault")


def complete(s3, named, **extra):
    upload = s3.create_multipart_upload(**named, ChecksumAlgorithm="SHA256", **extra)["UploadId"]
    checksum = sha256(b"evidence")
    part = {"PartNumber": 1, "ChecksumSHA256": checksum}
    etag = s3.upload_part(**named, UploadId=upload, Body=b"evidence", **part)["ETag"]
    parts = {"Parts": [part | {"ETag": etag}]}
    return s3.complete_multipart_upload(**named, UploadId=upload, MultipartUpload=parts)["VersionId"]


def test_seaweedfs_refuses_an_unsigned_write(real_store, vault):
    assert http("PUT", f"{real_store.endpoint}/{vault}/stranger", b"x").status == 403


@pytest.mark.parametrize("bypass", [False, True])
def test_seaweedfs_refuses_every_right_to_delete_a_locked_version(s3, vault, bypass):
    with refused("AccessDenied"):
        s3.delete_object(**version_under_lock(s3, vault, "deleted"), BypassGovernanceRetention=bypass)


def test_seaweedfs_refuses_every_right_to_shorten_a_lock(s3, vault):
    named = version_under_lock(s3, vault, "shortened")

    with refused("AccessDenied", "InvalidRequest"):
        s3.put_object_retention(
            **named,
            Retention={"Mode": "COMPLIANCE", "RetainUntilDate": A_DAY_SOONER},
            BypassGovernanceRetention=True,
        )

    assert until(s3, named) == IN_A_WEEK


def test_seaweedfs_refuses_every_right_to_make_a_lock_weaker(s3, vault):
    named = version_under_lock(s3, vault, "weaker")

    with refused("AccessDenied", "InvalidRequest"):
        s3.put_object_retention(
            **named,
            Retention={"Mode": "GOVERNANCE", "RetainUntilDate": IN_A_WEEK},
            BypassGovernanceRetention=True,
        )


def test_seaweedfs_lets_a_lock_be_made_longer(s3, vault):
    named = version_under_lock(s3, vault, "longer")
    later = IN_A_WEEK.replace(year=IN_A_WEEK.year + 1)

    s3.put_object_retention(**named, Retention={"Mode": "COMPLIANCE", "RetainUntilDate": later})

    assert until(s3, named) == later


def test_seaweedfs_keeps_a_version_under_hold(s3, vault):
    version = s3.put_object(Bucket=vault, Key="held", Body=b"x", ObjectLockLegalHoldStatus="ON")["VersionId"]

    with refused("AccessDenied"):
        s3.delete_object(Bucket=vault, Key="held", VersionId=version, BypassGovernanceRetention=True)


def test_seaweedfs_refuses_to_suspend_versioning_of_a_locked_bucket(s3, vault):
    with refused("InvalidBucketState"):
        s3.put_bucket_versioning(Bucket=vault, VersioningConfiguration={"Status": "Suspended"})


def test_seaweedfs_locks_a_multipart_object_by_its_first_request(s3, vault):
    named = {"Bucket": vault, "Key": "parts"}

    version = complete(s3, named, **LOCK)

    head = s3.head_object(**named, VersionId=version)
    assert (head["ObjectLockMode"], head["ObjectLockRetainUntilDate"]) == ("COMPLIANCE", IN_A_WEEK)
    assert head["ObjectLockLegalHoldStatus"] == "ON"


def test_seaweedfs_gives_a_copy_the_default_of_the_bucket_so_admission_puts_the_lock_and_reads_it_back(s3):
    vault = bucket_with_lock(s3, "vault-with-default")
    rule = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 1}}
    s3.put_object_lock_configuration(
        Bucket=vault, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule}
    )
    s3.put_object(Bucket=vault, Key="original", Body=b"x")

    copied = s3.copy_object(Bucket=vault, Key="copy", CopySource={"Bucket": vault, "Key": "original"}, **LOCK)

    assert until(s3, {"Bucket": vault, "Key": "copy", "VersionId": copied["VersionId"]}) < IN_A_WEEK


def test_seaweedfs_refuses_a_body_whose_checksum_is_another(s3, vault):
    with refused("BadDigest", "InvalidDigest", "InvalidRequest", "XAmzContentChecksumMismatch"):
        s3.put_object(Bucket=vault, Key="bad", Body=b"x", ChecksumSHA256=sha256(b"y"))


@pytest.mark.parametrize("sent", [b"clop", b"cli"], ids=["another body", "another length"])
def test_seaweedfs_refuses_a_part_that_is_not_the_signed_one(s3, vault, sent):
    named = {"Bucket": vault, "Key": "signed"}
    upload = s3.create_multipart_upload(**named, ChecksumAlgorithm="SHA256")["UploadId"]
    signed = {"UploadId": upload, "PartNumber": 1, "ContentLength": 4, "ChecksumSHA256": sha256(b"clip")}
    url = s3.generate_presigned_url("upload_part", Params=named | signed, ExpiresIn=60)

    assert http("PUT", url, sent, {"x-amz-checksum-sha256": sha256(b"clip")}).status in (400, 403)
    assert http("PUT", url, b"clip", {"x-amz-checksum-sha256": sha256(b"clip")}).status == 200


def test_seaweedfs_lists_parts_without_their_checksums_so_resuming_is_tried_on_ministack(s3, vault):
    named = {"Bucket": vault, "Key": "listed"}
    upload = s3.create_multipart_upload(**named, ChecksumAlgorithm="SHA256")["UploadId"]
    s3.upload_part(**named, UploadId=upload, PartNumber=1, Body=b"x", ChecksumSHA256=sha256(b"x"))

    (part,) = s3.list_parts(**named, UploadId=upload)["Parts"]

    assert part["Size"] == 1
    assert "ChecksumSHA256" not in part


def test_seaweedfs_refuses_to_put_over_a_key_that_exists(s3, vault):
    s3.put_object(Bucket=vault, Key="once", Body=b"x", IfNoneMatch="*")

    with refused("PreconditionFailed"):
        s3.put_object(Bucket=vault, Key="once", Body=b"y", IfNoneMatch="*")


def test_seaweedfs_gives_one_version_as_the_attachment_a_link_asks_for(s3, vault):
    version = s3.put_object(Bucket=vault, Key="given", Body=b"x")["VersionId"]
    wanted = {"Bucket": vault, "Key": "given", "VersionId": version, "ResponseContentDisposition": "attachment"}

    answer = http("GET", s3.generate_presigned_url("get_object", Params=wanted, ExpiresIn=60))

    assert (answer.body, answer.headers["Content-Disposition"]) == (b"x", "attachment")


def test_seaweedfs_lets_a_version_be_locked_in_a_bucket_without_lock_so_the_template_is_tested_for_it(s3):
    s3.create_bucket(Bucket="plain")
    s3.put_bucket_versioning(Bucket="plain", VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket="plain", Key="x", Body=b"x")["VersionId"]
    named = {"Bucket": "plain", "Key": "x", "VersionId": version}

    s3.put_object_retention(**named, Retention={"Mode": "COMPLIANCE", "RetainUntilDate": IN_A_WEEK})

    assert until(s3, named) == IN_A_WEEK


def test_seaweedfs_has_its_own_word_for_a_hold_that_was_never_put(s3, vault):
    version = s3.put_object(Bucket=vault, Key="no-hold", Body=b"x")["VersionId"]

    with refused("NoSuchObjectLegalHold"):
        s3.get_object_legal_hold(Bucket=vault, Key="no-hold", VersionId=version)
