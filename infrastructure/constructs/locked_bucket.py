"""A bucket of the city: private, versioned, encrypted, and one from which nothing is deleted by hand."""

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infrastructure.settings import Settings

# Lifecycle rules are not subject to a bucket's policy: what expires still expires.
DELETING = ("s3:DeleteObject", "s3:DeleteObjectVersion")
RETIRING = "rtcc-retire-evidence"  # the one role that ends what two people let go; S3 still asks lock and hold
SETTLING = "rtcc-settle-holds"  # the one role that takes the hold off what nobody holds any more; it deletes nothing
UNLOCKING = ("s3:BypassGovernanceRetention",)
MOST_LOCK_DAYS = 31  # locks are short and prolonged; a day more than the longest, for the hours of a day


class KeptBucket(s3.Bucket):
    """Versioned and undeletable from: what an upload brought stays until a rule, not a person, lets it go.

    Where evidence may lie (`ends`), one role deletes exact versions: that which ends what two people let go.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        settings: Settings,
        key: kms.IKey,
        cors: list[s3.CorsRule] | None = None,
        lock: s3.ObjectLockRetention | None = None,
        ends: bool = True,
    ) -> None:
        super().__init__(
            scope,
            name,
            versioned=True,
            encryption=s3.BucketEncryption.KMS,
            encryption_key=key,
            bucket_key_enabled=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            # The city on one machine speaks plain HTTP with itself.
            enforce_ssl=not settings.local,
            minimum_tls_version=None if settings.local else 1.2,
            removal_policy=settings.removal,
            lifecycle_rules=[s3.LifecycleRule(abort_incomplete_multipart_upload_after=Duration.days(1))],
            cors=cors,
            object_lock_enabled=True if lock else None,
            object_lock_default_retention=lock,
        )
        if ends:
            self.deny("NothingIsMadeLookGone", "s3:DeleteObject")
            self.deny("OnlyRetiringDeletesAVersion", "s3:DeleteObjectVersion", conditions=self._but(RETIRING))
        else:
            self.deny("NothingIsDeletedByHand", *DELETING)

    def _but(self, role: str) -> Mapping[str, object]:
        """Everybody except the role of that name."""
        arn = self.stack.format_arn(service="iam", region="", resource="role", resource_name=role)
        return {"ArnNotEquals": {"aws:PrincipalArn": arn}}

    def announce(self) -> None:
        """Tell the bus of every object. Natively: the CDK's own switch brings a function that may change any bucket."""
        raw = self.node.default_child
        assert isinstance(raw, s3.CfnBucket)
        raw.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
        )

    def deny(self, sid: str, *actions: str, conditions: Mapping[str, object] | None = None) -> None:
        """Forbid the actions on every object, to everybody, whatever their role says."""
        self.add_to_resource_policy(
            iam.PolicyStatement(
                sid=sid,
                effect=iam.Effect.DENY,
                principals=[iam.AnyPrincipal()],
                actions=list(actions),
                resources=[self.arn_for_objects("*")],
                conditions=conditions,
            )
        )


class LockedBucket(KeptBucket):
    """A bucket in which each version is locked in COMPLIANCE from its first second (SEC 17a-4; CJIS AU-9)."""

    def __init__(
        self, scope: Construct, name: str, *, settings: Settings, key: kms.IKey, default_days: int, ends: bool = True
    ) -> None:
        lock = s3.ObjectLockRetention.compliance(Duration.days(default_days))
        super().__init__(scope, name, settings=settings, key=key, lock=lock, ends=ends)
        self.deny("NobodyBypassesALock", *UNLOCKING)
        # Putting a hold on and taking it off is one action to IAM: only the value tells them apart.
        off = {"StringEquals": {"s3:object-lock-legal-hold": "OFF"}}
        # COMPLIANCE cannot be undone by anybody: a slip of the pen must not lock for a century.
        long = {"NumericGreaterThan": {"s3:object-lock-remaining-retention-days": str(MOST_LOCK_DAYS)}}
        self.deny("NobodyLocksForLong", "s3:PutObject", "s3:PutObjectRetention", conditions=long)
        # Of the record nobody does; of evidence one role, and that is not the one which ends it.
        sid, but = ("OnlySettlingTakesAHoldOff", self._but(SETTLING)) if ends else ("NobodyTakesAHoldOff", {})
        self.deny(sid, "s3:PutObjectLegalHold", conditions={**off, **but})
