"""The vault's rules in the local city: what its engine keeps, and what it lets pass that S3 would refuse."""

import pytest

from tests.conformance.arrange import refused
from tests.conformance.locks import A_DAY_SOONER, IN_A_WEEK, LOCK, bucket_with_lock, until, version_under_lock


@pytest.fixture(scope="module")
def s3(bare_cloud):
    return bare_cloud.client("s3")


@pytest.fixture(scope="module")
def vault(s3):
    return bucket_with_lock(s3, "vault")


def test_ministack_refuses_to_delete_a_locked_version(s3, vault):
    with refused("AccessDenied"):
        s3.delete_object(**version_under_lock(s3, vault, "deleted"))


def test_ministack_refuses_to_delete_a_locked_version_with_the_bypass_of_governance(s3, vault):
    with refused("AccessDenied"):
        s3.delete_object(**version_under_lock(s3, vault, "bypassed"), BypassGovernanceRetention=True)


def test_ministack_refuses_to_shorten_a_lock(s3, vault):
    named = version_under_lock(s3, vault, "shortened")

    with refused("AccessDenied"):
        s3.put_object_retention(**named, Retention={"Mode": "COMPLIANCE", "RetainUntilDate": A_DAY_SOONER})

    assert until(s3, named) == IN_A_WEEK


def test_ministack_refuses_to_make_a_lock_weaker(s3, vault):
    named = version_under_lock(s3, vault, "weaker")

    with refused("AccessDenied"):
        s3.put_object_retention(**named, Retention={"Mode": "GOVERNANCE", "RetainUntilDate": IN_A_WEEK})


def test_ministack_keeps_a_version_under_hold(s3, vault):
    version = s3.put_object(Bucket=vault, Key="held", Body=b"x", ObjectLockLegalHoldStatus="ON")["VersionId"]

    with refused("AccessDenied"):
        s3.delete_object(Bucket=vault, Key="held", VersionId=version)


def test_ministack_tells_the_lock_when_it_is_read_back(s3, vault):
    head = s3.head_object(**version_under_lock(s3, vault, "read", hold=True))

    assert head["ObjectLockMode"] == "COMPLIANCE"
    assert head["ObjectLockRetainUntilDate"] == IN_A_WEEK
    assert head["ObjectLockLegalHoldStatus"] == "ON"


def test_ministack_does_not_lock_a_copy_so_admission_puts_the_lock_and_reads_it_back(s3, vault):
    s3.put_object(Bucket=vault, Key="original", Body=b"x")
    source = {"Bucket": vault, "Key": "original"}

    version = s3.copy_object(Bucket=vault, Key="copy", CopySource=source, **LOCK)["VersionId"]

    assert "ObjectLockMode" not in s3.head_object(Bucket=vault, Key="copy", VersionId=version)


def test_ministack_does_not_lock_a_multipart_object_so_admission_puts_the_lock_and_reads_it_back(s3, vault):
    named = {"Bucket": vault, "Key": "parts"}
    upload = s3.create_multipart_upload(**named, **LOCK)["UploadId"]
    etag = s3.upload_part(**named, UploadId=upload, PartNumber=1, Body=b"x")["ETag"]

    parts = {"Parts": [{"PartNumber": 1, "ETag": etag}]}
    version = s3.complete_multipart_upload(**named, UploadId=upload, MultipartUpload=parts)["VersionId"]

    assert "ObjectLockMode" not in s3.head_object(**named, VersionId=version)


def test_ministack_locks_by_the_bucket_default(s3):
    vault = bucket_with_lock(s3, "vault-with-default")
    rule = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 14}}
    s3.put_object_lock_configuration(
        Bucket=vault, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule}
    )

    s3.put_object(Bucket=vault, Key="plain", Body=b"x")

    assert s3.head_object(Bucket=vault, Key="plain").get("ObjectLockMode") == "COMPLIANCE"


def test_ministack_lets_versioning_of_a_locked_bucket_be_suspended_so_only_seaweedfs_judges_that(s3):
    vault = bucket_with_lock(s3, "vault-suspended")

    s3.put_bucket_versioning(Bucket=vault, VersioningConfiguration={"Status": "Suspended"})

    assert s3.get_bucket_versioning(Bucket=vault)["Status"] == "Suspended"


def test_ministack_has_the_word_of_s3_for_a_lock_and_a_hold_that_were_never_put(s3, vault):
    version = s3.put_object(Bucket=vault, Key="no-lock", Body=b"x")["VersionId"]
    named = {"Bucket": vault, "Key": "no-lock", "VersionId": version}

    with refused("NoSuchObjectLockConfiguration"):
        s3.get_object_retention(**named)
    with refused("NoSuchObjectLockConfiguration"):
        s3.get_object_legal_hold(**named)
