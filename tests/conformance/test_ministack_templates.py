"""What the local city's engine makes of a template, and what it forgets so that the deployer does it again."""

import json

import pytest

from tests.conformance.arrange import eventually, refused


@pytest.fixture(scope="module")
def stacks(bare_cloud):
    return bare_cloud.client("cloudformation")


@pytest.fixture(scope="module")
def shelf(bare_cloud):
    bare_cloud.client("s3").create_bucket(Bucket="shelf")
    return "shelf"


def template(**resources):
    return json.dumps({"Resources": resources})


def deploy(stacks, name, **source):
    stacks.create_stack(StackName=name, **source)

    def done():
        status = stacks.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
        return None if status.endswith("IN_PROGRESS") else status

    return eventually(done)


def vault(**extra):
    rule = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 14}}
    lock = {"ObjectLockEnabled": "Enabled", "Rule": rule}
    properties = {"BucketName": "vault-of-template", "ObjectLockEnabled": True, "ObjectLockConfiguration": lock}
    return {"Type": "AWS::S3::Bucket", "Properties": properties | extra}


@pytest.fixture(scope="module")
def evidence(stacks, bare_cloud):
    key = bare_cloud.client("kms").create_key()["KeyMetadata"]["KeyId"]
    encryption = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}}
    rules = {"ServerSideEncryptionConfiguration": [encryption]}
    deploy(stacks, "evidence", TemplateBody=template(Vault=vault(BucketEncryption=rules)))
    return "vault-of-template"


def test_ministack_takes_a_template_over_51_200_bytes_only_by_its_address(stacks, bare_cloud, shelf):
    queues = {f"Queue{n}": {"Type": "AWS::SQS::Queue", "Metadata": {"why": "x" * 1000}} for n in range(60)}
    body = template(**queues)
    bare_cloud.client("s3").put_object(Bucket=shelf, Key="big.json", Body=body.encode())

    with refused("ValidationError"):
        stacks.create_stack(StackName="big", TemplateBody=body)

    assert deploy(stacks, "big", TemplateURL=f"{bare_cloud.endpoint}/{shelf}/big.json") == "CREATE_COMPLETE"


def test_ministack_forgets_the_lock_of_a_bucket_in_a_template_so_deploy_reapplies_it(bare_cloud, evidence):
    with refused("ObjectLockConfigurationNotFoundError"):
        bare_cloud.client("s3").get_object_lock_configuration(Bucket=evidence)


def test_ministack_forgets_the_versioning_that_a_lock_brings_so_deploy_reapplies_it(bare_cloud, evidence):
    assert "Status" not in bare_cloud.client("s3").get_bucket_versioning(Bucket=evidence)


def test_ministack_takes_the_lock_that_deploy_reapplies(bare_cloud, stacks):
    s3 = bare_cloud.client("s3")
    deploy(stacks, "later", TemplateBody=template(Vault=vault(BucketName="vault-later")))
    rule = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 14}}

    s3.put_bucket_versioning(Bucket="vault-later", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object_lock_configuration(
        Bucket="vault-later", ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule}
    )
    s3.put_object(Bucket="vault-later", Key="x", Body=b"x")

    assert s3.head_object(Bucket="vault-later", Key="x")["ObjectLockMode"] == "COMPLIANCE"


def test_ministack_forgets_the_encryption_of_a_bucket_in_a_template(bare_cloud, evidence):
    s3 = bare_cloud.client("s3")
    s3.put_object(Bucket=evidence, Key="x", Body=b"x")

    assert s3.head_object(Bucket=evidence, Key="x").get("ServerSideEncryption") != "aws:kms"


def test_ministack_names_the_resource_it_cannot_make(stacks):
    with refused("ValidationError") as caught:
        deploy(stacks, "unknown", TemplateBody=template(Plan={"Type": "AWS::GuardDuty::MalwareProtectionPlan"}))

    assert "AWS::GuardDuty::MalwareProtectionPlan" in str(caught.value)


def test_ministack_gives_the_parameter_to_the_resource_and_the_output_back(stacks):
    body = {
        "Parameters": {"SiteOrigin": {"Type": "String"}},
        "Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "SiteOrigin"}}}},
        "Outputs": {"Queue": {"Value": {"Fn::GetAtt": ["Queue", "QueueName"]}, "Export": {"Name": "the-queue"}}},
    }
    given = [{"ParameterKey": "SiteOrigin", "ParameterValue": "by-parameter"}]

    assert deploy(stacks, "given", TemplateBody=json.dumps(body), Parameters=given) == "CREATE_COMPLETE"

    outputs = stacks.describe_stacks(StackName="given")["Stacks"][0]["Outputs"]
    assert outputs[0]["OutputValue"] == "by-parameter"
