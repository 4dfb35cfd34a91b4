"""A table of one room: encrypted with the city's key, restorable to any second, not deleted by a slip."""

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from constructs import Construct

from infrastructure.settings import Settings

TEXT = dynamodb.AttributeType.STRING
NUMBER = dynamodb.AttributeType.NUMBER


def _attribute(name: str, kind: dynamodb.AttributeType = TEXT) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=kind)


class RecordTable(dynamodb.Table):
    """Keys are given as names; a sort key is text unless said otherwise."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        partition: str,
        sort: str | None = None,
        *,
        settings: Settings,
        key: kms.IKey,
        sort_kind: dynamodb.AttributeType = TEXT,
        streamed: bool = False,
        forget_at: str | None = None,
    ) -> None:
        super().__init__(
            scope,
            name,
            partition_key=_attribute(partition),
            sort_key=_attribute(sort, sort_kind) if sort else None,
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED,
            encryption_key=key,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=not settings.local,
            removal_policy=settings.removal,
            stream=dynamodb.StreamViewType.NEW_IMAGE if streamed else None,
            time_to_live_attribute=forget_at,
        )

    def index(self, name: str, partition: str, sort: str, *, keys_only: bool = False) -> None:
        """Add a second way in, with whole items, or with nothing but their keys."""
        self.add_global_secondary_index(
            index_name=name,
            partition_key=_attribute(partition),
            sort_key=_attribute(sort),
            projection_type=dynamodb.ProjectionType.KEYS_ONLY if keys_only else None,
        )
