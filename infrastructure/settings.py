"""What differs from city to city: read once from cdk.json's context, handed to every stack."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aws_cdk import App, CfnParameter, RemovalPolicy, Stack

LEAST_HOURS = 24
ROOT = Path(__file__).resolve().parent.parent
_MOST_CHAIN = 2600  # letters; all that a function is told in its environment is 4 KB


@dataclass(frozen=True)
class Settings:
    """One city's choices; `local` is the city on one machine, which forgets itself and must not wait."""

    local: bool
    city: Mapping[str, Any]
    site: str
    mail_from: str
    text_from: str
    texts_a_second: int
    mails_a_second: int
    log_origin: str
    seal_seconds: int
    lock_days: int
    link_days: int
    box_catalog: Sequence[Mapping[str, int]]
    kept_days: int
    fixity_bytes: int
    schedule_delay_hours: int
    disposal_cooling_hours: int
    preview_minutes: int
    canvass: Mapping[str, Any]
    looks: Mapping[str, int]
    sample_one_in: int
    style_url: str
    certificate_arn: str | None
    agencies: Sequence[Mapping[str, str]]
    boxes: Sequence[str]
    witnesses: Sequence[Mapping[str, str]]
    box_serials: Mapping[str, str]
    tsa_url: str
    tsa_chain: str
    c2pa_chain: str

    @classmethod
    def of(cls, app: App) -> "Settings":
        """Read the context; what the CLI gives with `-c` arrives as text."""
        get = app.node.try_get_context
        tsa_chain, c2pa_chain = _chains(get("tsa_chain") or [], get("c2pa_chain") or [])
        local = str(get("local") or "false").lower() == "true"
        return cls(
            local=local,
            city=get("city"),
            site=get("site"),
            mail_from=get("mail_from"),
            text_from=get("text_from"),
            # The stand-in has no rate of its own, and a story must not wait for one.
            texts_a_second=50 if local else int(get("texts_a_second")),
            mails_a_second=50 if local else int(get("mails_a_second")),
            log_origin=get("log_origin"),
            seal_seconds=1 if local else int(get("seal_seconds")),
            lock_days=int(get("lock_days")),
            link_days=int(get("link_days")),
            box_catalog=get("box_catalog"),
            kept_days=int(get("kept_days")),
            fixity_bytes=int(get("fixity_bytes")),
            # Time to think, which a story does not have.
            schedule_delay_hours=0 if local else _thinking(get("schedule_delay_hours")),
            disposal_cooling_hours=0 if local else _thinking(get("disposal_cooling_hours")),
            preview_minutes=int(get("preview_minutes")),
            # A story must not wait for the morning, either, and is told at the same corner again and again.
            canvass=get("canvass") | ({"quiet_hours": "", "same_place": 1000} if local else {}),
            looks=get("looks"),
            sample_one_in=int(get("sample_one_in")),
            style_url=get("style_url"),
            certificate_arn=get("certificate_arn"),
            agencies=get("agencies") or [],
            boxes=get("boxes") or [],
            # Who outside the house signs the log's heads, too: `{"url": …, "key": …}` of each.
            witnesses=get("witnesses") or [],
            box_serials=get("box_serials") or {},
            # Who outside the house stamps the time of a package; nobody by default.
            tsa_url=get("tsa_url") or "",
            tsa_chain=tsa_chain,
            # Who vouches for the seal key to readers of C2PA; nobody but itself by default.
            c2pa_chain=c2pa_chain,
        )

    @property
    def removal(self) -> RemovalPolicy:
        """Data outlives its stack, except at home."""
        return RemovalPolicy.DESTROY if self.local else RemovalPolicy.RETAIN


def _chains(stamping: Sequence[str], c2pa: Sequence[str]) -> tuple[str, str]:
    """Certificates (base64 of DER) in one line each. Raises ValueError when a function could not be told both."""
    stamps, claims = (" ".join("".join(one.split()) for one in certificates) for certificates in (stamping, c2pa))
    if len(stamps) > _MOST_CHAIN:
        raise ValueError("tsa_chain is too long: name only what the authority's own answers lack, which is its root.")
    if len(stamps) + len(claims) > _MOST_CHAIN:
        raise ValueError("c2pa_chain is too long with tsa_chain: leave out its root, which readers of C2PA have.")
    return stamps, claims


def _thinking(hours: Any) -> int:
    """Hours to think before evidence may end. Raises ValueError for less than a day: two people are not two clicks."""
    if int(hours) < LEAST_HOURS:
        raise ValueError(f"schedule_delay_hours and disposal_cooling_hours are at least {LEAST_HOURS}")
    return int(hours)


def context() -> dict[str, Any]:
    """The context of cdk.json, for a synth without the CDK's own command."""
    found: dict[str, Any] = json.loads((ROOT / "cdk.json").read_text())["context"]
    return found


def site_origin(stack: Stack, settings: Settings) -> str:
    """The one origin that people see; a parameter, so that a port chosen at start needs no new synth."""
    return CfnParameter(stack, "SiteOrigin", type="String", default=settings.site).value_as_string
