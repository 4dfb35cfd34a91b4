"""The doors: an API an audience, one function behind each, and what each of them may touch."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from aws_cdk import CfnOutput, Duration
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from constructs import Construct

from infrastructure.box_grants import BoxGrants
from infrastructure.constructs.api_account import ApiAccount
from infrastructure.constructs.box_ears import viewer_role
from infrastructure.constructs.chalice_api import ChaliceApi
from infrastructure.function_stack import FunctionStack
from infrastructure.grants import Grants
from infrastructure.inventory_grants import InventoryGrants
from infrastructure.preview_grants import PreviewGrants
from infrastructure.public_routes import PUBLIC_ROUTES
from infrastructure.retention_grants import RetentionGrants
from infrastructure.sample_grants import SampleGrants
from infrastructure.settings import Settings
from infrastructure.stacks.edge import Edge
from infrastructure.stacks.evidence import Evidence
from infrastructure.stacks.identity import Identity
from infrastructure.stacks.records import Records
from infrastructure.vault_grants import VaultGrants
from rtcc.http.declaration import SignIn

# Every sign-up costs two messages to whomever the form names: nobody may make them by the thousand (abuse 78).
# Every place asked for costs a question to the geocoder.
_RARE = apigateway.MethodDeploymentOptions(throttling_rate_limit=2, throttling_burst_limit=20)
SLOW = {"/registrations/POST": _RARE, "/registrations/place/POST": _RARE, "/my/links/POST": _RARE}
_GRANTS = (Grants, BoxGrants, PreviewGrants, InventoryGrants, RetentionGrants, SampleGrants, VaultGrants)


class Doors(FunctionStack):
    """A stack of their own, for routes are many resources, and CloudFormation takes 500 a stack."""

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
        super().__init__(scope, name, description="Open RTCC: APIs", settings=settings, identity=identity, **rooms)
        self._api = partial(ChaliceApi, self, settings=settings, account=ApiAccount(self, "ApiAccount"))
        self._grants = [kind(self, settings, records, evidence, edge) for kind in _GRANTS]
        self._doors(apps, identity)
        self._dispatcher()
        self._viewer()

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
            for grants in self._grants:
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
