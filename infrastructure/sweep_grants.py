"""What the comparison of stores and record may touch: it reads all of it, joins and locks, and deletes nothing."""

from infrastructure.constructs.python_function import PythonFunction
from infrastructure.permits import LOCK, Permits


class SweepGrants(Permits):
    """One method: one function."""

    def sweep_stores(self, function: PythonFunction) -> None:
        """List and compare; join what was sent, lock again what must be locked, ask others to do what they missed."""
        records, evidence = self._records, self._evidence
        function.may("dynamodb:Scan GetItem", records.vault.table_arn, records.canvass.table_arn)
        function.may("dynamodb:GetItem", records.rooms["clips"].table_arn)
        function.may("dynamodb:GetItem Query", *self._indexed("release"))
        # A row that is touched comes again by its table's stream. It can be touched, and nothing that counts in it.
        touched = "asked_again_at"
        function.may("dynamodb:UpdateItem", records.canvass.table_arn, rows="errand#*", columns=f"pk sk {touched}")
        function.may("dynamodb:UpdateItem", records.rooms["release"].table_arn, columns=f"id {touched}")
        function.may("dynamodb:PutItem", records.inventory.table_arn)
        lists = "s3:ListBucket ListBucketVersions"
        made = (evidence.preview.bucket_arn, evidence.release.bucket_arn, evidence.log.bucket_arn)
        function.may(lists, evidence.inbox.bucket_arn, evidence.vault.bucket_arn, *made)
        function.may("s3:ListBucketMultipartUploads", evidence.inbox.bucket_arn)
        tags = "GetObjectTagging GetObjectVersionTagging"
        joins = "PutObject ListMultipartUploadParts GetObject GetObjectVersion"
        function.may(f"s3:{tags} {joins}", self._inbox)
        function.may(LOCK, self._vault)
        pictures = (evidence.preview.arn_for_objects(f"{place}/*") for place in ("previews", "marked"))
        function.may("s3:GetObject", *pictures)
        self._line(function)
