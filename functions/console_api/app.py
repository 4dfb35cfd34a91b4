"""The analysts' app: every route wants a staff token, a role, and writes down who looked."""

from rtcc.http.entrance import Entrance

from functions.console_api import canvass, custody, evidence, incidents, staff

app = Entrance("console", staff.door, incidents.door, canvass.door, evidence.door, custody.door)
