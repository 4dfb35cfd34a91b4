"""One probe a patch of local/engine_patches.py; see also test_engine_sign_in.py and test_engine_keeps.py."""

import json

import pytest

from local import engine
from tests.conformance.arrange import TRUST, eventually, policy, refused, role, statement, zipped
from tests.conformance.locks import bucket_with_lock


def test_versioning_of_a_locked_bucket_cannot_be_suspended(patched_cloud):
    s3 = patched_cloud.client("s3")
    bucket = bucket_with_lock(s3, "never-suspended")

    with refused("InvalidBucketState"):
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})

    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"


def test_a_policy_that_names_a_role_matches_its_sessions(patched_cloud):
    s3 = patched_cloud.client("s3")
    bucket = "one-role-may-tag"
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="clip", Body=b"x")
    may = statement("Allow", ["s3:PutObjectTagging"], f"arn:aws:s3:::{bucket}/*")
    arn, scanner = role(patched_cloud, "scanner", may)
    _, other = role(patched_cloud, "other", may)
    but = {"ArnNotEquals": {"aws:PrincipalArn": arn}}
    deny = statement("Deny", "s3:PutObjectTagging", f"arn:aws:s3:::{bucket}/*", Principal={"AWS": "*"}, Condition=but)
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(deny))
    tags = {"Bucket": bucket, "Key": "clip", "Tagging": {"TagSet": [{"Key": "a", "Value": "b"}]}}

    scanner.client("s3").put_object_tagging(**tags)
    with refused("AccessDenied"):
        other.client("s3").put_object_tagging(**tags)


@pytest.mark.parametrize(("source", "failed"), [("aws.guardduty", 0), ("aws.s3", 1)])
def test_the_bus_takes_what_the_malware_scan_says_and_nothing_else_from_amazon(patched_cloud, source, failed):
    entry = {"Source": source, "DetailType": "probe", "Detail": "{}"}

    assert patched_cloud.client("events").put_events(Entries=[entry])["FailedEntryCount"] == failed


def test_a_function_sees_installed_packages_but_not_this_repository(patched_cloud):
    source = """
        import importlib.util
        def handle(event, context):
            names = ("boto3", "rtcc", "functions", "local")
            return {name: importlib.util.find_spec(name) is not None for name in names}
    """
    arn = patched_cloud.client("iam").create_role(RoleName="runs", AssumeRolePolicyDocument=policy(TRUST))["Role"][
        "Arn"
    ]
    functions = patched_cloud.client("lambda")
    functions.create_function(
        FunctionName="seer", Runtime="python3.13", Handler="probe.handle", Role=arn, Code={"ZipFile": zipped(source)}
    )

    seen = json.load(functions.invoke(FunctionName="seer")["Payload"])

    assert seen == {"boto3": True, "rtcc": False, "functions": False, "local": False}


def test_the_engine_ends_with_whoever_started_it(tmp_path):
    running = engine.start(data=tmp_path, port=engine.free_port())
    try:
        running.process.stdin.close()
        eventually(lambda: running.process.poll() is not None)
    finally:
        running.stop()
