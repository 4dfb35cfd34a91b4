"""A patch of the engine: it judges signed requests that reach a stand-in outside of it, so that no secret leaves it.

`POST /_rtcc/authorize` verifies the signature with the city's own credentials, then asks the caller's policies, the
session's among them. Headers must be signed (no presigned address), and no resource has a policy of its own.
"""

from __future__ import annotations

import json
import urllib.request
from typing import Any
from urllib.parse import parse_qs

from local.aws import ACCOUNT, REGION

PATH = "/_rtcc/authorize"
_TYPE = {"Content-Type": "application/json"}


def ask(endpoint: str, request: dict[str, Any]) -> dict[str, Any]:
    """Have a request judged; `{allowed, why, message, principal}`.

    `request` holds method, path, query (raw), headers, payload_sha256 (the hashes to accept), action, resource and,
    when it is not the action's prefix, the service of the signature.
    """
    sent = urllib.request.Request(f"{endpoint}{PATH}", json.dumps(request).encode(), _TYPE, method="POST")
    with urllib.request.urlopen(sent, timeout=10) as answer:
        return dict(json.load(answer))


def answer_stand_ins(app: Any) -> None:
    """Answer the judge's address before the engine routes anything. Kinesis Video does not exist in the engine."""
    shortcuts = app._handle_post_body_shortcuts

    async def judge_too(method: str, path: str, headers: Any, body: bytes, query: Any, request_id: str) -> Any:
        if path != PATH or method != "POST":
            return await shortcuts(method, path, headers, body, query, request_id)
        try:
            status, verdict = 200, _judge(json.loads(body))
        except (KeyError, TypeError, ValueError, AttributeError) as trouble:
            status, verdict = 400, {"why": f"not understood: {trouble!r}"}
        return status, dict(_TYPE), json.dumps(verdict).encode()  # the engine adds to what it is given

    app._handle_post_body_shortcuts = judge_too


def _judge(request: dict[str, Any]) -> dict[str, Any]:
    credential = _caller(request)
    if isinstance(credential, tuple):
        return {"allowed": False, "why": credential[0], "message": credential[1], "principal": ""}
    allowed = _may(credential, request["action"], request["resource"])
    why = "" if allowed else "AccessDenied"
    message = "" if allowed else f"{credential.principal_arn} may not {request['action']} on {request['resource']}."
    return {"allowed": allowed, "why": why, "message": message, "principal": credential.principal_arn}


def _caller(request: dict[str, Any]) -> Any:
    """The credential that signed the request, or a pair of code and reason."""
    from ministack.core import iam_evaluator, sigv4

    headers = {name.lower(): value for name, value in request["headers"].items()}
    if not headers.get("authorization", "").startswith("AWS4-HMAC-SHA256 "):
        return "MissingAuthenticationToken", "The request is not signed."
    signature = sigv4.parse_header_signature(headers)
    if isinstance(signature, tuple):
        return signature
    service = request.get("service") or request["action"].split(":")[0]
    if (signature.service, signature.region) != (service, REGION):
        return "SignatureDoesNotMatch", f"Credential should be scoped to {REGION} and {service}."
    if late := sigv4.request_time_failure(signature):
        return late
    token = headers.get("x-amz-security-token", "")
    credential = iam_evaluator.resolve_credential(signature.access_key_id, ACCOUNT, token)
    if isinstance(credential, iam_evaluator.CredentialResolutionError):
        return credential.code, credential.message
    return _mismatch(signature, credential.secret_access_key, request, headers) or credential


def _mismatch(signature: Any, secret: str, request: dict[str, Any], headers: dict[str, str]) -> tuple[str, str] | None:
    """Why no payload hash that we accept was signed; None when one was."""
    from ministack.core import sigv4

    query = parse_qs(request.get("query", ""), keep_blank_values=True)
    failure: tuple[str, str] | None = ("SignatureDoesNotMatch", sigv4.SIGNATURE_MISMATCH)
    for digest in request["payload_sha256"]:
        hashed = {**headers, "x-amz-content-sha256": digest}
        failure = sigv4.header_signature_failure(
            signature, secret, request["method"], request["path"], query, hashed, b""
        )
        if failure is None:
            break
    return failure


def _may(credential: Any, action: str, resource: str) -> bool:
    from ministack.core import iam_evaluator

    principal = iam_evaluator.resolve_principal(credential.access_key_id, credential.account_id, credential)
    if isinstance(principal, iam_evaluator.AuthError):
        return False
    if principal.policies is None:  # the engine's root
        return True
    context = iam_evaluator.EvalContext(
        principal_arn=principal.arn,
        principal_type=principal.type,
        principal_account=principal.account,
        action=action,
        resource_arn=resource,
        region=REGION,
        principal_keys=principal.keys,
    )
    return bool(iam_evaluator.evaluate(context, principal.policies, *principal.limits).decision == "Allow")
