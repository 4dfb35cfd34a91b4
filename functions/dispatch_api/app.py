"""The dispatch system's app: it tells us of calls, and learns nothing."""

from functions.dispatch_api import calls
from rtcc.http.entrance import Entrance

app = Entrance("dispatch", calls.door)
