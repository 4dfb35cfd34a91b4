"""What runs: an API an audience, a function an event, and what each of them may touch."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from aws_cdk import CfnOutput, Duration
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from constructs import Construct

from infrastructure.box_grants import BoxGrants
from infrastructure.constructs.api_account import ApiAccount
from infrastructure.constructs.box_claims import BoxClaims
from infrastructure.constructs.box_ears import BoxEars, viewer_role
from infrastructure.constructs.chalice_api import ChaliceApi
from infrastructure.constructs.inlets import follow, hear, keep_what_fails, lane, let_send
from infrastructure.constructs.layers import decoder
from infrastructure.constructs.provider_news import ProviderNews
from infrastructure.constructs.python_function import PythonFunction
from infrastructure.evidence_services import EvidenceServices
from infrastructure.grants import Grants
from infrastructure.inventory_grants import InventoryGrants
from infrastructure.preview_grants import PreviewGrants
from infrastructure.public_routes import PUBLIC_ROUTES
from infrastructure.retention_grants import RetentionGrants
from infrastructure.settings import Settings
from infrastructure.stacks.edge import Edge
from infrastructure.stacks.evidence import Evidence
from infrastructure.stacks.identity import Identity
from infrastructure.stacks.records import Records
from infrastructure.sweep_grants import SweepGrants
from infrastructure.vault_grants import VaultGrants
from rtcc.http.declaration import SignIn

# Every sign-up costs two messages to whomever the form names: nobody may make them by the thousand (abuse 78).
# Every place asked for costs a question to the geocoder.
_RARE = apigateway.MethodDeploymentOptions(throttling_rate_limit=2, throttling_burst_limit=20)
SLOW = {"/registrations/POST": _RARE, "/registrations/place/POST": _RARE, "/my/links/POST": _RARE}
APPROVED = {"dynamodb": {"NewImage": {"state": {"S": ["approved", "renewed"]}}}}
QUEUED = {"dynamodb": {"NewImage": {"state": {"S": ["queued"]}}}}
ERRANDS = {"dynamodb": {"NewImage": {"kind": {"S": ["errand"]}}}}


class Services(EvidenceServices):
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
        edge: Edge,
        apps: Mapping[str, Any],
    ) -> None:
        rooms: dict[str, Any] = {"records": records, "evidence": evidence, "edge": edge}
        super().__init__(
            scope, name, description="Open RTCC: APIs and functions", settings=settings, identity=identity, **rooms
        )
        self._api = partial(ChaliceApi, self, settings=settings, account=ApiAccount(self, "ApiAccount"))
        self._grants = Grants(self, settings, records, evidence, edge)
        self._box_grants = BoxGrants(self, settings, records, evidence, edge)
        self._preview_grants = PreviewGrants(self, settings, records, evidence, edge)
        self._inventory_grants = InventoryGrants(self, settings, records, evidence, edge)
        self._retention_grants = RetentionGrants(self, settings, records, evidence, edge)
        self._vault_grants = VaultGrants(self, settings, records, evidence, edge)
        self._doors(apps, identity)
        self._dispatcher()
        self._viewer()
        self._messengers(settings, records)
        self._admission(settings, evidence)
        self._previews(settings, records, evidence, [*self._layers, decoder(self, settings)])
        self._sweeping(SweepGrants(self, settings, records, evidence, edge))
        self._boxes(settings, edge)
        self._releases(records)
        self._sealing(settings, records)

    def _doors(self, apps: Mapping[str, Any], identity: Identity) -> None:
        door = partial(self._function, entry="app.app", timeout=Duration.seconds(25))
        self.apis: dict[str, ChaliceApi] = {}
        kinds: dict[str, dict[str, Any]] = {
            "citizen": {"public": PUBLIC_ROUTES, "rate": 50, "burst": 200, "slow": SLOW},
            "console": {"pool": identity.staff, "rate": 100, "burst": 200},
            "dispatch": {"rate": 50, "burst": 100},
            "owner": {"pool": identity.owners, "people": SignIn.OWNER, "rate": 50, "burst": 100},
            "agency": {"pool": identity.agencies, "people": SignIn.AGENCY, "rate": 20, "burst": 50},
        }
        for name, kind in kinds.items():
            function = door(f"{name}_api")
            self.functions.append(function)
            for grants in (
                self._grants,
                self._box_grants,
                self._preview_grants,
                self._inventory_grants,
                self._retention_grants,
                self._vault_grants,
            ):
                if hasattr(grants, f"{name}_api"):
                    getattr(grants, f"{name}_api")(function)
            api = self.apis[name] = self._api(name.title(), app=apps[name], handler=function, **kind)
            CfnOutput(self, f"Api{name.title()}", value=api.rest_api_id)
            CfnOutput(self, f"Api{name.title()}Url", value=api.url)

    def _dispatcher(self) -> None:
        caller = iam.Role(
            self, "Dispatcher", assumed_by=iam.AccountRootPrincipal(), description="A dispatch system: sends calls"
        )
        caller.add_to_policy(
            iam.PolicyStatement(actions=["execute-api:Invoke"], resources=[self.apis["dispatch"].arn_for_execute_api()])
        )
        CfnOutput(self, "DispatchRoleArn", value=caller.role_arn)

    def _viewer(self) -> None:
        console = self._named("console_api")
        assert console.role is not None
        viewer = viewer_role(self, by=console.role)
        console.may("sts:AssumeRole", viewer.role_arn)
        console.add_environment("ROLE_VIEWER", viewer.role_arn)
        CfnOutput(self, "RoleViewer", value=viewer.role_arn)

    def _boxes(self, settings: Settings, edge: Edge) -> None:
        hear = self._event("hear_box", timeout=Duration.seconds(30))
        self._box_grants.hear_box(hear)
        keep_what_fails(hear, failed=self.failures[hear.node.id])
        BoxEars(self, "Ears", function=hear)
        # What nobody ends is ended: a view whose console, box or call is gone.
        close = self._event("close_views", timeout=Duration.minutes(1))
        self._box_grants.close_views(close)
        keep_what_fails(close, failed=self.failures[close.node.id])
        every = events.Schedule.rate(Duration.minutes(1))
        events.Rule(self, "EveryMinute", schedule=every, targets=[targets.LambdaFunction(close)])
        admit = self._event("admit_box", timeout=Duration.seconds(5))
        self._box_grants.admit_box(admit)
        BoxClaims(self, "Claims", function=admit, policy=edge.policy, listed=settings.box_serials)

    def _releases(self, records: Records) -> None:
        # Gigabytes are read, zipped and written on the way.
        deliver = self._event("deliver_release", timeout=Duration.minutes(15), memory=1024)
        self._box_grants.deliver_release(deliver)
        failed = self.failures[deliver.node.id]
        follow(deliver, records.release, only=APPROVED, happened="MODIFY", batch=1, failed=failed)

    def _messengers(self, settings: Settings, records: Records) -> None:
        # A canvass may have thousands to invite, each in a transaction of its own.
        invite = self._event("invite_registrants", timeout=Duration.minutes(15))
        send = self._event("send_messages", timeout=Duration.minutes(5))
        self._grants.invite_registrants(invite)
        self._grants.send_messages(send)
        # Texts and e-mails wait for turns of their own: neither must wait behind the other.
        for name, rate in (("Texts", settings.texts_a_second), ("Mails", settings.mails_a_second)):
            # Fewer than the rate would leave turns untaken (bench/fanout.py). At home each is a process.
            at_once, failed = 4 if settings.local else max(20, rate), self.failures[send.node.id]
            turns = lane(send, name, failed=failed, at_once=at_once, by_tls=not settings.local)
            let_send(turns, send, name)
        follow(invite, records.canvass, only=ERRANDS, batch=1, failed=self.failures[invite.node.id])
        # One at a time, ten beside each other: one that fails takes no others with it, and many wait for none.
        many = 1 if settings.local else 10
        follow(send, records.messages, only=QUEUED, batch=1, failed=self.failures[send.node.id], at_once=many)
        # Pauses are counted in days: an hour more is no matter.
        wake = self._event("wake_registrants", timeout=Duration.minutes(5))
        self._grants.wake_registrants(wake)
        keep_what_fails(wake, failed=self.failures[wake.node.id])
        hourly = events.Schedule.rate(Duration.hours(1))
        events.Rule(self, "EveryHour", schedule=hourly, targets=[targets.LambdaFunction(wake)])
        every = events.Schedule.rate(Duration.minutes(1))
        events.Rule(self, "LeftMessages", schedule=every, targets=[targets.LambdaFunction(send)])
        self._providers(settings, send)

    def _providers(self, settings: Settings, send: PythonFunction) -> None:
        listener = self._event("hear_provider", timeout=Duration.seconds(30))
        self._grants.hear_provider(listener)
        news = ProviderNews(self, "Providers", settings=settings)
        hear(listener, news.topic, failed=self.failures[listener.node.id], by_tls=not settings.local)
        for name, value in news.told.items():
            send.add_environment(name, value)
