"""Where footage rests and what seals it: inbox, vault, the log of custody, and their keys."""

from functools import partial

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infrastructure.constructs.locked_bucket import KeptBucket, LockedBucket
from infrastructure.constructs.malware_scan import MalwareScan
from infrastructure.settings import Settings, site_origin
from rtcc.release.model import PACKAGE_DAYS

# A safety net under what admission sets itself: a version written without a lock is locked all the same.
VAULT_DEFAULT_DAYS = 1
LOG_DEFAULT_DAYS = 30


class Evidence(Stack):
    """The buckets and the keys. Nothing here knows who reads them."""

    def __init__(self, scope: Construct, name: str, *, settings: Settings) -> None:
        super().__init__(scope, name, description="Open RTCC: buckets and keys")
        key = partial(kms.Key, self, removal_policy=settings.removal)
        self.key_store = key("Store", description="Encrypts tables and buckets", enable_key_rotation=True)
        # Two, because the public door may make codes and must never be able to make a link.
        mac = partial(key, key_spec=kms.KeySpec.HMAC_256, key_usage=kms.KeyUsage.GENERATE_VERIFY_MAC)
        self.key_codes = mac("Codes", description="Makes the codes that prove a channel")
        self.key_links = mac("Links", description="Makes the tokens of links")
        self.key_cursors = mac("Cursors", description="Marks where a list goes on")
        self.key_seal = key(
            "Seal",
            description="Signs the checkpoints of custody",
            key_spec=kms.KeySpec.ECC_NIST_P256,
            key_usage=kms.KeyUsage.SIGN_VERIFY,
        )
        pages = site_origin(self, settings)
        uploads = s3.CorsRule(
            allowed_methods=[s3.HttpMethods.PUT],
            allowed_origins=[pages],
            allowed_headers=["*"],
            exposed_headers=["ETag", "x-amz-checksum-sha256"],
            max_age=3000,
        )
        locked = partial(LockedBucket, self, settings=settings, key=self.key_store)
        self.inbox = KeptBucket(self, "Inbox", settings=settings, key=self.key_store, cors=[uploads])
        self.inbox.announce()
        fetches = s3.CorsRule(
            allowed_methods=[s3.HttpMethods.GET],
            allowed_origins=[pages],
            allowed_headers=["*"],
            exposed_headers=["Content-Length"],
            max_age=3000,
        )
        # Copies made for an agency, which can be made again: the evidence itself stays in the vault.
        self.release = KeptBucket(self, "Release", settings=settings, key=self.key_store, cors=[fetches])
        self.release.add_lifecycle_rule(
            expiration=Duration.days(PACKAGE_DAYS), noncurrent_version_expiration=Duration.days(1)
        )
        # Pictures made of evidence, which can be made again; each new finding is announced to whoever writes it down.
        self.preview = KeptBucket(self, "Preview", settings=settings, key=self.key_store, cors=[fetches])
        self.preview.add_lifecycle_rule(noncurrent_version_expiration=Duration.days(1))
        # Copies that were marked for one share live as long as a package would.
        self.preview.add_lifecycle_rule(prefix="marked/", expiration=Duration.days(PACKAGE_DAYS))
        self.preview.announce()
        self.vault = locked("Vault", default_days=VAULT_DEFAULT_DAYS)
        self.log = locked("Log", default_days=LOG_DEFAULT_DAYS, ends=False)
        if not settings.local:
            self._let_heads_and_tiles_be_seen()
        MalwareScan(self, "Scan", bucket=self.inbox, key=self.key_store)

        buckets = {"Inbox": self.inbox, "Vault": self.vault, "Log": self.log}
        buckets |= {"Release": self.release, "Preview": self.preview}
        for name_, bucket in buckets.items():
            CfnOutput(self, f"Bucket{name_}", value=bucket.bucket_name)
        keys = {"Store": self.key_store, "Codes": self.key_codes, "Links": self.key_links, "Seal": self.key_seal}
        keys["Cursors"] = self.key_cursors
        for name_, made in keys.items():
            CfnOutput(self, f"Key{name_}", value=made.key_arn)

    def _let_heads_and_tiles_be_seen(self) -> None:
        """Hashes of hashes, through CloudFront: no entry, for whoever knows a subject could see it acted on."""
        where = f"arn:{self.partition}:cloudfront::{self.account}:distribution/*"
        shown = [self.log.arn_for_objects(name) for name in ("checkpoint", "tile/?/*")]
        for to, actions, resources in ((self.log, "s3:GetObject", shown), (self.key_store, "kms:Decrypt", ["*"])):
            to.add_to_resource_policy(
                iam.PolicyStatement(
                    sid="ThePublicSeesHeadsAndTiles",
                    principals=[iam.ServicePrincipal("cloudfront.amazonaws.com")],
                    actions=[actions],
                    resources=resources,
                    conditions={"ArnLike": {"aws:SourceArn": where}},
                )
            )
