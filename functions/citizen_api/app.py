"""The citizens' app: public pages call it; a link's token opens one request, or one's own registration."""

from functions.citizen_api import (
    about,
    counts,
    faq,
    leaving,
    link,
    my,
    real,
    registrations,
    request,
    seal_key,
    statement,
    submissions,
)
from rtcc.http.entrance import Entrance

app = Entrance(
    "citizen",
    about.door,
    counts.door,
    faq.door,
    registrations.door,
    my.door,
    leaving.door,
    request.door,
    link.door,
    submissions.door,
    statement.door,
    real.door,
    seal_key.door,
)
