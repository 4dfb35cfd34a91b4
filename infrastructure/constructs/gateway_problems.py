"""What API Gateway itself refuses is told like everything else: as problem+json (RFC 9457)."""

import json

from aws_cdk import aws_apigateway as apigateway

KINDS = apigateway.ResponseType
# kind: status, slug, title, detail
UNSIGNED = (401, "unauthorized", "Sign in", "This needs a sign-in that is still valid.")
FORBIDDEN = (403, "forbidden", "Not allowed", "This is not allowed.")
PROBLEMS = (
    (KINDS.UNAUTHORIZED, *UNSIGNED),
    (KINDS.EXPIRED_TOKEN, *UNSIGNED),
    (KINDS.ACCESS_DENIED, *FORBIDDEN),
    (KINDS.INVALID_SIGNATURE, *FORBIDDEN),
    (KINDS.WAF_FILTERED, *FORBIDDEN),
    (KINDS.REQUEST_TOO_LARGE, 413, "too-large", "Too large", "The request is larger than this address takes."),
    (KINDS.UNSUPPORTED_MEDIA_TYPE, 415, "media-type", "Not understood", "Send JSON."),
    (KINDS.THROTTLED, 429, "too-many-requests", "Too many requests", "Wait a moment, then try again."),
    (KINDS.INTEGRATION_TIMEOUT, 504, "timeout", "Too slow", "The answer took too long. Try again."),
    (KINDS.DEFAULT_5_XX, 500, "internal", "Our mistake", "Something went wrong here. Try again."),
    (KINDS.DEFAULT_4_XX, None, "invalid", "Not accepted", "The request was not accepted."),
)
NO_SUCH_ROUTE = (KINDS.MISSING_AUTHENTICATION_TOKEN, 404, "not-found", "Not found", "There is nothing at this address.")
NOT_SIGNED = (KINDS.MISSING_AUTHENTICATION_TOKEN, *FORBIDDEN)


def add_problems(api: apigateway.RestApi, *, signed: bool) -> None:
    """Answer for the gateway. To it an unknown route and a request nobody signed look alike; `signed` says which."""
    for kind, status, slug, title, detail in (*PROBLEMS, NOT_SIGNED if signed else NO_SUCH_ROUTE):
        body = {"type": f"urn:rtcc:problem:{slug}", "title": title, "detail": detail}
        api.add_gateway_response(
            "Problem" + slug.title().replace("-", "") + kind.response_type.title().replace("_", ""),
            type=kind,
            status_code=str(status) if status else None,
            response_headers={"Content-Type": "'application/problem+json'", "Cache-Control": "'no-store'"},
            templates={"application/json": json.dumps(body | ({"status": status} if status else {}))},
        )
