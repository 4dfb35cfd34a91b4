"""Deploys the synthesized stacks, as they ship, into the local engine."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from local import aws, not_here, templates
from local.progress import Progress, Stopped

_TEMPLATES = "rtcc-city-templates"
_WITHIN = 120.0

Outputs = dict[str, dict[str, str]]


def deploy(endpoint: str, assembly: Path, *, parameters: dict[str, str], progress: Progress) -> Outputs:
    """Create every stack in order and return their outputs, by stack."""
    stacks = templates.stacks(assembly)
    _upload(endpoint, {asset.key: asset for stack in stacks for asset in stack.assets})
    aws.client("s3", endpoint).create_bucket(Bucket=_TEMPLATES)
    outputs: Outputs = {}
    for stack in stacks:
        began = time.monotonic()
        template, absent = not_here.without_absent(stack.template)
        outputs[stack.name] = _create(endpoint, stack.name, template, parameters)
        _lock_buckets(endpoint, stack.name, template)
        left_out = f", {len(absent)} not here" if absent else ""
        count = len(template["Resources"])
        progress.say(f"{stack.name}: {count} resources in {time.monotonic() - began:.1f} s{left_out}")
    return outputs


def outputs_of(endpoint: str) -> Outputs:
    """The outputs of the stacks that are deployed already; empty for a new city."""
    found = aws.client("cloudformation", endpoint).describe_stacks()["Stacks"]
    return {stack["StackName"]: _outputs(stack) for stack in found if stack["StackStatus"] == "CREATE_COMPLETE"}


def _upload(endpoint: str, assets: dict[str, templates.Asset]) -> None:
    s3 = aws.client("s3", endpoint)
    for bucket in {asset.bucket for asset in assets.values()}:
        s3.create_bucket(Bucket=bucket)
    for asset in assets.values():
        s3.put_object(Bucket=asset.bucket, Key=asset.key, Body=asset.body())


def _create(endpoint: str, name: str, template: dict[str, Any], parameters: dict[str, str]) -> dict[str, str]:
    cloud = aws.client("cloudformation", endpoint)
    # By address, because templates beyond 51,200 bytes are refused in the request itself.
    aws.client("s3", endpoint).put_object(Bucket=_TEMPLATES, Key=f"{name}.json", Body=json.dumps(template).encode())
    declared = template.get("Parameters", {})
    cloud.create_stack(
        StackName=name,
        TemplateURL=f"{endpoint}/{_TEMPLATES}/{name}.json",
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items() if key in declared
        ],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    deadline = time.monotonic() + _WITHIN
    while time.monotonic() < deadline:
        stack = cloud.describe_stacks(StackName=name)["Stacks"][0]
        if stack["StackStatus"] == "CREATE_COMPLETE":
            return _outputs(stack)
        if not stack["StackStatus"].endswith("CREATE_IN_PROGRESS"):
            raise Stopped(f"Stack {name} did not deploy: {_reasons(cloud, name) or stack.get('StackStatusReason')}")
        time.sleep(0.05)
    raise Stopped(f"Stack {name} did not deploy within {_WITHIN:.0f} s.")


def _outputs(stack: dict[str, Any]) -> dict[str, str]:
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _reasons(cloud: Any, name: str) -> str:
    events = reversed(cloud.describe_stack_events(StackName=name)["StackEvents"])
    failed = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
    return "; ".join(
        f"{event['LogicalResourceId']} ({event['ResourceType']}): {event.get('ResourceStatusReason', 'no reason')}"
        for event in failed
    )


def _lock_buckets(endpoint: str, stack: str, template: dict[str, Any]) -> None:
    """The engine ignores a template's Object Lock: say it again, as the template says it."""
    s3, cloud = aws.client("s3", endpoint), aws.client("cloudformation", endpoint)
    for name, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        if resource["Type"] != "AWS::S3::Bucket" or not properties.get("ObjectLockEnabled"):
            continue
        found = cloud.describe_stack_resource(StackName=stack, LogicalResourceId=name)["StackResourceDetail"]
        bucket = found["PhysicalResourceId"]
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        lock = properties.get("ObjectLockConfiguration", {"ObjectLockEnabled": "Enabled"})
        s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=_numbers(lock))


def _numbers(value: Any) -> Any:
    """CloudFormation takes numbers as text; the S3 API wants them as numbers."""
    if isinstance(value, dict):
        return {key: _numbers(item) for key, item in value.items()}
    return int(value) if isinstance(value, str) and value.isdigit() else value


def point_functions(endpoint: str, urls: dict[str, str]) -> None:
    """Tell every function where the stand-ins listen, beside what the template gave it."""
    functions = aws.client("lambda", endpoint)

    def point(function: dict[str, Any]) -> None:
        variables = {**function.get("Environment", {}).get("Variables", {}), **urls}
        functions.update_function_configuration(
            FunctionName=function["FunctionName"], Environment={"Variables": variables}
        )

    with ThreadPoolExecutor(4) as several:
        list(several.map(point, functions_of(endpoint)))


def functions_of(endpoint: str) -> list[dict[str, Any]]:
    """The configuration of every deployed function of ours."""
    pages = aws.client("lambda", endpoint).get_paginator("list_functions").paginate()
    found = [function for page in pages for function in page["Functions"]]
    return [function for function in found if function.get("Handler", "").startswith("functions.")]
