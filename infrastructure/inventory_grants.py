"""What the console's door may touch to show every stored object beside its act: it lists, and reads no byte."""

from infrastructure.constructs.python_function import PythonFunction
from infrastructure.permits import Permits


class InventoryGrants(Permits):
    """The console's door gets it on top of what others give it."""

    def console_api(self, function: PythonFunction) -> None:
        """List what lies in the stores, and read the count that the newest sweep took."""
        evidence = self._evidence
        function.may("dynamodb:GetItem", self._records.inventory.table_arn)
        stores = (evidence.vault, evidence.preview, evidence.release, evidence.inbox)
        function.may("s3:ListBucket ListBucketVersions", *(one.bucket_arn for one in stores))
