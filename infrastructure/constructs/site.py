"""One origin for everything people see: the pages from a bucket, and behind /api/… the APIs."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infrastructure.constructs.chalice_api import STAGE, ChaliceApi
from infrastructure.constructs.firewall import Firewall
from infrastructure.page_headers import HEADERS, SHOWING, content_security_policy
from infrastructure.settings import Settings

VISITOR_PATHS = Path(__file__).with_name("visitor_paths.js")
HTTPS = cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS
NAMED = ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")
ALL_BUT_HOST = cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER


class Site(Construct):
    """A private bucket and a distribution; the firewall stands at the distribution."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        settings: Settings,
        apis: Mapping[str, ChaliceApi],
        connect: Sequence[str],
        previews: str,
        log: s3.IBucket,
    ) -> None:
        super().__init__(scope, name)
        self.bucket = s3.Bucket(
            self,
            "Pages",
            versioned=True,
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=not settings.local,
            removal_policy=RemovalPolicy.DESTROY,
        )
        self._origin = origins.S3BucketOrigin.with_origin_access_control(self.bucket)
        paths = cloudfront.Function(
            self,
            "VisitorPaths",
            runtime=cloudfront.FunctionRuntime.JS_2_0,
            code=cloudfront.FunctionCode.from_inline(VISITOR_PATHS.read_text()),
        )
        self._rewrite = [
            cloudfront.FunctionAssociation(function=paths, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST)
        ]
        self._headers = _headers(self, "Headers", content_security_policy(connect))
        # What was made of evidence lies at another origin, whose pictures two pages alone show.
        showing = _headers(self, "ConsoleHeaders", content_security_policy(connect, images=[previews]))
        wall = Firewall(self, "Firewall", at="CLOUDFRONT", rate=True)
        arn = settings.certificate_arn
        self.distribution = cloudfront.Distribution(
            self,
            "Distribution",
            default_behavior=self._pages(self._headers),
            additional_behaviors={f"/api/{path}/*": self._api(api) for path, api in apis.items()}
            | {f"{path}*": self._pages(showing) for path in SHOWING}
            | self._log(log),
            default_root_object="index.html",
            web_acl_id=wall.attr_arn,
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            certificate=acm.Certificate.from_certificate_arn(self, "Certificate", arn) if arn else None,
            domain_names=[settings.site.removeprefix("https://")] if arn else None,
        )

    def _pages(self, headers: cloudfront.ResponseHeadersPolicy) -> cloudfront.BehaviorOptions:
        return cloudfront.BehaviorOptions(
            origin=self._origin,
            viewer_protocol_policy=HTTPS,
            response_headers_policy=headers,
            function_associations=self._rewrite,
        )

    def _log(self, log: s3.IBucket) -> dict[str, cloudfront.BehaviorOptions]:
        """The custody log's heads, seconds old at most, and its tiles, which never change (C2SP tlog-tiles)."""
        own = s3.Bucket.from_bucket_attributes(
            self, "Log", bucket_arn=log.bucket_arn, bucket_regional_domain_name=log.bucket_regional_domain_name
        )
        # The bucket's own policy lets CloudFront in: a data stack knows no distribution.
        origin = origins.S3BucketOrigin.with_origin_access_control(own)
        seconds = cloudfront.CachePolicy(
            self,
            "Seconds",
            default_ttl=Duration.seconds(5),
            max_ttl=Duration.seconds(5),
            min_ttl=Duration.seconds(1),
        )
        lasting = cloudfront.CachePolicy.CACHING_OPTIMIZED
        return {
            path: cloudfront.BehaviorOptions(
                origin=origin,
                cache_policy=cache,
                viewer_protocol_policy=HTTPS,
                response_headers_policy=self._headers,
                function_associations=self._rewrite,
            )
            for path, cache in (("/log/checkpoint", seconds), ("/log/tile/*", lasting))
        }

    def _api(self, api: ChaliceApi) -> cloudfront.BehaviorOptions:
        stack = Stack.of(self)
        domain = f"{api.rest_api_id}.execute-api.{stack.region}.{stack.url_suffix}"
        return cloudfront.BehaviorOptions(
            origin=origins.HttpOrigin(
                domain,
                origin_path=f"/{STAGE}",
                protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
                origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
            ),
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            origin_request_policy=ALL_BUT_HOST,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            response_headers_policy=self._headers,
            function_associations=self._rewrite,
        )


def _headers(scope: Construct, name: str, policy: str) -> cloudfront.ResponseHeadersPolicy:
    """The one list; CloudFront wants headers that it knows by name, and takes the rest as they are."""
    rest = {name: value for name, value in HEADERS.items() if name not in NAMED}
    return cloudfront.ResponseHeadersPolicy(
        scope,
        name,
        security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
            content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                content_security_policy=policy, override=True
            ),
            content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
            frame_options=cloudfront.ResponseHeadersFrameOptions(
                frame_option=cloudfront.HeadersFrameOption.DENY, override=True
            ),
            referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                referrer_policy=cloudfront.HeadersReferrerPolicy.NO_REFERRER, override=True
            ),
            strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                access_control_max_age=Duration.days(730), include_subdomains=True, override=True
            ),
        ),
        custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(
            custom_headers=[
                cloudfront.ResponseCustomHeader(header=name, value=value, override=True) for name, value in rest.items()
            ]
        ),
    )
