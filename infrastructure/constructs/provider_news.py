"""Where the providers of texts and e-mail tell what became of a message, and where people's answers arrive."""

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ses as ses
from aws_cdk import aws_smsvoice as smsvoice
from aws_cdk import aws_sns as sns
from constructs import Construct

from infrastructure.settings import Settings

_MAIL_EVENTS = ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT", "RENDERING_FAILURE"]


class ProviderNews(Construct):
    """One topic, and what makes both providers tell it everything. `told` is what the sender must name with each send.

    At home the stand-in tells the topic by itself. The city's telephone number is not
    ours to make: docs/decisions/0025 says how its two-way messages are pointed here.
    """

    def __init__(self, scope: Construct, name: str, *, settings: Settings) -> None:
        super().__init__(scope, name)
        self.topic = sns.Topic(self, "Topic", enforce_ssl=not settings.local)
        account = {"StringEquals": {"aws:SourceAccount": Stack.of(self).account}}
        for service in ("sms-voice", "ses"):
            self.topic.add_to_resource_policy(
                iam.PolicyStatement(
                    actions=["sns:Publish"],
                    principals=[iam.ServicePrincipal(f"{service}.amazonaws.com")],
                    resources=[self.topic.topic_arn],
                    conditions=account,
                )
            )
        CfnOutput(Stack.of(self), "ProviderTopic", value=self.topic.topic_arn)
        self.told = {"TEXT_EVENTS": self._texts(), "MAIL_EVENTS": self._mails()}

    def _texts(self) -> str:
        to = smsvoice.CfnConfigurationSet.SnsDestinationProperty(topic_arn=self.topic.topic_arn)
        destination = smsvoice.CfnConfigurationSet.EventDestinationProperty(
            enabled=True, event_destination_name="rtcc", matching_event_types=["TEXT_ALL"], sns_destination=to
        )
        made = smsvoice.CfnConfigurationSet(
            self, "Texts", configuration_set_name="rtcc-texts", event_destinations=[destination]
        )
        made.node.add_dependency(self.topic)
        return made.ref

    def _mails(self) -> str:
        made = ses.CfnConfigurationSet(self, "Mails", name="rtcc-mails")
        property_ = ses.CfnConfigurationSetEventDestination
        destination = property_(
            self,
            "MailNews",
            configuration_set_name=made.ref,
            event_destination=property_.EventDestinationProperty(
                matching_event_types=_MAIL_EVENTS,
                enabled=True,
                sns_destination=property_.SnsDestinationProperty(topic_arn=self.topic.topic_arn),
            ),
        )
        destination.node.add_dependency(self.topic)
        return made.ref
