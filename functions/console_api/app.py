"""The analysts' app: every route wants a staff token, a role, and writes down who looked."""

from functions.console_api import canvass, custody, evidence, incidents, releases, staff
from rtcc.http.entrance import Entrance

app = Entrance("console", staff.door, incidents.door, canvass.door, evidence.door, custody.door, releases.door)
