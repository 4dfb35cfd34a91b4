"""What keeps evidence kept: who follows its holds, prolongs its locks, reads it again."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets

from infrastructure.constructs.inlets import follow, keep_what_fails
from infrastructure.constructs.locked_bucket import SETTLING
from infrastructure.constructs.python_function import PythonFunction
from infrastructure.evidence_services import EvidenceServices
from infrastructure.stacks.records import Records
from infrastructure.vault_grants import VaultGrants
from rtcc.vault.keeping import DUE
from rtcc.vault.log_locks import HOURS

HOLD_DUE = {"dynamodb": {"NewImage": {"hold_due": {"S": [DUE]}}}}


class VaultServices(EvidenceServices):
    """The part of the stack of services that runs by the clock of the vault."""

    _vault_grants: VaultGrants

    def _keeping(self, records: Records) -> None:
        settle = self._event("settle_holds", timeout=Duration.minutes(5), role_name=SETTLING)
        self._vault_grants.settle_holds(settle)
        failed = self.failures[settle.node.id]
        follow(settle, records.vault, only=HOLD_DUE, happened="MODIFY", batch=1, failed=failed)
        self._every(settle, "EverySettling", Duration.hours(1))
        # Six minutes for evidence, six for the record: what a turn does not reach has half of its lock for the next.
        prolong = self._event("prolong_locks", timeout=Duration.minutes(15), memory=1024)
        self._vault_grants.prolong_locks(prolong)
        self._every(prolong, "EveryProlonging", Duration.hours(HOURS))
        # As admission: gigabytes are read to the last byte, with one whole processor.
        check = self._event("check_fixity", timeout=Duration.minutes(15), memory=1769)
        self._vault_grants.check_fixity(check)
        self._every(check, "EveryChecking", Duration.hours(1))

    def _every(self, function: PythonFunction, name: str, span: Duration) -> None:
        keep_what_fails(function, failed=self.failures[function.node.id])
        events.Rule(self, name, schedule=events.Schedule.rate(span), targets=[targets.LambdaFunction(function)])
