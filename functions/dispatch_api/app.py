"""The dispatch system's app: it tells us of calls, and learns nothing."""

from rtcc.http.entrance import Entrance

from functions.dispatch_api import calls

app = Entrance("dispatch", calls.door)
