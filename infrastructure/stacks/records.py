"""One table a room: its own key, backup and grant."""

from functools import partial

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_kms as kms
from constructs import Construct

from infrastructure.constructs.record_table import NUMBER, RecordTable
from infrastructure.settings import Settings


class Records(Stack):
    """The tables. Nothing here knows who reads them."""

    def __init__(self, scope: Construct, name: str, *, settings: Settings, key_store: kms.IKey) -> None:
        super().__init__(scope, name, description="Open RTCC: tables")
        table = partial(RecordTable, self, settings=settings, key=key_store)

        self.access = table("Access", "identity")
        self.custody = table("Custody", "subject", "seq", sort_kind=NUMBER, streamed=True)
        self.incidents = table("Incidents", "id")
        self.messages = table("Messages", "id", streamed=True, forget_at="forget_at")
        self.registry = table("Registry", "pk", "sk", forget_at="forget_at")
        self.canvass = table("Canvass", "pk", "sk", streamed=True)
        self.vault = table("Vault", "id", streamed=True)
        self.sites = table("Sites", "pk", "sk")
        self.live = table("Live", "id")
        self.clips = table("Clips", "id")
        self.release = table("Release", "id", streamed=True)
        self.inventory = table("Inventory", "id")
        self.inquiries = table("Inquiries", "id")
        self.retention = table("Retention", "id", streamed=True)
        self.sample = table("Sample", "id")
        self.custody.index("by_look_day", "look_day", "at")
        self.sample.index("by_day", "day", "at")
        self.sample.index("by_work", "work", "due_at")
        self.sites.index("by_kind", "kind", "id")
        self.live.index("by_site", "site_id", "opened_at")
        self.live.index("by_state", "state", "lease_until")
        self.clips.index("by_incident", "incident_id", "ordered_at")
        self.clips.index("by_site", "site_id", "ordered_at")
        self.release.index("by_state", "state", "asked_at")
        self.release.index("by_agency", "ori", "asked_at")
        self.inquiries.index("by_state", "state", "asked_at")
        self.retention.index("by_what", "what", "asked_at")
        self.retention.index("by_work", "work", "due_at")
        self.messages.index("by_state", "state", "due_at")
        self.incidents.index("by_state", "state", "opened_at")
        self.vault.index("by_incident", "incident_id", "received_at")
        for name, digest in (("by_sha256", "sha256"), ("by_sheet", "sheet_sha256"), ("by_movie", "movie_sha256")):
            self.vault.index(name, digest, "id", keys_only=True)

        for room, rows in self.rooms.items():
            CfnOutput(self, f"Table{room.capitalize()}", value=rows.table_name)

    @property
    def rooms(self) -> dict[str, RecordTable]:
        """Every table by its room."""
        return {
            "access": self.access,
            "custody": self.custody,
            "incidents": self.incidents,
            "messages": self.messages,
            "registry": self.registry,
            "canvass": self.canvass,
            "vault": self.vault,
            "sites": self.sites,
            "live": self.live,
            "clips": self.clips,
            "release": self.release,
            "inventory": self.inventory,
            "inquiries": self.inquiries,
            "retention": self.retention,
            "sample": self.sample,
        }
