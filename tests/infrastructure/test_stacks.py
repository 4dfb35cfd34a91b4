"""How the stacks stand to each other, and what is different at home."""

import json
import re

import pytest

from infrastructure import synth
from tests.infrastructure.plan import CODE, DATA

OUTPUTS = {
    "rtcc-identity": {
        f"{audience}{what}" for audience in ("Staff", "Owner", "Agency") for what in ("PoolId", "ClientId", "Domain")
    },
    "rtcc-evidence": {"BucketInbox", "BucketVault", "BucketLog", "BucketRelease", "BucketPreview"}
    | {"KeyLinks", "KeySeal", "KeyStore"},
    "rtcc-edge": {"KeyCommands", "RoleBox", "PolicyBox", "ThingBox"},
    "rtcc-records": {
        f"Table{room}"
        for room in ("Access", "Custody", "Incidents", "Messages", "Registry", "Canvass", "Vault", "Sites", "Live")
    }
    | {"TableClips", "TableRelease", "TableInventory", "TableRetention", "TableInquiries"},
    "rtcc-doors": {f"Api{name}" for name in ("Citizen", "Console", "Dispatch", "Owner", "Agency")}
    | {"DispatchRoleArn", "RoleViewer"},
    "rtcc-web": {"SiteBucket", "SiteUrl", "SiteConfig"},
    "rtcc-watch": {"AlarmTopic"},
}


def imports(plan, stack):
    """The stacks whose values a stack imports."""
    return {name for name in re.findall(r'"Fn::ImportValue": "(rtcc-[a-z]+):', json.dumps(plan.templates[stack]))}


@pytest.mark.parametrize("stack", DATA)
def test_a_stack_that_holds_data_reads_nothing_from_one_that_holds_code(plan, stack):
    assert imports(plan, stack) <= set(DATA)


@pytest.mark.parametrize("stack", DATA)
def test_a_stack_that_holds_data_runs_nothing(plan, stack):
    kinds = {one["Type"] for one in plan.templates[stack]["Resources"].values()}

    assert not {kind for kind in kinds if kind.startswith(("AWS::Lambda", "AWS::ApiGateway", "Custom::"))}


@pytest.mark.parametrize("stack", CODE)
def test_a_stack_that_holds_code_holds_nothing_that_cannot_be_made_again(plan, stack):
    kept = {one["Type"] for one in plan.templates[stack]["Resources"].values() if one.get("DeletionPolicy") == "Retain"}

    assert kept <= {"AWS::Logs::LogGroup"}


@pytest.mark.parametrize("stack", [*DATA, *CODE])
def test_a_template_is_small_enough_for_cloudformation(plan, stack):
    assert plan.file(stack).stat().st_size < 1_000_000
    assert len(plan.templates[stack]["Resources"]) < 450  # CloudFormation takes 500


@pytest.mark.parametrize(("stack", "names"), OUTPUTS.items())
def test_a_stack_says_what_others_need_to_know(plan, stack, names):
    assert names <= set(plan.templates[stack]["Outputs"])


def test_at_home_the_same_resources_are_deployed(plan, home):
    def kinds(one):
        return {stack: sorted(r["Type"] for r in t["Resources"].values()) for stack, t in one.templates.items()}

    assert kinds(home) == kinds(plan)


def test_at_home_the_same_roles_may_do_the_same_but_for_the_mail(plan, home):
    def grants(one):
        # The archives of the box's software differ: the cloud's carry wheels, and an archive's name is its digest.
        others = [s for s in one.roles() if not (s.stack == "rtcc-edge" and s.actions == ("s3:GetObject",))]
        return {(s.bearer, s.effect, s.actions, s.resources) for s in others}

    assert {actions for _, _, actions, _ in grants(home) ^ grants(plan)} == {("ses:SendEmail",)}


def test_at_home_nothing_outlives_its_stack(home):
    kept = [
        key
        for template in home.templates.values()
        for key, resource in template["Resources"].items()
        if resource.get("DeletionPolicy") == "Retain" and resource["Type"] != "AWS::Lambda::LayerVersion"
    ]

    assert kept == []


def test_the_same_sources_are_synthesized_once(monkeypatch):
    monkeypatch.setattr(synth, "_run", lambda arguments: pytest.fail("synthesized again"))

    assert (synth.synth(local=True) / "manifest.json").is_file()


def test_what_is_deployed_is_part_of_the_fingerprint_and_bytecode_is_not():
    names = {path.relative_to(synth.ROOT).as_posix() for path in synth.sources()}

    assert {"cdk.json", "requirements.lock", "infrastructure/app.py", "functions/citizen_api/app.py"} <= names
    assert "layers/rtcc/python/rtcc/http/door.py" in names
    assert not [name for name in names if name.endswith(".pyc")]
