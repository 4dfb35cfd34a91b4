"""Who people are: a pool an audience, so that no token of one opens a door of another."""

from aws_cdk import Stack
from constructs import Construct

from infrastructure.constructs.account_pool import AccountPool
from infrastructure.settings import Settings, site_origin


class Identity(Stack):
    """Three pools. Tokens say who somebody is; what they may do is the access table's."""

    def __init__(self, scope: Construct, name: str, *, settings: Settings) -> None:
        super().__init__(scope, name, description="Open RTCC: accounts of staff, owners and agencies")
        site = site_origin(self, settings)
        self.staff = AccountPool(self, "Staff", settings=settings, page=f"{site}/console/")
        self.owners = AccountPool(self, "Owner", settings=settings, page=f"{site}/owner/")
        self.agencies = AccountPool(self, "Agency", settings=settings, page=f"{site}/agency/")
