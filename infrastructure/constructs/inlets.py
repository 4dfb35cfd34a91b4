"""How events reach a function: along a table's stream or from the bus, with a queue for what failed."""

from collections.abc import Mapping
from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_destinations as destinations
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs

from infrastructure.constructs.python_function import PythonFunction

# Long enough for somebody to come back from a long weekend and look.
KEPT = Duration.days(14)
TRIES = 5


def failures(function: PythonFunction) -> sqs.Queue:
    """Make the queue of what a function could not do; the watch stack raises an alarm at its first message."""
    return sqs.Queue(
        function, "Failures", encryption=sqs.QueueEncryption.SQS_MANAGED, enforce_ssl=True, retention_period=KEPT
    )


def keep_what_fails(function: PythonFunction, *, failed: sqs.Queue) -> None:
    """A function that nobody waits for: what it could not do after its retries waits where somebody looks."""
    function.configure_async_invoke(on_failure=destinations.SqsDestination(failed), retry_attempts=2)


def follow(
    function: PythonFunction,
    table: dynamodb.Table,
    *,
    failed: sqs.Queue,
    only: Mapping[str, Any] | None = None,
    happened: str = "INSERT",
    batch: int = 100,
    window: Duration | None = None,
    tries: int | None = TRIES,
    changes: bool = False,
    at_once: int = 1,
) -> None:
    """Bring the table's new rows in order (`happened`: those changed, or both); with `changes`, whatever befalls any.

    Without `tries`, a row that fails holds up the rest until it succeeds. Above one `at_once`, only what befalls the
    same row is in order.
    """
    wanted = lambda_.FilterCriteria.filter({"eventName": happened.split(), **(only or {})})
    function.add_event_source(
        sources.DynamoEventSource(
            table,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            filters=None if changes else [wanted],
            batch_size=batch,
            max_batching_window=window,
            retry_attempts=tries,
            report_batch_item_failures=True,
            on_failure=sources.SqsDlq(failed),
            parallelization_factor=at_once if at_once > 1 else None,
        )
    )


def lane(function: PythonFunction, name: str, *, failed: sqs.Queue, at_once: int, by_tls: bool) -> sqs.Queue:
    """Make a queue of the function's own, for work that must wait its turn and hold up nothing else meanwhile."""
    queue = _queue(function, name, failed, by_tls=by_tls)
    source = sources.SqsEventSource(queue, batch_size=1, report_batch_item_failures=True, max_concurrency=at_once)
    function.add_event_source(source)
    return queue


def let_send(queue: sqs.Queue, function: PythonFunction, name: str) -> None:
    """Let a function put work into a queue, whose address it is told as `QUEUE_<name>`."""
    assert function.role is not None
    queue.grant_send_messages(function)
    function.add_environment(f"QUEUE_{name.upper()}", queue.queue_url)
    queue.add_to_resource_policy(
        iam.PolicyStatement(
            actions=["sqs:SendMessage"],
            principals=[iam.ArnPrincipal(function.role.role_arn)],
            resources=[queue.queue_arn],
        )
    )


def hear(function: PythonFunction, topic: sns.Topic, *, failed: sqs.Queue, by_tls: bool) -> None:
    """Bring what a topic tells, through a queue that gives up after five tries."""
    queue = _queue(function, "Heard", failed, by_tls=by_tls)
    topic.add_subscription(subscriptions.SqsSubscription(queue, dead_letter_queue=failed))
    function.add_event_source(sources.SqsEventSource(queue, batch_size=1, report_batch_item_failures=True))


def _queue(function: PythonFunction, name: str, failed: sqs.Queue, *, by_tls: bool) -> sqs.Queue:
    return sqs.Queue(
        function,
        name,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=by_tls,
        retention_period=KEPT,
        visibility_timeout=function.timeout,
        dead_letter_queue=sqs.DeadLetterQueue(max_receive_count=TRIES, queue=failed),
    )


def receive(
    function: PythonFunction, pattern: events.EventPattern, *, failed: sqs.Queue, by_tls: bool = True
) -> sqs.Queue:
    """Bring what the bus says, through a queue that gives up after five tries; returns it."""
    timeout = function.timeout
    assert timeout is not None
    queue = sqs.Queue(
        function,
        "Queue",
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=by_tls,
        retention_period=KEPT,
        visibility_timeout=timeout,
        # A scan may be done before the sender has said that all was sent.
        delivery_delay=Duration.seconds(2),
        dead_letter_queue=sqs.DeadLetterQueue(max_receive_count=TRIES, queue=failed),
    )
    events.Rule(function, "Rule", event_pattern=pattern, targets=[targets.SqsQueue(queue, dead_letter_queue=failed)])
    function.add_event_source(sources.SqsEventSource(queue, batch_size=1, report_batch_item_failures=True))
    return queue
