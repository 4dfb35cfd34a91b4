"""A REST API made by walking a Chalice app's routes: each method with the sign-in that its route declares."""

import json
from collections.abc import Mapping
from typing import Any

from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infrastructure.constructs.api_account import ApiAccount
from infrastructure.constructs.gateway_problems import add_problems
from infrastructure.constructs.python_function import LOG_KEPT
from infrastructure.routes import routes_of
from infrastructure.settings import Settings
from rtcc.http.declaration import SignIn

STAGE = "v1"
# No header and no query string: a link's token, a staff token and a reason travel there. The path is its template.
ACCESS_LINE = {
    "request": "$context.requestId",
    "at": "$context.requestTimeEpoch",
    "from": "$context.identity.sourceIp",
    "method": "$context.httpMethod",
    "route": "$context.resourcePath",
    "status": "$context.status",
    "bytes": "$context.responseLength",
    "ms": "$context.responseLatency",
    "person": "$context.authorizer.claims.sub",
    "role": "$context.identity.userArn",
    "error": "$context.error.responseType",
}


class ChaliceApi(apigateway.RestApi):
    """One audience's API, with its own throttle and its own log."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        app: Any,
        handler: lambda_.IFunction,
        settings: Settings,
        account: ApiAccount,
        pool: cognito.IUserPool | None = None,
        people: SignIn = SignIn.STAFF,
        public: frozenset[str] = frozenset(),
        rate: int,
        burst: int,
        slow: Mapping[str, apigateway.MethodDeploymentOptions] | None = None,
    ) -> None:
        routes = routes_of(app, public)
        log = logs.LogGroup(scope, f"{name}Access", retention=LOG_KEPT, removal_policy=settings.removal)
        super().__init__(
            scope,
            name,
            rest_api_name=f"rtcc-{app.app_name}",
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            cloud_watch_role=False,
            deploy_options=apigateway.StageOptions(
                stage_name=STAGE,
                throttling_rate_limit=rate,
                throttling_burst_limit=burst,
                method_options=dict(slow or {}),
                tracing_enabled=True,
                # The gateway's own execution log writes headers down, and with them tokens: it stays off.
                logging_level=apigateway.MethodLoggingLevel.OFF,
                data_trace_enabled=False,
                access_log_destination=apigateway.LogGroupLogDestination(log),
                access_log_format=apigateway.AccessLogFormat.custom(json.dumps(ACCESS_LINE)),
            ),
        )
        self.deployment_stage.node.add_dependency(account)
        integration = apigateway.LambdaIntegration(handler, proxy=True, scope_permission_to_method=False)
        options = _sign_ins(self, pool, people)
        for route in routes:
            self.root.resource_for_path(route.path).add_method(route.method, integration, **options[route.sign_in])
        add_problems(self, signed=any(route.sign_in is SignIn.SYSTEM for route in routes))


def _sign_ins(api: ChaliceApi, pool: cognito.IUserPool | None, people: SignIn) -> dict[SignIn, dict[str, Any]]:
    """What each kind of sign-in asks of the gateway; `people` are those of the pool.

    Links are checked at the door: a token there is no account.
    """
    kinds = apigateway.AuthorizationType
    none = {"authorization_type": kinds.NONE}
    found: dict[SignIn, dict[str, Any]] = {
        SignIn.NOBODY: none,
        SignIn.LINK: none,
        SignIn.MEMBER: none,
        SignIn.SYSTEM: {"authorization_type": kinds.IAM},
    }
    if pool is not None:
        name = people.value.title()
        members = apigateway.CognitoUserPoolsAuthorizer(api, name, cognito_user_pools=[pool])
        found[people] = {"authorization_type": kinds.COGNITO, "authorizer": members}
    return found
