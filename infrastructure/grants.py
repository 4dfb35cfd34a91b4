"""Who may touch what on the citizens' side: one method a function, one line a thing. The rest is denied."""

from infrastructure.constructs.python_function import PythonFunction
from infrastructure.permits import CHANGE, READ, WRITE, Permits


class Grants(Permits):
    """Each method gives one function what it uses."""

    def citizen_api(self, function: PythonFunction) -> None:
        """Sign people up, let them leave, take their uploads."""
        records = self._records
        function.may(WRITE, records.registry.table_arn, records.canvass.table_arn)
        function.may("dynamodb:DeleteItem", records.registry.table_arn)  # who leaves is gone, and their salt with them
        function.may("dynamodb:GetItem BatchGetItem PutItem UpdateItem", records.messages.table_arn)
        function.may("s3:PutObject AbortMultipartUpload ListMultipartUploadParts", self._inbox)
        function.may("s3:GetObject GetObjectVersion GetObjectAttributes GetObjectVersionAttributes", self._inbox)
        function.may("geo-places:Geocode", self._arn("geo-places", "provider/default", account=""))
        function.may("kms:GetPublicKey", self._evidence.key_seal.key_arn)
        function.may("dynamodb:GetItem", records.rooms["live"].table_arn)  # the public count of delayed notices
        # Whether what somebody sent is used, and when it goes: four columns of its row, and none of them says by whom.
        function.may("dynamodb:GetItem", records.vault.table_arn)
        self._codes(function)
        self._line(function)

    def console_api(self, function: PythonFunction) -> None:
        """Show staff what is theirs to see; ask the neighborhood."""
        records, evidence = self._records, self._evidence
        function.may("dynamodb:GetItem", records.access.table_arn)
        function.may(READ, *self._indexed("incidents"), *self._indexed("vault"))
        function.may("dynamodb:Scan", records.vault.table_arn)
        # Counts of an area, and the name of whoever answered with footage.
        function.may("dynamodb:GetItem Query", records.registry.table_arn)
        function.may(f"{WRITE} BatchGetItem", records.canvass.table_arn)
        function.may("dynamodb:GetItem Scan", records.custody.table_arn)
        function.may("s3:GetObject GetObjectVersion GetObjectRetention GetObjectLegalHold", self._vault)
        function.may("s3:GetObject GetObjectVersion", self._log)
        function.may("s3:ListBucket", evidence.log.bucket_arn)
        function.may("kms:GetPublicKey Verify", evidence.key_seal.key_arn)
        function.may("kms:GenerateMac", evidence.key_cursors.key_arn)
        self._line(function)

    def dispatch_api(self, function: PythonFunction) -> None:
        """Take calls for service."""
        function.may("dynamodb:GetItem", self._records.access.table_arn)
        function.may(WRITE, *self._indexed("incidents"))
        self._line(function)

    def invite_registrants(self, function: PythonFunction) -> None:
        """Find who is near, write one invitation each; take back what waits when nobody is to be asked anymore."""
        records = self._records
        function.may(WRITE, records.canvass.table_arn)
        function.may("dynamodb:GetItem BatchGetItem Query", records.registry.table_arn)
        function.may("dynamodb:GetItem BatchGetItem PutItem UpdateItem", records.messages.table_arn)
        function.may("s3:AbortMultipartUpload", self._inbox)
        self._codes(function)
        self._links(function)
        self._line(function)

    def wake_registrants(self, function: PythonFunction) -> None:
        """Put back on the map whose pause is over."""
        function.may(f"{WRITE} DeleteItem", self._records.registry.table_arn)
        self._line(function)

    def send_messages(self, function: PythonFunction) -> None:
        """Claim a message, send it, say that it went."""
        function.may(f"{CHANGE} BatchGetItem", *self._indexed("messages"))
        domain = self._settings.mail_from.rpartition("@")[2]
        # The local engine knows mail only as a whole; in the cloud it goes out under the city's own name alone.
        mails = [self._arn("ses", name) for name in (f"identity/{domain}", "configuration-set/rtcc-mails")]
        function.may("ses:SendEmail", *(["*"] if self._settings.local else mails))
        kinds = ("phone-number", "pool", "sender-id", "configuration-set")
        function.may("sms-voice:SendTextMessage", *(self._arn("sms-voice", f"{kind}/*") for kind in kinds))
        self._codes(function)
        self._links(function)
        self._line(function)

    def hear_provider(self, function: PythonFunction) -> None:
        """Write down what became of a message; heed and answer the words people text back."""
        function.may(WRITE, self._records.messages.table_arn)
        self._codes(function)
        self._line(function)

    def admit_upload(self, function: PythonFunction) -> None:
        """Read an upload to its end; make it evidence, locked and held."""
        function.may(CHANGE, self._records.canvass.table_arn)
        self._sealing(function)
        self._line(function)

    def seal_custody(self, function: PythonFunction) -> None:
        """Add new lines to the log and sign its head."""
        evidence = self._evidence
        function.may(READ, self._records.custody.table_arn)
        function.may("s3:GetObject GetObjectVersion PutObject PutObjectRetention GetObjectRetention", self._log)
        function.may("s3:ListBucket", evidence.log.bucket_arn)
        function.may("kms:Sign Verify GetPublicKey", evidence.key_seal.key_arn)
        self._stored(function)
