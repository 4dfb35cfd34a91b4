"""Who may draw the sample of looks, and who may judge it: the one who draws judges nothing, and deletes nothing."""

from infrastructure.constructs.python_function import PythonFunction
from infrastructure.permits import CHANGE, WRITE, Permits


class SampleGrants(Permits):
    """Each method gives one function what it uses. The doors get it on top of what others give them."""

    def draw_sample(self, function: PythonFunction) -> None:
        """Read a day's looks and the log; read where call and camera were; write down what was drawn."""
        records, evidence = self._records, self._evidence
        function.may("dynamodb:Query", f"{records.custody.table_arn}/index/*")
        function.may(WRITE, *self._indexed("sample"))
        function.may("dynamodb:GetItem", records.incidents.table_arn, records.sites.table_arn)
        function.may("s3:GetObject GetObjectVersion", self._log)
        function.may("s3:ListBucket", evidence.log.bucket_arn)
        function.may("kms:GetPublicKey Verify", evidence.key_seal.key_arn)
        self._line(function)

    def console_api(self, function: PythonFunction) -> None:
        """Show what was drawn, draw it again to compare; write what an auditor found."""
        function.may("dynamodb:Query", f"{self._records.custody.table_arn}/index/*")
        function.may(CHANGE, *self._indexed("sample"))
