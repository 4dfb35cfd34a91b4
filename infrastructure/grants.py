"""Who may touch what: one method a function, one line a thing. What is not here is not allowed."""

from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from infrastructure.constructs.python_function import PythonFunction
from infrastructure.settings import Settings
from infrastructure.stacks.evidence import Evidence
from infrastructure.stacks.records import Records

READ = "dynamodb:GetItem Query"
WRITE = "dynamodb:GetItem Query PutItem UpdateItem ConditionCheckItem"
# A custody line is added and read. No role changes one or takes one away.
LINE = "dynamodb:PutItem Query"
LOCK = "s3:PutObjectRetention PutObjectLegalHold GetObjectRetention GetObjectLegalHold"


class Grants:
    """Each method gives one function what it uses."""

    def __init__(self, stack: Stack, settings: Settings, records: Records, evidence: Evidence) -> None:
        self._stack, self._settings = stack, settings
        self._records, self._evidence = records, evidence
        self._inbox, self._vault, self._log = (
            bucket.arn_for_objects("*") for bucket in (evidence.inbox, evidence.vault, evidence.log)
        )

    def citizen_api(self, function: PythonFunction) -> None:
        """Sign people up, take their uploads."""
        records = self._records
        function.may(WRITE, records.registry.table_arn, records.canvass.table_arn)
        function.may("dynamodb:PutItem", records.messages.table_arn)
        function.may("s3:PutObject AbortMultipartUpload ListMultipartUploadParts", self._inbox)
        function.may("s3:GetObject GetObjectVersion GetObjectAttributes GetObjectVersionAttributes", self._inbox)
        function.may("geo-places:Geocode", self._arn("geo-places", "provider/default", account=""))
        self._codes(function)
        self._line(function)

    def console_api(self, function: PythonFunction) -> None:
        """Show staff what is theirs to see; ask the neighborhood."""
        records, evidence = self._records, self._evidence
        function.may("dynamodb:GetItem", records.access.table_arn)
        function.may(READ, *self._indexed("incidents"), *self._indexed("vault"))
        function.may("dynamodb:Scan", records.vault.table_arn)
        function.may("dynamodb:Query", records.registry.table_arn)
        function.may(WRITE, records.canvass.table_arn)
        function.may("dynamodb:GetItem Scan", records.custody.table_arn)
        function.may("s3:GetObject GetObjectVersion GetObjectRetention GetObjectLegalHold", self._vault)
        function.may("s3:GetObject GetObjectVersion", self._log)
        function.may("s3:ListBucket", evidence.log.bucket_arn)
        function.may("kms:GetPublicKey Verify", evidence.key_seal.key_arn)
        self._line(function)

    def dispatch_api(self, function: PythonFunction) -> None:
        """Take calls for service."""
        function.may("dynamodb:GetItem", self._records.access.table_arn)
        function.may(WRITE, *self._indexed("incidents"))
        self._line(function)

    def invite_registrants(self, function: PythonFunction) -> None:
        """Find who is near, write one invitation each."""
        records = self._records
        function.may(WRITE, records.canvass.table_arn)
        function.may(READ, records.registry.table_arn)
        function.may("dynamodb:PutItem", records.messages.table_arn)
        self._links(function)
        self._line(function)

    def send_messages(self, function: PythonFunction) -> None:
        """Claim a message, send it, say that it went."""
        function.may("dynamodb:GetItem Query UpdateItem ConditionCheckItem", self._records.messages.table_arn)
        domain = self._settings.mail_from.rpartition("@")[2]
        # The local engine knows mail only as a whole; in the cloud it goes out under the city's own name alone.
        function.may("ses:SendEmail", "*" if self._settings.local else self._arn("ses", f"identity/{domain}"))
        numbers = [self._arn("sms-voice", f"{kind}/*") for kind in ("phone-number", "pool", "sender-id")]
        function.may("sms-voice:SendTextMessage", *numbers)
        self._codes(function)
        self._links(function)
        self._line(function)

    def admit_upload(self, function: PythonFunction) -> None:
        """Read an upload to its end; make it evidence, locked and held."""
        records = self._records
        function.may("dynamodb:GetItem Query UpdateItem ConditionCheckItem", records.canvass.table_arn)
        function.may("dynamodb:GetItem PutItem UpdateItem ConditionCheckItem", records.vault.table_arn)
        function.may("s3:GetObject GetObjectVersion GetObjectTagging GetObjectVersionTagging", self._inbox)
        function.may("s3:PutObject AbortMultipartUpload GetObject GetObjectVersion", self._vault)
        function.may(LOCK, self._vault)
        # Without it S3 answers "forbidden", not "nothing there", to whoever asks whether an item was copied before.
        function.may("s3:ListBucket", self._evidence.vault.bucket_arn)
        self._line(function)

    def seal_custody(self, function: PythonFunction) -> None:
        """Add new lines to the log and sign its head."""
        evidence = self._evidence
        function.may(READ, self._records.custody.table_arn)
        function.may("s3:GetObject GetObjectVersion PutObject PutObjectRetention GetObjectRetention", self._log)
        function.may("s3:ListBucket", evidence.log.bucket_arn)
        function.may("kms:Sign Verify GetPublicKey", evidence.key_seal.key_arn)
        self._stored(function)

    def _line(self, function: PythonFunction) -> None:
        function.may(LINE, self._records.custody.table_arn)
        self._stored(function)

    def _codes(self, function: PythonFunction) -> None:
        function.may("kms:GenerateMac", self._evidence.key_codes.key_arn)

    def _links(self, function: PythonFunction) -> None:
        function.may("kms:GenerateMac", self._evidence.key_links.key_arn)

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
