"""The citizens' app: public pages call it; a link's token opens one request and nothing else."""

from functions.citizen_api import about, registrations, request, seal_key, statement, submissions
from rtcc.http.entrance import Entrance

app = Entrance("citizen", about.door, registrations.door, request.door, submissions.door, statement.door, seal_key.door)
