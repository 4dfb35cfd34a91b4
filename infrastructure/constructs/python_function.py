"""A Lambda function from one folder of `functions/`: its own asset, its own role, its own log."""

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, IgnoreMode, Size
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infrastructure.constructs.layers import ARCHITECTURE, BYTECODE, RUNTIME
from infrastructure.settings import ROOT, Settings

# CJIS AU-11: a year at least.
LOG_KEPT = logs.RetentionDays.THIRTEEN_MONTHS


class PythonFunction(lambda_.Function):
    """`entry` is module and name, such as `handler.handle`: imported as it is everywhere, `functions.<folder>.…`."""

    def __init__(
        self,
        scope: Construct,
        folder: str,
        entry: str,
        *,
        settings: Settings,
        layers: Sequence[lambda_.ILayerVersion],
        environment: Mapping[str, str],
        timeout: Duration,
        memory: int = 512,
        reserved: int | None = None,
        disk: Size | None = None,
        role_name: str | None = None,
    ) -> None:
        name = folder.title().replace("_", "")
        log = logs.LogGroup(scope, f"{name}Log", retention=LOG_KEPT, removal_policy=settings.removal)
        # Named only where a bucket's policy must know it: the stacks that hold data stand before those that hold code.
        role = iam.Role(
            scope,
            f"{name}Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"Runs {folder}",
            role_name=role_name,
        )
        log.grant_write(role)
        super().__init__(
            scope,
            name,
            runtime=RUNTIME,
            architecture=ARCHITECTURE,
            handler=f"functions.{folder}.{entry}",
            code=source(folder),
            layers=list(layers),
            environment=dict(environment) | {"POWERTOOLS_SERVICE_NAME": folder},
            role=role,
            log_group=log,
            timeout=timeout,
            memory_size=memory,
            tracing=lambda_.Tracing.ACTIVE,
            reserved_concurrent_executions=reserved,
            ephemeral_storage_size=disk,
        )
        self.folder = folder

    def may(self, actions: str, *resources: str, rows: str = "", columns: str = "") -> None:
        """Let the function do these things (`dynamodb:GetItem Query`) to these resources, and nothing else.

        Of a table, only to rows whose first key is like one of `rows` (`mark#* package#*`), and only with requests that
        name no column but `columns`.
        """
        service, _, names = actions.partition(":")
        like = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": rows.split()}} if rows else {}
        equal = {"ForAllValues:StringEquals": {"dynamodb:Attributes": columns.split()}} if columns else {}
        statement = iam.PolicyStatement(
            actions=[f"{service}:{name}" for name in names.split()],
            resources=list(resources),
            conditions=like | equal or None,
        )
        self.add_to_role_policy(statement)


def source(folder: str) -> lambda_.AssetCode:
    """The repository root with everything ignored but the function's own folder, so that import names stay."""
    mine = ["*", "!functions/__init__.py", f"!functions/{folder}/**", *BYTECODE]
    # As Docker reads them: the CDK's own way would let every file whose name begins with a dot into the asset.
    return lambda_.Code.from_asset(str(ROOT), exclude=mine, ignore_mode=IgnoreMode.DOCKER)
