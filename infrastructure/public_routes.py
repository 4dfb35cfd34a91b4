"""Every route that answers without a sign-in: the whole list, so that adding one is a line somebody reviews."""

# Of the citizen API only. `request` and `my` routes ask for a link's token, which the door checks itself.
PUBLIC_ROUTES = frozenset(
    {
        "GET /about",
        "GET /counts",
        "GET /seal-key",
        "POST /registrations",
        "POST /registrations/place",
        "POST /registrations/{registrant_id}/confirmations",
        "POST /my/links",
        "GET /my",
        "POST /my/changes",
        "POST /my/contact",
        "POST /my/contact/confirmations",
        "POST /my/move",
        "POST /my/pause",
        "POST /my/resume",
        "POST /my/leave",
        "GET /my/download",
        "GET /request",
        "POST /request/files",
        "GET /request/files/{submission_id}",
        "POST /request/files/{submission_id}/parts",
        "POST /request/files/{submission_id}/finish",
        "POST /request/decline",
        "GET /request/qr",
        "POST /links/renewal",
        "GET /real/{code}",
        "GET /faq",
        "POST /faq/helpful",
        "POST /request/answer",
        "POST /request/statement",
    }
)
