"""A stack of functions: how one is made, where what it failed at waits, and by which clock it runs."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from aws_cdk import Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infrastructure.constructs.inlets import failures, keep_what_fails
from infrastructure.constructs.layers import layers
from infrastructure.constructs.python_function import PythonFunction
from infrastructure.environment import environment
from infrastructure.settings import Settings, site_origin
from infrastructure.stacks.edge import Edge
from infrastructure.stacks.evidence import Evidence
from infrastructure.stacks.identity import Identity
from infrastructure.stacks.records import Records


class FunctionStack(Stack):
    """Its functions, and the queue of each for what failed; `inlets` are the queues by which work comes in."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        description: str,
        settings: Settings,
        identity: Identity,
        records: Records,
        evidence: Evidence,
        edge: Edge,
    ) -> None:
        super().__init__(scope, name, description=description)
        self.functions: list[PythonFunction] = []
        self.failures: dict[str, sqs.Queue] = {}
        self.inlets: dict[str, sqs.Queue] = {}
        self._layers: Sequence[lambda_.ILayerVersion] = layers(self, settings)
        told = environment(settings, site_origin(self, settings), identity, records, evidence, edge)
        self._function = partial(PythonFunction, self, settings=settings, layers=self._layers, environment=told)

    def _named(self, folder: str) -> PythonFunction:
        return next(function for function in self.functions if function.folder == folder)

    def _event(self, folder: str, **more: Any) -> PythonFunction:
        function = self._function(folder, "handler.handle", **more)
        self.functions.append(function)
        self.failures[function.node.id] = failures(function)
        return function

    def _every(self, function: PythonFunction, name: str, span: Duration) -> None:
        keep_what_fails(function, failed=self.failures[function.node.id])
        events.Rule(self, name, schedule=events.Schedule.rate(span), targets=[targets.LambdaFunction(function)])
