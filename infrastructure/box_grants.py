"""Who may touch what where boxes and agencies are concerned: one method a function, one line a thing."""

from infrastructure.constructs.python_function import PythonFunction
from infrastructure.permits import CHANGE, READ, WRITE, Permits


class BoxGrants(Permits):
    """Each method gives one function what it uses. The console's door gets it on top of what `Grants` gives."""

    def console_api(self, function: PythonFunction) -> None:
        """Open a view, order a clip, ask for a release and approve it, answer an inquiry with one."""
        function.may(WRITE, *self._indexed("live"), *self._indexed("clips"), *self._indexed("release"))
        function.may(WRITE, *self._indexed("inquiries"))
        function.may("dynamodb:BatchGetItem", self._records.release.table_arn)
        function.may(CHANGE, *self._indexed("sites"))
        self._streams(function, "CreateStream DescribeStream DeleteStream GetDataEndpoint")
        self._commands(function)

    def owner_api(self, function: PythonFunction) -> None:
        """Show an owner their cameras and who looked; narrow what they allow, and end what no longer holds."""
        records = self._records
        function.may("dynamodb:GetItem", records.access.table_arn, records.incidents.table_arn)
        function.may(CHANGE, *self._indexed("sites"), *self._indexed("live"))
        function.may(READ, *self._indexed("clips"))
        self._streams(function, "DescribeStream DeleteStream")
        self._commands(function)
        self._line(function)

    def agency_api(self, function: PythonFunction) -> None:
        """Show an agency what was shared with it; take its receipt, and with it transfer custody."""
        records, evidence = self._records, self._evidence
        function.may("dynamodb:GetItem", records.access.table_arn)
        function.may(CHANGE, *self._indexed("release"))
        function.may("dynamodb:GetItem UpdateItem ConditionCheckItem", records.vault.table_arn)
        function.may("s3:GetObject GetObjectVersion", evidence.release.arn_for_objects("*"))
        # To look at: pictures that were made of evidence, marked or not, and no way to the vault.
        pictures = [evidence.preview.arn_for_objects(f"{place}/*") for place in ("previews", "marked")]
        function.may("s3:GetObject GetObjectVersion", *pictures)
        self._line(function)

    def hear_box(self, function: PythonFunction) -> None:
        """Write down what boxes tell, and end what no longer holds."""
        function.may("dynamodb:GetItem", self._records.incidents.table_arn)
        function.may(WRITE, *self._indexed("sites"))
        function.may(CHANGE, *self._indexed("live"), *self._indexed("clips"))
        self._streams(function, "DescribeStream DeleteStream")
        self._commands(function)
        self._line(function)

    def admit_box(self, function: PythonFunction) -> None:
        """Write down that a machine became a box, once for each serial number."""
        function.may("dynamodb:PutItem", self._records.sites.table_arn)
        self._line(function)

    def close_views(self, function: PythonFunction) -> None:
        """End what nobody renews, and take away streams that nobody watches."""
        function.may("dynamodb:GetItem", self._records.incidents.table_arn)
        function.may(CHANGE, *self._indexed("sites"), *self._indexed("live"))
        self._streams(function, "DescribeStream DeleteStream")
        function.may("kinesisvideo:ListStreams", "*")
        self._commands(function)
        self._line(function)

    def admit_clip(self, function: PythonFunction) -> None:
        """Make a clip evidence, locked and held."""
        function.may(CHANGE, *self._indexed("clips"))
        self._sealing(function)
        self._line(function)

    def deliver_release(self, function: PythonFunction) -> None:
        """Read what was approved, write the package, sign its manifest."""
        records, evidence = self._records, self._evidence
        function.may(f"{CHANGE} PutItem", records.release.table_arn)  # a package's digest gets a row of its own
        function.may("dynamodb:GetItem", records.vault.table_arn)
        function.may("s3:GetObject GetObjectVersion GetObjectRetention GetObjectLegalHold", self._vault)
        function.may("s3:PutObject AbortMultipartUpload GetObject GetObjectVersion", self._release)
        function.may("s3:ListBucket", evidence.release.bucket_arn, evidence.log.bucket_arn)
        function.may("s3:GetObject GetObjectVersion", self._log)
        function.may("kms:Sign Verify GetPublicKey", evidence.key_seal.key_arn)
        self._line(function)
