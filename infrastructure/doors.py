"""The Chalice apps, by audience: all that the ground plan knows of the code behind its doors."""

from typing import Any

from functions.agency_api.app import app as agency
from functions.citizen_api.app import app as citizen
from functions.console_api.app import app as console
from functions.dispatch_api.app import app as dispatch
from functions.owner_api.app import app as owner


def chalice_apps() -> dict[str, Any]:
    """The doors, by audience."""
    return {"agency": agency, "citizen": citizen, "console": console, "dispatch": dispatch, "owner": owner}
