"""What runs around evidence: who takes it in, looks at it, compares stores with record, and seals the record."""

from functools import partial

from aws_cdk import Duration, Size
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_

from infrastructure.box_grants import BoxGrants
from infrastructure.constructs.inlets import follow, keep_what_fails, lane, let_send, receive
from infrastructure.constructs.python_function import PythonFunction
from infrastructure.function_stack import FunctionStack
from infrastructure.grants import Grants
from infrastructure.preview_grants import PreviewGrants
from infrastructure.settings import Settings
from infrastructure.stacks.evidence import Evidence
from infrastructure.stacks.records import Records
from infrastructure.sweep_grants import SweepGrants
from rtcc.preview.model import MARKED, TOLD
from rtcc.sweep.model import MINUTES

SCANNED = "GuardDuty Malware Protection Object Scan Result"
LEFT = [{"suffix": f"/{name}"} for name in (TOLD, MARKED)]
SEALED = {"dynamodb": {"NewImage": {"state": {"S": ["sealed"]}}}}


class EvidenceServices(FunctionStack):
    """The part of the stack of services that the vault needs: apart, so that each of the two fits a few screens."""

    _grants: Grants
    _box_grants: BoxGrants
    _preview_grants: PreviewGrants

    def _admission(self, settings: Settings, evidence: Evidence) -> None:
        # An upload may be 20 GB, read to the last byte: the longest that Lambda gives, and one whole processor.
        event = partial(self._event, timeout=Duration.minutes(15), memory=1769)
        admit, clip = event("admit_upload"), event("admit_clip")
        self._grants.admit_upload(admit)
        self._box_grants.admit_clip(clip)
        for function, prefix in ((admit, "inbox/"), (clip, "clips/")):
            where = {"bucketName": [evidence.inbox.bucket_name], "objectKey": [{"prefix": prefix}]}
            scanned = events.EventPattern(
                source=["aws.guardduty"], detail_type=[SCANNED], detail={"s3ObjectDetails": where}
            )
            self._receive(settings, function, scanned)

    def _receive(self, settings: Settings, function: PythonFunction, pattern: events.EventPattern) -> None:
        failed = self.failures[function.node.id]
        self.inlets[function.folder] = receive(function, pattern, failed=failed, by_tls=not settings.local)

    def _previews(
        self, settings: Settings, records: Records, evidence: Evidence, layers: list[lambda_.ILayerVersion]
    ) -> None:
        # What decodes files from outside can write previews and nothing else; another function writes them down.
        probe = self._event(
            "probe_media", timeout=Duration.minutes(15), memory=3008, layers=layers, disk=Size.gibibytes(5)
        )
        self._preview_grants.probe_media(probe)
        failed, by_tls = self.failures[probe.node.id], not settings.local
        follow(probe, records.vault, only=SEALED, batch=1, failed=failed)
        self.inlets[probe.folder] = lane(probe, "Again", failed=failed, at_once=2, by_tls=by_tls)
        # Copies to look at, each made for one share: many at once, and no preview waits behind them.
        at_once = 2 if settings.local else 10
        self.inlets["mark_media"] = lane(probe, "Marks", failed=failed, at_once=at_once, by_tls=by_tls)
        admit = self._event("admit_preview", timeout=Duration.minutes(5), memory=1024)
        self._preview_grants.admit_preview(admit)
        where = {"bucket": {"name": [evidence.preview.bucket_name]}, "object": {"key": LEFT}}
        left = events.EventPattern(source=["aws.s3"], detail_type=["Object Created"], detail=where)
        self._receive(settings, admit, left)

    def _sweeping(self, grants: SweepGrants) -> None:
        # What is lost on the way is found again; what somebody did to the stores is told within a quarter of an hour.
        sweep = self._event("sweep_stores", timeout=Duration.minutes(10), memory=1024)
        grants.sweep_stores(sweep)
        for name in ("admit_upload", "admit_clip", "admit_preview", "probe_media", "mark_media"):
            let_send(self.inlets[name], sweep, name)
        keep_what_fails(sweep, failed=self.failures[sweep.node.id])
        every = events.Schedule.rate(Duration.minutes(MINUTES))
        events.Rule(self, "EverySweep", schedule=every, targets=[targets.LambdaFunction(sweep)])

    def _sealing(self, settings: Settings, records: Records) -> None:
        # One at a time: the log has one head.
        seal = self._event("seal_custody", timeout=Duration.minutes(5), reserved=1)
        self._grants.seal_custody(seal)
        window = Duration.seconds(settings.seal_seconds)
        follow(
            seal,
            records.custody,
            failed=self.failures[seal.node.id],
            window=window,
            batch=1000,
            tries=None,
            changes=True,
        )
        self.sealing = seal
