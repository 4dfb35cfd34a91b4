"""What people see: the pages' bucket, one distribution in front of pages and APIs, a firewall before it."""

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from infrastructure.constructs.site import Site
from infrastructure.settings import Settings, site_origin
from infrastructure.stacks.evidence import Evidence
from infrastructure.stacks.identity import Identity
from infrastructure.stacks.services import Services


class Web(Stack):
    """The pages' origin. Its firewall belongs to CloudFront, which keeps those in us-east-1: this stack goes there."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        settings: Settings,
        identity: Identity,
        evidence: Evidence,
        services: Services,
    ) -> None:
        super().__init__(scope, name, description="Open RTCC: pages")
        sign_in = identity.domain.base_url()
        maps = f"https://maps.geo.{self.region}.amazonaws.com"
        inbox = f"https://{evidence.inbox.bucket_regional_domain_name}"
        vault = f"https://{evidence.vault.bucket_regional_domain_name}"
        site = Site(
            self,
            "Site",
            settings=settings,
            apis={"citizen": services.citizen, "console": services.console},
            connect=[inbox, vault, sign_in, maps],
        )
        CfnOutput(self, "SiteBucket", value=site.bucket.bucket_name)
        CfnOutput(self, "SiteUrl", value=f"https://{site.distribution.distribution_domain_name}")
        CfnOutput(self, "SiteConfig", description="The pages' /config.json", value=self._config(settings, identity))

    def _config(self, settings: Settings, identity: Identity) -> str:
        origin, sign_in, city = site_origin(self, settings), identity.domain.base_url(), settings.city
        south, west, north, east = city["bounds"]
        shown = {key: city[key] for key in ("name", "agency", "phone", "zone", "bounds")}
        return self.to_json_string(
            {
                "city": shown | {"center": [(west + east) / 2, (south + north) / 2]},
                "api": {"citizen": "/api/citizen", "console": "/api/console"},
                "sign_in": {
                    "authorize_url": f"{sign_in}/oauth2/authorize",
                    "token_url": f"{sign_in}/oauth2/token",
                    "logout_url": f"{sign_in}/logout",
                    "client_id": identity.client.user_pool_client_id,
                    "redirect_uri": f"{origin}/console/",
                },
                "basemap": {"style_url": settings.style_url},
                "at_home": False,
            }
        )
