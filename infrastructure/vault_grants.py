"""What keeps evidence kept may touch: who settles holds, prolongs locks, reads again. None of them deletes anything."""

from infrastructure.constructs.python_function import PythonFunction
from infrastructure.permits import CHANGE, Permits


class VaultGrants(Permits):
    """One method: one function; the doors get theirs on top of what others give them."""

    def settle_holds(self, function: PythonFunction) -> None:
        """Follow an item's holds. The one role that the vault's bucket lets take a hold off."""
        function.may(f"{CHANGE} Scan", self._records.vault.table_arn)
        function.may("s3:PutObjectLegalHold GetObjectLegalHold GetObjectRetention", self._vault)
        self._line(function)

    def prolong_locks(self, function: PythonFunction) -> None:
        """Lock longer what is kept: evidence, and the record itself. COMPLIANCE lets nobody make a lock shorter."""
        function.may(f"{CHANGE} Scan", self._records.vault.table_arn)
        locks = "s3:PutObjectRetention GetObjectRetention GetObjectLegalHold"
        function.may(locks, self._vault, self._log)
        function.may("s3:ListBucketVersions", self._evidence.log.bucket_arn)
        self._line(function)

    def check_fixity(self, function: PythonFunction) -> None:
        """Read every byte that is kept, and say what was found."""
        function.may(f"{CHANGE} Scan", self._records.vault.table_arn)
        function.may("s3:GetObject GetObjectVersion", self._vault)
        # Without it S3 answers "forbidden", not "nothing there", to whoever asks for a version that is gone.
        function.may("s3:ListBucket", self._evidence.vault.bucket_arn)
        self._line(function)

    def console_api(self, function: PythonFunction) -> None:
        """Put holds, ask to lift them, lift them."""
        function.may(CHANGE, self._records.vault.table_arn)
