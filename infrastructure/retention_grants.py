"""Who may say how long evidence is kept, and who ends it: one function deletes, and it can do little else."""

from infrastructure.constructs.python_function import PythonFunction
from infrastructure.permits import WRITE, Permits

_LISTS = "s3:ListBucket ListBucketVersions"


class RetentionGrants(Permits):
    """Each method gives one function what it uses. The console's door gets it on top of what others give it."""

    def console_api(self, function: PythonFunction) -> None:
        """Propose and approve; change what an item's row says of its end. It deletes nothing."""
        function.may(WRITE, *self._indexed("retention"))

    def retire_evidence(self, function: PythonFunction) -> None:
        """Delete exact versions where evidence may lie, and ask whether they are gone; it puts and unlocks nothing."""
        records, evidence = self._records, self._evidence
        function.may(WRITE, *self._indexed("retention"))
        function.may("dynamodb:Scan GetItem UpdateItem ConditionCheckItem", records.vault.table_arn)
        function.may("dynamodb:GetItem", records.rooms["clips"].table_arn)
        holding = (evidence.vault, evidence.inbox, evidence.preview, evidence.release)
        function.may(_LISTS, *(bucket.bucket_arn for bucket in holding))
        # Whether a version is there is asked of the list: whoever deletes evidence cannot read it.
        asks = "GetObjectRetention GetObjectLegalHold"
        function.may(f"s3:DeleteObjectVersion {asks}", evidence.vault.arn_for_objects("evidence/*"))
        pictures = (evidence.preview.arn_for_objects(f"{place}/*") for place in ("previews", "marked"))
        beside = (*pictures, evidence.release.arn_for_objects("releases/*"))
        function.may("s3:DeleteObjectVersion", self._inbox, *beside)
        self._line(function)
