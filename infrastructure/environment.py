"""What every function is told: the city, and the names of what it may have been granted."""

import json

from infrastructure.settings import Settings
from infrastructure.stacks.edge import Edge
from infrastructure.stacks.evidence import Evidence
from infrastructure.stacks.identity import Identity
from infrastructure.stacks.records import Records


def environment(
    settings: Settings, site: str, identity: Identity, records: Records, evidence: Evidence, edge: Edge
) -> dict[str, str]:
    """Names, never secrets; what a function may do with a name is its role's."""
    return {
        "CITY": json.dumps(settings.city),
        "SITE_ORIGIN": site,
        "STAFF_CLIENT": identity.staff.client.user_pool_client_id,
        "OWNER_CLIENT": identity.owners.client.user_pool_client_id,
        "AGENCY_CLIENT": identity.agencies.client.user_pool_client_id,
        "AGENCIES": json.dumps(settings.agencies),
        "MAIL_FROM": settings.mail_from,
        "TEXT_FROM": settings.text_from,
        "TEXTS_A_SECOND": str(settings.texts_a_second),
        "MAILS_A_SECOND": str(settings.mails_a_second),
        "CANVASS": json.dumps(settings.canvass),
        "LOOKS": json.dumps(settings.looks),
        "SAMPLE_ONE_IN": str(settings.sample_one_in),
        "LOG_ORIGIN": settings.log_origin,
        "WITNESSES": json.dumps(settings.witnesses),
        "LOCK_DAYS": str(settings.lock_days),
        "LINK_DAYS": str(settings.link_days),
        "BOX_CATALOG": json.dumps(settings.box_catalog),
        "KEPT_DAYS": str(settings.kept_days),
        "FIXITY_BYTES": str(settings.fixity_bytes),
        "SCHEDULE_DELAY_HOURS": str(settings.schedule_delay_hours),
        "DISPOSAL_COOLING_HOURS": str(settings.disposal_cooling_hours),
        "PREVIEW_MINUTES": str(settings.preview_minutes),
        "POWERTOOLS_METRICS_NAMESPACE": "RTCC",
        "BUCKET_INBOX": evidence.inbox.bucket_name,
        "BUCKET_VAULT": evidence.vault.bucket_name,
        "BUCKET_LOG": evidence.log.bucket_name,
        "BUCKET_RELEASE": evidence.release.bucket_name,
        "BUCKET_PREVIEW": evidence.preview.bucket_name,
        "KEY_COMMANDS": edge.key_commands.key_arn,
        "KEY_STORE": evidence.key_store.key_arn,
        "KEY_CODES": evidence.key_codes.key_arn,
        "KEY_LINKS": evidence.key_links.key_arn,
        "KEY_CURSORS": evidence.key_cursors.key_arn,
        "KEY_SEAL": evidence.key_seal.key_arn,
    } | {f"TABLE_{room.upper()}": table.table_name for room, table in records.rooms.items()}
