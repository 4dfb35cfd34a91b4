"""The receiving agencies' app: who signed in, and the packages for that person at that agency."""

from functions.agency_api import me, shares, views
from rtcc.http.entrance import Entrance

app = Entrance("agency", me.door, shares.door, views.door)
