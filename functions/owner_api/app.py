"""The owners' app: what the center sees of their site, who looked, and allowing less of it."""

from functions.owner_api import cameras, owner, views
from rtcc.http.entrance import Entrance

app = Entrance("owner", owner.door, cameras.door, views.door)
