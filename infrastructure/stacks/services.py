"""What runs: an API an audience, a function an event, and what each of them may touch."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infrastructure.constructs.api_account import ApiAccount
from infrastructure.constructs.chalice_api import ChaliceApi
from infrastructure.constructs.inlets import failures, follow, receive
from infrastructure.constructs.layers import layers
from infrastructure.constructs.python_function import PythonFunction
from infrastructure.environment import environment
from infrastructure.grants import Grants
from infrastructure.public_routes import PUBLIC_ROUTES
from infrastructure.settings import Settings, site_origin
from infrastructure.stacks.evidence import Evidence
from infrastructure.stacks.identity import Identity
from infrastructure.stacks.records import Records

SCANNED = "GuardDuty Malware Protection Object Scan Result"
# Every sign-up costs two messages to whomever the form names: nobody may make them by the thousand (abuse 78).
SLOW = {"/registrations/POST": apigateway.MethodDeploymentOptions(throttling_rate_limit=2, throttling_burst_limit=20)}
CANVASSES = {"dynamodb": {"NewImage": {"kind": {"S": ["canvass"]}}}}


class Services(Stack):
    """The doors and the functions behind them. It reads from the data stacks; none of them knows it."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        settings: Settings,
        identity: Identity,
        records: Records,
        evidence: Evidence,
        apps: Mapping[str, Any],
    ) -> None:
        super().__init__(scope, name, description="Open RTCC: APIs and functions")
        self._function = partial(
            PythonFunction,
            self,
            settings=settings,
            layers=layers(self, settings),
            environment=environment(settings, site_origin(self, settings), identity, records, evidence),
        )
        self._api = partial(ChaliceApi, self, settings=settings, account=ApiAccount(self, "ApiAccount"))
        self.functions: list[PythonFunction] = []
        self.failures: dict[str, sqs.Queue] = {}
        grants = Grants(self, settings, records, evidence)
        self._doors(apps, identity, grants)
        self._messengers(records, grants)
        self._admission(evidence, grants)
        self._sealing(settings, records, grants)

    def _doors(self, apps: Mapping[str, Any], identity: Identity, grants: Grants) -> None:
        door = partial(self._function, entry="app.app", timeout=Duration.seconds(25))
        citizen, console, dispatch = (door(f"{name}_api") for name in ("citizen", "console", "dispatch"))
        self.functions += [citizen, console, dispatch]
        grants.citizen_api(citizen)
        grants.console_api(console)
        grants.dispatch_api(dispatch)
        self.citizen = self._api(
            "Citizen", app=apps["citizen"], handler=citizen, public=PUBLIC_ROUTES, rate=50, burst=200, slow=SLOW
        )
        self.console = self._api(
            "Console", app=apps["console"], handler=console, pool=identity.staff, rate=100, burst=200
        )
        self.dispatch = self._api("Dispatch", app=apps["dispatch"], handler=dispatch, rate=50, burst=100)
        for name, api in (("Citizen", self.citizen), ("Console", self.console), ("Dispatch", self.dispatch)):
            CfnOutput(self, f"Api{name}", value=api.rest_api_id)
            CfnOutput(self, f"Api{name}Url", value=api.url)
        caller = iam.Role(
            self, "Dispatcher", assumed_by=iam.AccountRootPrincipal(), description="A dispatch system: sends calls"
        )
        caller.add_to_policy(
            iam.PolicyStatement(actions=["execute-api:Invoke"], resources=[self.dispatch.arn_for_execute_api()])
        )
        CfnOutput(self, "DispatchRoleArn", value=caller.role_arn)

    def _messengers(self, records: Records, grants: Grants) -> None:
        # A canvass may have thousands to invite, each in a transaction of its own.
        invite = self._event("invite_registrants", timeout=Duration.minutes(15))
        send = self._event("send_messages", timeout=Duration.minutes(5))
        grants.invite_registrants(invite)
        grants.send_messages(send)
        follow(invite, records.canvass, only=CANVASSES, batch=1, failed=self.failures[invite.node.id])
        # One at a time: a message that fails then never takes others with it.
        follow(send, records.messages, batch=1, failed=self.failures[send.node.id])

    def _admission(self, evidence: Evidence, grants: Grants) -> None:
        # An upload may be gigabytes, read to the last byte: the longest that Lambda gives.
        admit = self._event("admit_upload", timeout=Duration.minutes(15), memory=1024)
        grants.admit_upload(admit)
        bucket = {"s3ObjectDetails": {"bucketName": [evidence.inbox.bucket_name]}}
        scanned = events.EventPattern(source=["aws.guardduty"], detail_type=[SCANNED], detail=bucket)
        receive(admit, scanned, failed=self.failures[admit.node.id])

    def _sealing(self, settings: Settings, records: Records, grants: Grants) -> None:
        # One at a time: the log has one head.
        seal = self._event("seal_custody", timeout=Duration.minutes(5), reserved=1)
        grants.seal_custody(seal)
        window = Duration.seconds(settings.seal_seconds)
        follow(
            seal,
            records.custody,
            failed=self.failures[seal.node.id],
            window=window,
            batch=1000,
            tries=None,
            changes=True,
        )
        self.sealing = seal

    def _event(self, folder: str, **more: Any) -> PythonFunction:
        function = self._function(folder, "handler.handle", **more)
        self.functions.append(function)
        self.failures[function.node.id] = failures(function)
        return function
