"""The buckets: nothing gets out of them, and what is locked stays locked."""

import pytest

from rtcc.release.model import PACKAGE_DAYS

BUCKETS = ("Inbox", "Vault", "Log", "Release", "Preview")


def bucket(plan, name):
    return plan.one("AWS::S3::Bucket", name)


def denied(plan, name):
    """Actions that the bucket's policy forbids to everybody, without a condition."""
    policy = plan.one("AWS::S3::BucketPolicy", f"{name}Policy")["Properties"]["PolicyDocument"]["Statement"]
    plain = [s for s in policy if s["Effect"] == "Deny" and "Condition" not in s and s["Principal"] == {"AWS": "*"}]
    return {action for s in plain for action in (s["Action"] if isinstance(s["Action"], list) else [s["Action"]])}


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_is_private_versioned_encrypted_with_our_key_and_outlives_its_stack(plan, name):
    found = bucket(plan, name)
    properties = found["Properties"]
    (rule,) = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]

    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert properties["VersioningConfiguration"] == {"Status": "Enabled"}
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"]["Fn::GetAtt"][0].startswith("Store")
    assert found["DeletionPolicy"] == "Retain"


@pytest.mark.parametrize("name", BUCKETS)
def test_nobody_deletes_from_a_bucket_by_hand(plan, name):
    assert "s3:DeleteObject" in denied(plan, name)
    assert ("s3:DeleteObjectVersion" in denied(plan, name)) is (name == "Log")


@pytest.mark.parametrize("name", [name for name in BUCKETS if name != "Log"])
def test_abuse_031_one_role_alone_deletes_an_exact_version_and_every_other_is_refused(plan, name):
    policy = plan.one("AWS::S3::BucketPolicy", f"{name}Policy")["Properties"]["PolicyDocument"]["Statement"]
    (mine,) = [s for s in policy if s.get("Sid") == "OnlyRetiringDeletesAVersion"]

    assert (mine["Effect"], mine["Principal"], mine["Action"]) == ("Deny", {"AWS": "*"}, "s3:DeleteObjectVersion")
    (arn,) = mine["Condition"]["ArnNotEquals"].values()
    assert str(arn).count(":role/rtcc-retire-evidence") == 1
    assert list(mine["Condition"]) == ["ArnNotEquals"]


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_speaks_only_over_tls(plan, name):
    policy = plan.one("AWS::S3::BucketPolicy", f"{name}Policy")["Properties"]["PolicyDocument"]["Statement"]
    conditions = [s["Condition"] for s in policy if s["Effect"] == "Deny" and "Condition" in s]

    assert {"Bool": {"aws:SecureTransport": "false"}} in conditions
    assert {"NumericLessThan": {"s3:TlsVersion": 1.2}} in conditions


@pytest.mark.parametrize(("name", "days"), [("Vault", 1), ("Log", 30)])
def test_what_is_written_without_a_lock_is_locked_in_compliance_all_the_same(plan, name, days):
    properties = bucket(plan, name)["Properties"]
    default = properties["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]

    assert properties["ObjectLockEnabled"] is True
    assert default == {"Mode": "COMPLIANCE", "Days": days}
    assert "s3:BypassGovernanceRetention" in denied(plan, name)


def test_the_inbox_takes_parts_from_our_own_pages_only(plan):
    (rule,) = bucket(plan, "Inbox")["Properties"]["CorsConfiguration"]["CorsRules"]

    assert rule["AllowedOrigins"] == [{"Ref": "SiteOrigin"}]
    assert rule["AllowedMethods"] == ["PUT"]
    assert set(rule["ExposedHeaders"]) == {"ETag", "x-amz-checksum-sha256"}


def test_every_upload_is_scanned_and_announced(plan):
    (scan,) = plan.all("AWS::GuardDuty::MalwareProtectionPlan").values()
    notifications = bucket(plan, "Inbox")["Properties"]["NotificationConfiguration"]

    assert scan["Properties"]["ProtectedResource"]["S3Bucket"]["BucketName"]["Ref"].startswith("Inbox")
    assert scan["Properties"]["Actions"] == {"Tagging": {"Status": "ENABLED"}}
    assert notifications == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}


def test_what_was_left_half_sent_is_cleared_away_in_a_day(plan):
    (rule,) = bucket(plan, "Inbox")["Properties"]["LifecycleConfiguration"]["Rules"]

    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
    assert not [key for key in rule if "Expiration" in key]


def test_what_was_marked_for_one_share_lives_as_long_as_a_package_would(plan):
    rules = bucket(plan, "Preview")["Properties"]["LifecycleConfiguration"]["Rules"]

    assert [(rule["Prefix"], rule["ExpirationInDays"]) for rule in rules if "Prefix" in rule] == [
        ("marked/", PACKAGE_DAYS)
    ]
    assert all("ExpirationInDays" not in rule for rule in rules if "Prefix" not in rule)


def test_keys_are_made_for_one_use_each(plan):
    def key(name):
        return plan.one("AWS::KMS::Key", name)["Properties"]

    assert (key("Links")["KeySpec"], key("Links")["KeyUsage"]) == ("HMAC_256", "GENERATE_VERIFY_MAC")
    assert (key("Seal")["KeySpec"], key("Seal")["KeyUsage"]) == ("ECC_NIST_P256", "SIGN_VERIFY")
    assert key("Store")["EnableKeyRotation"] is True


def test_of_the_log_the_public_sees_heads_and_tiles_through_cloudfront_and_no_entry(plan):
    policy = plan.one("AWS::S3::BucketPolicy", "LogPolicy")["Properties"]["PolicyDocument"]["Statement"]
    (seen,) = [one for one in policy if one["Effect"] == "Allow"]

    assert seen["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert seen["Action"] == "s3:GetObject"
    assert [one["Fn::Join"][1][-1] for one in seen["Resource"]] == ["/checkpoint", "/tile/?/*"]
    assert "distribution/*" in str(seen["Condition"]["ArnLike"]["aws:SourceArn"])


def test_heads_are_seconds_old_at_most_and_tiles_are_kept(plan):
    (site,) = plan.all("AWS::CloudFront::Distribution").values()
    shown = {one["PathPattern"]: one for one in site["Properties"]["DistributionConfig"]["CacheBehaviors"]}

    (seconds,) = plan.all("AWS::CloudFront::CachePolicy").values()
    assert seconds["Properties"]["CachePolicyConfig"]["MaxTTL"] == 5
    assert {"/log/checkpoint", "/log/tile/*"} <= set(shown)
    for path in ("/log/checkpoint", "/log/tile/*"):
        assert shown[path]["ViewerProtocolPolicy"] == "redirect-to-https"
        assert "AllowedMethods" not in shown[path]
