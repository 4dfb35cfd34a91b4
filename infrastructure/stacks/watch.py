"""What wakes somebody: failures kept in queues, errors, throttles, broken APIs, custody that is not sealed in time."""

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

from infrastructure.stacks.doors import Doors
from infrastructure.stacks.keeping import Keeping
from infrastructure.stacks.services import Services
from rtcc.sweep.model import Amiss

OFTEN = Duration.minutes(5)
# CJIS AU-5 asks for an hour; a record that is fifteen minutes behind is already worth a look.
SEAL_LAG = Duration.minutes(15)


class Watch(Stack):
    """One topic, an alarm for each thing that must not go wrong quietly, one page to look at."""

    def __init__(self, scope: Construct, name: str, *, services: Services, keeping: Keeping, doors: Doors) -> None:
        super().__init__(scope, name, description="Open RTCC: alarms")
        self._tell = actions.SnsAction(topic := sns.Topic(self, "Alarms", enforce_ssl=True))
        self._alarms: list[cloudwatch.IAlarm] = []
        for function in (*services.functions, *keeping.functions, *doors.functions):
            self._alarm(f"{function.node.id}Errors", function.metric_errors(period=OFTEN))
            self._alarm(f"{function.node.id}Throttles", function.metric_throttles(period=OFTEN))
        for name_, queue in (services.failures | keeping.failures).items():
            waiting = queue.metric_approximate_number_of_messages_visible(period=OFTEN, statistic="Maximum")
            self._alarm(f"{name_}Failures", waiting)
        for api in doors.apis.values():
            self._alarm(f"{api.node.id}Broken", api.metric_server_error(period=OFTEN, statistic="Sum"), above=4)
        lag = services.sealing.metric("IteratorAge", period=OFTEN, statistic="Maximum")
        self._alarm("SealLag", lag, above=SEAL_LAG.to_milliseconds())
        changed = cloudwatch.Metric(
            namespace="RTCC", metric_name="CustodyChanged", dimensions_map={"service": "seal_custody"}, period=OFTEN
        )
        self._alarm("CustodyChanged", changed.with_(statistic="Sum"))
        # Somebody outside remembers another past than the one that the log shows (abuse 34).
        refused = cloudwatch.Metric(
            namespace="RTCC", metric_name="WitnessRefused", dimensions_map={"service": "seal_custody"}, period=OFTEN
        )
        self._alarm("WitnessRefused", refused.with_(statistic="Sum"))
        # A line bears another time than the table's own, by more than a minute (abuse 36).
        off = cloudwatch.Metric(
            namespace="RTCC", metric_name="ClockOff", dimensions_map={"service": "seal_custody"}, period=OFTEN
        )
        self._alarm("ClockOff", off.with_(statistic="Sum"))
        # A token has 130 bits: whoever misses often is not somebody who mistyped (abuse 1).
        missed = cloudwatch.Metric(
            namespace="RTCC", metric_name="Missed", dimensions_map={"service": "citizen_api"}, period=OFTEN
        )
        self._alarm("LinksGuessed", missed.with_(statistic="Sum"), above=100)
        # A stolen certificate, or a copied disk (abuse 60).
        twin = cloudwatch.Metric(
            namespace="RTCC", metric_name="BoxTwin", dimensions_map={"service": "hear_box"}, period=OFTEN
        )
        self._alarm("BoxTwin", twin.with_(statistic="Sum"))
        # A machine that is not on the list wants to become a box, or one that already did (abuse 76).
        turned = cloudwatch.Metric(
            namespace="RTCC", metric_name="BoxTurnedAway", dimensions_map={"service": "admit_box"}, period=OFTEN
        )
        self._alarm("BoxTurnedAway", turned.with_(statistic="Sum"))
        # Found by the comparison of stores and record: each kind wakes somebody of its own.
        for amiss in Amiss:
            found = cloudwatch.Metric(
                namespace="RTCC", metric_name=amiss.metric, dimensions_map={"service": "sweep_stores"}, period=OFTEN
            )
            self._alarm(amiss.metric, found.with_(statistic="Maximum"))
        # A lock that is not prolonged, and bytes that are not those that were sealed: the vault's two worst news.
        for name_, service in (("LockNotConfirmed", "prolong_locks"), ("FixityDiffers", "check_fixity")):
            told = cloudwatch.Metric(
                namespace="RTCC", metric_name=name_, dimensions_map={"service": service}, period=OFTEN
            )
            self._alarm(name_, told.with_(statistic="Maximum"))
        # Somebody opened what their role does not show; and nobody asked them why in time (abuse 57).
        for name_, service in (("GlassBroken", "console_api"), ("GlassUnreviewed", "retire_evidence")):
            glass = cloudwatch.Metric(
                namespace="RTCC", metric_name=name_, dimensions_map={"service": service}, period=OFTEN
            )
            self._alarm(name_, glass.with_(statistic="Maximum"))
        # Looks that were drawn for audit, and that nobody judged in time (abuse 41).
        unjudged = cloudwatch.Metric(
            namespace="RTCC", metric_name="SampleUnjudged", dimensions_map={"service": "draw_sample"}, period=OFTEN
        )
        self._alarm("SampleUnjudged", unjudged.with_(statistic="Maximum"))
        board = cloudwatch.Dashboard(self, "Board")
        board.add_widgets(cloudwatch.AlarmStatusWidget(alarms=self._alarms, width=24, title="Open RTCC"))
        CfnOutput(self, "AlarmTopic", value=topic.topic_arn)

    def _alarm(self, name: str, metric: cloudwatch.Metric, *, above: float = 0) -> None:
        alarm = cloudwatch.Alarm(
            self,
            name,
            metric=metric,
            threshold=above,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            evaluation_periods=1,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(self._tell)
        self._alarms.append(alarm)
