"""The citizens' app: public pages call it; a link's token opens one request and nothing else."""

from functions.citizen_api import about, faq, link, real, registrations, request, seal_key, statement, submissions
from rtcc.http.entrance import Entrance

app = Entrance(
    "citizen",
    about.door,
    faq.door,
    registrations.door,
    request.door,
    link.door,
    submissions.door,
    statement.door,
    real.door,
    seal_key.door,
)
