"""What keeps evidence, and what ends it: holds followed, locks prolonged, bytes read again, what was let go deleted."""

from typing import Any

from aws_cdk import Duration
from constructs import Construct

from infrastructure.constructs.inlets import follow
from infrastructure.constructs.locked_bucket import RETIRING, SETTLING
from infrastructure.function_stack import FunctionStack
from infrastructure.retention_grants import RetentionGrants
from infrastructure.sample_grants import SampleGrants
from infrastructure.settings import Settings
from infrastructure.stacks.edge import Edge
from infrastructure.stacks.evidence import Evidence
from infrastructure.stacks.identity import Identity
from infrastructure.stacks.records import Records
from infrastructure.vault_grants import VaultGrants
from rtcc.retention.endings import STREAMED_STATE
from rtcc.vault.keeping import DUE
from rtcc.vault.log_locks import HOURS

HOLD_DUE = {"dynamodb": {"NewImage": {"hold_due": {"S": [DUE]}}}}
COOLING = {"dynamodb": {"NewImage": {"state": {"S": [STREAMED_STATE]}}}}


class Keeping(FunctionStack):
    """The clock of the vault. No door is in it: nobody outside can call any of these."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        settings: Settings,
        identity: Identity,
        records: Records,
        evidence: Evidence,
        edge: Edge,
    ) -> None:
        rooms: dict[str, Any] = {"records": records, "evidence": evidence, "edge": edge}
        super().__init__(
            scope, name, description="Open RTCC: the clock of the vault", settings=settings, identity=identity, **rooms
        )
        self._keeping(VaultGrants(self, settings, records, evidence, edge), records)
        self._retiring(RetentionGrants(self, settings, records, evidence, edge), records)
        self._sampling(SampleGrants(self, settings, records, evidence, edge))

    def _keeping(self, grants: VaultGrants, records: Records) -> None:
        settle = self._event("settle_holds", timeout=Duration.minutes(5), role_name=SETTLING)
        grants.settle_holds(settle)
        failed = self.failures[settle.node.id]
        follow(settle, records.vault, only=HOLD_DUE, happened="MODIFY", batch=1, failed=failed)
        self._every(settle, "EverySettling", Duration.hours(1))
        # Six minutes for evidence, six for the record: what a turn does not reach has half of its lock for the next.
        prolong = self._event("prolong_locks", timeout=Duration.minutes(15), memory=1024)
        grants.prolong_locks(prolong)
        self._every(prolong, "EveryProlonging", Duration.hours(HOURS))
        # As admission: gigabytes are read to the last byte, with one whole processor.
        check = self._event("check_fixity", timeout=Duration.minutes(15), memory=1769)
        grants.check_fixity(check)
        self._every(check, "EveryChecking", Duration.hours(1))

    def _retiring(self, grants: RetentionGrants, records: Records) -> None:
        # Disposal is counted in days; what a court ordered gone is begun at once.
        retire = self._event("retire_evidence", timeout=Duration.minutes(10), memory=1024, role_name=RETIRING)
        grants.retire_evidence(retire)
        failed = self.failures[retire.node.id]
        follow(retire, records.retention, only=COOLING, happened="MODIFY", batch=1, failed=failed)
        self._every(retire, "EveryRetiring", Duration.hours(1))

    def _sampling(self, grants: SampleGrants) -> None:
        # A day is drawn once; the hour after it is over is as good as the next.
        draw = self._event("draw_sample", timeout=Duration.minutes(10), memory=1024)
        grants.draw_sample(draw)
        self._every(draw, "EveryDrawing", Duration.hours(1))
