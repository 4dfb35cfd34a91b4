"""Every route that answers without a sign-in: the whole list, so that adding one is a line somebody reviews."""

# Of the citizen API only. `request` routes ask for a link's token, which the door checks itself.
PUBLIC_ROUTES = frozenset(
    {
        "GET /about",
        "POST /registrations",
        "POST /registrations/{id}/confirmations",
        "GET /request",
        "POST /request/files",
        "GET /request/files/{id}",
        "POST /request/files/{id}/parts",
        "POST /request/files/{id}/finish",
        "POST /request/decline",
    }
)
