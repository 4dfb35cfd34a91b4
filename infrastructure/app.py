"""Names the stacks and hands them to each other: `python -m infrastructure.app [--local] [--out DIR]`."""

import argparse
import os
from collections.abc import Mapping
from typing import Any

from aws_cdk import App, DefaultStackSynthesizer, Tags

from infrastructure import recorded
from infrastructure.doors import chalice_apps
from infrastructure.routes import RouteError
from infrastructure.settings import Settings, context
from infrastructure.stacks.doors import Doors
from infrastructure.stacks.edge import Edge
from infrastructure.stacks.evidence import Evidence
from infrastructure.stacks.identity import Identity
from infrastructure.stacks.keeping import Keeping
from infrastructure.stacks.records import Records
from infrastructure.stacks.services import Services
from infrastructure.stacks.watch import Watch
from infrastructure.stacks.web import Web


def ground_plan(out: str, *, apps: Mapping[str, Any], **more: Any) -> App:
    """Draw every stack; `more` is context, on top of cdk.json's. Data first: code reads from it, never it from code."""
    recorded.judge(apps)
    app = App(
        outdir=out,
        context=context() | more,
        analytics_reporting=False,
        default_stack_synthesizer=DefaultStackSynthesizer(generate_bootstrap_version_rule=False),
    )
    settings = Settings.of(app)
    identity = Identity(app, "rtcc-identity", settings=settings)
    evidence = Evidence(app, "rtcc-evidence", settings=settings)
    records = Records(app, "rtcc-records", settings=settings, key_store=evidence.key_store)
    edge = Edge(app, "rtcc-edge", settings=settings, evidence=evidence)
    rooms: dict[str, Any] = {"identity": identity, "records": records, "evidence": evidence, "edge": edge}
    services = Services(app, "rtcc-services", settings=settings, **rooms)
    keeping = Keeping(app, "rtcc-keeping", settings=settings, **rooms)
    doors = Doors(app, "rtcc-doors", settings=settings, apps=apps, **rooms)
    Web(app, "rtcc-web", settings=settings, identity=identity, evidence=evidence, doors=doors)
    Watch(app, "rtcc-watch", services=services, keeping=keeping, doors=doors)
    Tags.of(app).add("rtcc", settings.city["name"])
    return app


def main() -> None:
    """Synthesize into cdk.out, or wherever the CDK's own command says."""
    parser = argparse.ArgumentParser(prog="python -m infrastructure.app")
    parser.add_argument("--local", action="store_true", help="the city on one machine")
    parser.add_argument("--without-vendor", action="store_true", help="templates only: install no packages")
    parser.add_argument("--out", default=os.environ.get("CDK_OUTDIR", "cdk.out"))
    given = parser.parse_args()
    more: dict[str, Any] = {"local": "true"} if given.local else {}
    if given.without_vendor:
        more["aws:cdk:bundling-stacks"] = []
    try:
        ground_plan(given.out, apps=chalice_apps(), **more).synth()
    except (RouteError, LookupError) as wrong:
        raise SystemExit(str(wrong)) from None


if __name__ == "__main__":
    main()
