"""What grants are made of: one short line lets one function do one kind of thing to one kind of place."""

from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from infrastructure.constructs.python_function import PythonFunction
from infrastructure.settings import Settings
from infrastructure.stacks.edge import Edge
from infrastructure.stacks.evidence import Evidence
from infrastructure.stacks.records import Records

READ = "dynamodb:GetItem Query"
WRITE = "dynamodb:GetItem Query PutItem UpdateItem ConditionCheckItem"
CHANGE = "dynamodb:GetItem Query UpdateItem ConditionCheckItem"
# A custody line is added and read. No role changes one or takes one away.
LINE = "dynamodb:PutItem Query"
LOCK = "s3:PutObjectRetention PutObjectLegalHold GetObjectRetention GetObjectLegalHold"


class Permits:
    """The places, and the lines that many functions need."""

    def __init__(self, stack: Stack, settings: Settings, records: Records, evidence: Evidence, edge: Edge) -> None:
        self._stack, self._settings = stack, settings
        self._records, self._evidence, self._edge = records, evidence, edge
        self._inbox, self._vault, self._log, self._release = (
            bucket.arn_for_objects("*") for bucket in (evidence.inbox, evidence.vault, evidence.log, evidence.release)
        )

    def _line(self, function: PythonFunction) -> None:
        function.may(LINE, self._records.custody.table_arn)
        self._stored(function)

    def _codes(self, function: PythonFunction) -> None:
        function.may("kms:GenerateMac", self._evidence.key_codes.key_arn)

    def _links(self, function: PythonFunction) -> None:
        function.may("kms:GenerateMac", self._evidence.key_links.key_arn)

    def _sealing(self, function: PythonFunction) -> None:
        """Bring what was scanned into the vault, locked and held."""
        function.may("dynamodb:GetItem PutItem UpdateItem ConditionCheckItem", self._records.vault.table_arn)
        function.may("s3:GetObject GetObjectVersion GetObjectTagging GetObjectVersionTagging", self._inbox)
        function.may("s3:PutObject AbortMultipartUpload GetObject GetObjectVersion", self._vault)
        function.may(LOCK, self._vault)
        # Without it S3 answers "forbidden", not "nothing there", to whoever asks whether an item was copied before.
        function.may("s3:ListBucket", self._evidence.vault.bucket_arn)

    def _commands(self, function: PythonFunction) -> None:
        """Sign a command and send it to a box; the counter that numbers it is the box's own row."""
        function.may("kms:Sign", self._edge.key_commands.key_arn)
        function.may("iot:Publish", self._arn("iot", "topic/rtcc/box/*/cmd/*"))

    def _streams(self, function: PythonFunction, actions: str) -> None:
        function.may(f"kinesisvideo:{actions}", self._arn("kinesisvideo", "stream/rtcc-*/*"))

    def _stored(self, function: PythonFunction) -> None:
        """What rests encrypted is read and written through its service, with the city's key."""
        through = [f"{name}.{self._stack.region}.amazonaws.com" for name in ("dynamodb", "s3")]
        actions = ["kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
        function.add_to_role_policy(
            iam.PolicyStatement(
                actions=actions,
                resources=[self._evidence.key_store.key_arn],
                conditions={"StringEquals": {"kms:ViaService": through}},
            )
        )

    def _indexed(self, room: str) -> tuple[str, str]:
        arn = self._records.rooms[room].table_arn
        return arn, f"{arn}/index/*"

    def _arn(self, service: str, resource: str, account: str | None = None) -> str:
        kind, _, name = resource.partition("/")
        return self._stack.format_arn(service=service, resource=kind, resource_name=name, account=account)
