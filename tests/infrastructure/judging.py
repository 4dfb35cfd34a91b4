"""Reads policies out of the synthesized templates as AWS would have them, and asks a judge that we did not write."""

import functools
import json

from ministack.core import iam_evaluator

ACCOUNT, REGION = "111122223333", "us-east-1"
PSEUDO = {"AWS::AccountId": ACCOUNT, "AWS::Region": REGION, "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com"}
ARNS = {
    "AWS::S3::Bucket": "arn:aws:s3:::{}",
    "AWS::KMS::Key": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{{}}",
    "AWS::DynamoDB::Table": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{{}}",
    "AWS::IAM::Role": f"arn:aws:iam::{ACCOUNT}:role/{{}}",
    "AWS::Lambda::Function": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{{}}",
    "AWS::SQS::Queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{{}}",
    "AWS::IoT::RoleAlias": f"arn:aws:iot:{REGION}:{ACCOUNT}:rolealias/{{}}",
}


class Resolved:
    """The plan with its references filled in: each resource's name is its logical id, in lower case."""

    def __init__(self, plan):
        self.plan = plan
        exports = {}
        for stack, template in plan.templates.items():
            for output in template.get("Outputs", {}).values():
                if name := output.get("Export", {}).get("Name"):
                    exports[name] = (stack, output["Value"])
        self._exports = exports

    def arn(self, kind, name):
        """The address of a resource whose logical id begins with the name."""
        ((key, _),) = [(key, one) for key, one in self.plan.all(kind).items() if key.startswith(name)]
        return ARNS[kind].format(key.lower())

    def arns(self, kind):
        return [ARNS[kind].format(key.lower()) for key in self.plan.all(kind)]

    def roles(self):
        """Every role's own policy as JSON would carry it, by stack and the beginning of its logical id."""
        return {
            (stack, key): self.value(stack, resource["Properties"]["PolicyDocument"])["Statement"]
            for stack, template in self.plan.templates.items()
            for key, resource in template["Resources"].items()
            if resource["Type"] == "AWS::IAM::Policy"
        }

    def role(self, stack, name):
        """The statements of one of them."""
        (found,) = [told for (where, key), told in self.roles().items() if where == stack and key.startswith(name)]
        return found

    def value(self, stack, raw):
        if isinstance(raw, list):
            return [self.value(stack, one) for one in raw]
        if not isinstance(raw, dict):
            return raw
        if "Ref" in raw:
            return self._ref(stack, raw["Ref"])
        if "Fn::GetAtt" in raw:
            key = raw["Fn::GetAtt"][0]
            kind = self.plan.templates[stack]["Resources"][key]["Type"]
            return ARNS.get(kind, f"arn:aws:{kind}:::{{}}").format(key.lower())
        if "Fn::Join" in raw:
            separator, parts = raw["Fn::Join"]
            return separator.join(self.value(stack, parts))
        if "Fn::ImportValue" in raw:
            return self.value(*self._exports[raw["Fn::ImportValue"]])
        if "Fn::Sub" in raw:
            return functools.reduce(
                lambda s, pair: s.replace(f"${{{pair[0]}}}", pair[1]), PSEUDO.items(), raw["Fn::Sub"]
            )
        return {key: self.value(stack, one) for key, one in raw.items()}

    def _ref(self, stack, name):
        if name in PSEUDO:
            return PSEUDO[name]
        return name.lower()


class Judge:
    """Says whether statements allow an act, once policy variables are filled in."""

    def __init__(self, statements, variables):
        filled = json.dumps(statements)
        for name, value in variables.items():
            filled = filled.replace(f"${{{name}}}", value)
        self._policy = iam_evaluator.parse_policy_document({"Statement": json.loads(filled)})

    def allows(self, action, resource, **keys):
        context = iam_evaluator.EvalContext(
            principal_arn=f"arn:aws:sts::{ACCOUNT}:assumed-role/any/session",
            principal_type="AssumedRole",
            principal_account=ACCOUNT,
            action=action,
            resource_arn=resource,
            region=REGION,
            source_ip="192.0.2.1",
            secure_transport=True,
            service_context={name.lower(): value for name, value in keys.items()},
        )
        return iam_evaluator.evaluate(context, [self._policy]).decision == "Allow"
