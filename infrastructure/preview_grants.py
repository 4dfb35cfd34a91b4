"""Who may touch what once evidence is sealed: one method a function, one line a thing. The rest is denied."""

from infrastructure.constructs.python_function import PythonFunction
from infrastructure.permits import Permits


class PreviewGrants(Permits):
    """Each method gives one function what it uses. The console's door gets it on top of what others give it."""

    def console_api(self, function: PythonFunction) -> None:
        """Show previews; write a verdict, and prolong the lock of what is accepted."""
        function.may("s3:GetObject GetObjectVersion", self._previews)
        function.may("dynamodb:UpdateItem ConditionCheckItem", self._records.vault.table_arn)
        function.may("s3:PutObjectRetention PutObjectLegalHold", self._vault)

    def probe_media(self, function: PythonFunction) -> None:
        """Read evidence, write previews and marked copies: no table, no other bucket, no line."""
        function.may("s3:GetObject GetObjectVersion", self._evidence.vault.arn_for_objects("evidence/*"))
        function.may("s3:PutObject", self._previews, self._marked)
        function.may("s3:GetObject", self._previews, self._marked)  # which version an earlier try left
        self._stored(function)

    def admit_preview(self, function: PythonFunction) -> None:
        """Read what the probe left, and write it down: with the item, and for which share it was marked."""
        function.may("dynamodb:GetItem UpdateItem ConditionCheckItem", self._records.vault.table_arn)
        function.may("dynamodb:GetItem", self._records.release.table_arn)
        function.may("dynamodb:PutItem", self._records.release.table_arn, rows="mark#* package#*")
        function.may("s3:GetObject GetObjectVersion", self._previews, self._marked)
        self._line(function)

    @property
    def _previews(self) -> str:
        return self._evidence.preview.arn_for_objects("previews/*")

    @property
    def _marked(self) -> str:
        return self._evidence.preview.arn_for_objects("marked/*")
