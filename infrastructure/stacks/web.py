"""What people see: the pages' bucket, one distribution in front of pages and APIs, a firewall before it."""

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from infrastructure.constructs.account_pool import AccountPool
from infrastructure.constructs.site import Site
from infrastructure.settings import Settings, site_origin
from infrastructure.stacks.doors import Doors
from infrastructure.stacks.evidence import Evidence
from infrastructure.stacks.identity import Identity

# The dispatch system calls its API itself, from another computer: no page does.
SHOWN = ("citizen", "console", "owner", "agency")


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
        doors: Doors,
    ) -> None:
        super().__init__(scope, name, description="Open RTCC: pages")
        sign_ins = [pool.domain.base_url() for pool in (identity.staff, identity.owners, identity.agencies)]
        maps = f"https://maps.geo.{self.region}.amazonaws.com"
        inbox = f"https://{evidence.inbox.bucket_regional_domain_name}"
        release = f"https://{evidence.release.bucket_regional_domain_name}"
        streams = f"https://*.kinesisvideo.{self.region}.amazonaws.com"
        vault = f"https://{evidence.vault.bucket_regional_domain_name}"
        site = Site(
            self,
            "Site",
            settings=settings,
            apis={name: doors.apis[name] for name in SHOWN},
            connect=[inbox, vault, release, streams, *sign_ins, maps],
            log=evidence.log,
            previews=f"https://{evidence.preview.bucket_regional_domain_name}",
        )
        CfnOutput(self, "SiteBucket", value=site.bucket.bucket_name)
        CfnOutput(self, "SiteUrl", value=f"https://{site.distribution.distribution_domain_name}")
        CfnOutput(self, "SiteConfig", description="The pages' /config.json", value=self._config(settings, identity))

    def _config(self, settings: Settings, identity: Identity) -> str:
        origin, city = site_origin(self, settings), settings.city
        south, west, north, east = city["bounds"]
        shown = {key: city[key] for key in ("name", "agency", "phone", "zone", "bounds")}
        return self.to_json_string(
            {
                "city": shown | {"center": [(west + east) / 2, (south + north) / 2]},
                "api": {name: f"/api/{name}" for name in SHOWN},
                "sign_in": _sign_in(identity.staff, f"{origin}/console/"),
                "sign_in_owner": _sign_in(identity.owners, f"{origin}/owner/"),
                "sign_in_agency": _sign_in(identity.agencies, f"{origin}/agency/"),
                "basemap": {"style_url": settings.style_url},
                "at_home": False,
            }
        )


def _sign_in(pool: AccountPool, page: str) -> dict[str, str]:
    """Where one audience signs in, and where it comes back to."""
    at = pool.domain.base_url()
    return {
        "authorize_url": f"{at}/oauth2/authorize",
        "token_url": f"{at}/oauth2/token",
        "logout_url": f"{at}/logout",
        "client_id": pool.client.user_pool_client_id,
        "redirect_uri": page,
    }
