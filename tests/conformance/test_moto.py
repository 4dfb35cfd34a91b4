"""What moto lets pass that S3 refuses: why no promise of the vault rests on it."""

import boto3
import pytest
from moto import mock_aws

from tests.conformance.arrange import sha256
from tests.conformance.locks import A_DAY_SOONER, LOCK, bucket_with_lock, version_under_lock


@pytest.fixture
def s3():
    with mock_aws():
        yield boto3.client("s3", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")


@pytest.fixture
def vault(s3):
    return bucket_with_lock(s3, "vault")


def test_moto_lets_a_lock_be_shortened(s3, vault):
    named = version_under_lock(s3, vault, "shortened")

    s3.put_object_retention(**named, Retention={"Mode": "COMPLIANCE", "RetainUntilDate": A_DAY_SOONER})

    assert s3.head_object(**named)["ObjectLockRetainUntilDate"] == A_DAY_SOONER


def test_moto_lets_versioning_of_a_locked_bucket_be_suspended(s3, vault):
    s3.put_bucket_versioning(Bucket=vault, VersioningConfiguration={"Status": "Suspended"})

    assert s3.get_bucket_versioning(Bucket=vault)["Status"] == "Suspended"


def test_moto_takes_a_body_whose_checksum_is_another(s3, vault):
    s3.put_object(Bucket=vault, Key="bad", Body=b"x", ChecksumSHA256=sha256(b"y"))

    assert s3.get_object(Bucket=vault, Key="bad")["Body"].read() == b"x"


def test_moto_forgets_the_hold_of_a_multipart_upload(s3, vault):
    named = {"Bucket": vault, "Key": "parts"}
    upload = s3.create_multipart_upload(**named, **LOCK)["UploadId"]
    etag = s3.upload_part(**named, UploadId=upload, PartNumber=1, Body=b"x")["ETag"]
    s3.complete_multipart_upload(**named, UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": etag}]})

    assert s3.head_object(**named).get("ObjectLockLegalHoldStatus") != "ON"
