"""What runs when something happens: a function an event, and what each of them may touch."""

from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from infrastructure.box_grants import BoxGrants
from infrastructure.constructs.box_claims import BoxClaims
from infrastructure.constructs.box_ears import BoxEars
from infrastructure.constructs.inlets import follow, hear, keep_what_fails, lane, let_send
from infrastructure.constructs.layers import decoder, printer
from infrastructure.constructs.provider_news import ProviderNews
from infrastructure.constructs.python_function import PythonFunction
from infrastructure.evidence_services import EvidenceServices
from infrastructure.grants import Grants
from infrastructure.preview_grants import PreviewGrants
from infrastructure.settings import Settings
from infrastructure.stacks.edge import Edge
from infrastructure.stacks.evidence import Evidence
from infrastructure.stacks.identity import Identity
from infrastructure.stacks.records import Records
from infrastructure.sweep_grants import SweepGrants

APPROVED = {"dynamodb": {"NewImage": {"state": {"S": ["approved", "renewed"]}}}}
QUEUED = {"dynamodb": {"NewImage": {"state": {"S": ["queued"]}}}}
ERRANDS = {"dynamodb": {"NewImage": {"kind": {"S": ["errand"]}, "due": {"S": ["yes"]}}}}


class Services(EvidenceServices):
    """The functions that no person calls. It reads from the data stacks; none of them knows it."""

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
        super().__init__(scope, name, description="Open RTCC: functions", settings=settings, identity=identity, **rooms)
        self._grants = Grants(self, settings, records, evidence, edge)
        self._box_grants = BoxGrants(self, settings, records, evidence, edge)
        self._preview_grants = PreviewGrants(self, settings, records, evidence, edge)
        self._messengers(settings, records)
        self._admission(settings, evidence)
        self._previews(settings, records, evidence, [*self._layers, decoder(self, settings)])
        self._sweeping(SweepGrants(self, settings, records, evidence, edge))
        self._boxes(settings, edge)
        self._releases(settings, records)
        self._sealing(settings, records)

    def _boxes(self, settings: Settings, edge: Edge) -> None:
        hear = self._event("hear_box", timeout=Duration.seconds(30))
        self._box_grants.hear_box(hear)
        keep_what_fails(hear, failed=self.failures[hear.node.id])
        BoxEars(self, "Ears", function=hear)
        # What nobody ends is ended: a view whose console, box or call is gone.
        close = self._event("close_views", timeout=Duration.minutes(1))
        self._box_grants.close_views(close)
        keep_what_fails(close, failed=self.failures[close.node.id])
        every = events.Schedule.rate(Duration.minutes(1))
        events.Rule(self, "EveryMinute", schedule=every, targets=[targets.LambdaFunction(close)])
        admit = self._event("admit_box", timeout=Duration.seconds(5))
        self._box_grants.admit_box(admit)
        BoxClaims(self, "Claims", function=admit, policy=edge.policy, listed=settings.box_serials)

    def _releases(self, settings: Settings, records: Records) -> None:
        # Gigabytes are read, zipped and written on the way.
        more = [*self._layers, printer(self, settings)]
        deliver = self._event("deliver_release", timeout=Duration.minutes(15), memory=1024, layers=more)
        self._box_grants.deliver_release(deliver)
        let_send(self.inlets["mark_media"], deliver, "mark_media")  # what is to be looked at is marked, not packed
        if settings.tsa_url:
            deliver.add_environment("TSA_URL", settings.tsa_url)
            deliver.add_environment("TSA_CHAIN", settings.tsa_chain)
        if settings.c2pa_chain:
            deliver.add_environment("C2PA_CHAIN", settings.c2pa_chain)
        failed = self.failures[deliver.node.id]
        follow(deliver, records.release, only=APPROVED, happened="MODIFY", batch=1, failed=failed)

    def _messengers(self, settings: Settings, records: Records) -> None:
        # A canvass may have thousands to invite, each in a transaction of its own.
        invite = self._event("invite_registrants", timeout=Duration.minutes(15))
        send = self._event("send_messages", timeout=Duration.minutes(5))
        self._grants.invite_registrants(invite)
        self._grants.send_messages(send)
        # Texts and e-mails wait for turns of their own: neither must wait behind the other.
        for name, rate in (("Texts", settings.texts_a_second), ("Mails", settings.mails_a_second)):
            # Fewer than the rate would leave turns untaken (bench/fanout.py). At home each is a process.
            at_once, failed = 4 if settings.local else max(20, rate), self.failures[send.node.id]
            turns = lane(send, name, failed=failed, at_once=at_once, by_tls=not settings.local)
            let_send(turns, send, name)
        failed = self.failures[invite.node.id]
        follow(invite, records.canvass, only=ERRANDS, happened="INSERT MODIFY", batch=1, failed=failed)
        # One at a time, ten beside each other: one that fails takes no others with it, and many wait for none.
        many = 1 if settings.local else 10
        follow(send, records.messages, only=QUEUED, batch=1, failed=self.failures[send.node.id], at_once=many)
        # Pauses are counted in days: an hour more is no matter.
        wake = self._event("wake_registrants", timeout=Duration.minutes(5))
        self._grants.wake_registrants(wake)
        keep_what_fails(wake, failed=self.failures[wake.node.id])
        hourly = events.Schedule.rate(Duration.hours(1))
        events.Rule(self, "EveryHour", schedule=hourly, targets=[targets.LambdaFunction(wake)])
        every = events.Schedule.rate(Duration.minutes(1))
        events.Rule(self, "LeftMessages", schedule=every, targets=[targets.LambdaFunction(send)])
        self._providers(settings, send)

    def _providers(self, settings: Settings, send: PythonFunction) -> None:
        listener = self._event("hear_provider", timeout=Duration.seconds(30))
        self._grants.hear_provider(listener)
        news = ProviderNews(self, "Providers", settings=settings)
        hear(listener, news.topic, failed=self.failures[listener.node.id], by_tls=not settings.local)
        for name, value in news.told.items():
            send.add_environment(name, value)
