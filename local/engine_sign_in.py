"""A patch of the engine: its sign-in page asks for the second factor before it gives out a code."""

from __future__ import annotations

import html
import secrets
import time
from typing import Any
from urllib.parse import parse_qs

_CODE_TTL_SECONDS = 180
_TRIES = 3
_PENDING: dict[str, dict[str, Any]] = {}


def ask_for_totp(cognito: Any) -> None:
    """The engine's sign-in page hands out a code for the password alone; Amazon's asks for the second factor."""
    issue, submit = cognito._issue_auth_code_redirect, cognito.handle_login_submit

    def issue_after_totp(*args: Any) -> Any:
        pool, user = _who(cognito, *args)
        if "SOFTWARE_TOKEN_MFA" in user.get("_mfa_enabled", []):
            token = secrets.token_urlsafe(24)
            _PENDING[token] = {"again": args, "secret": user["_totp_secret"], "until": _in_time(), "tries": 0}
            return _page(cognito, token)
        if pool.get("MfaConfiguration") == "ON":
            return _refusal(cognito, "This account has no authenticator yet. Ask your administrator.")
        return issue(*args)

    def submit_code_too(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        form = {name: values[0] for name, values in parse_qs((body or b"").decode("utf-8", "replace")).items()}
        if "totp_token" not in form:
            return submit(method, path, headers, body, query)
        token, waiting = form["totp_token"], _PENDING.get(form["totp_token"])
        if waiting is None or waiting["until"] < time.time() or waiting["tries"] >= _TRIES:
            _PENDING.pop(token, None)
            return _refusal(cognito, "This sign-in has ended. Go back and begin again.")
        if not cognito._totp_matches(waiting["secret"], form.get("totp_code", "").strip()):
            waiting["tries"] += 1
            return _page(cognito, token, "That code is not right.")
        del _PENDING[token]
        return issue(*waiting["again"])

    cognito._issue_auth_code_redirect = issue_after_totp
    cognito.handle_login_submit = submit_code_too


def _who(cognito: Any, *args: Any) -> Any:
    """The pool and the user of a call of `_issue_auth_code_redirect`, whose arguments are all given by place."""
    client_id, username = args[0], args[4]
    pool = cognito._find_pool_by_client_id(client_id)[1]
    return pool, cognito._resolve_user(pool, username)[0] or {}


def _in_time() -> float:
    now = time.time()
    for token in [token for token, waiting in _PENDING.items() if waiting["until"] < now]:
        del _PENDING[token]
    return now + _CODE_TTL_SECONDS


def _page(cognito: Any, token: str, error: str = "") -> Any:
    """The page that asks for the code; `token` stands for the password that was right."""
    said = f'<div class="error" role="alert">{html.escape(error)}</div>' if error else ""
    body = f"""{said}<form method="POST" action="/login">
<input type="hidden" name="totp_token" value="{html.escape(token)}">
<label for="totp_code">Code from your authenticator</label>
<input type="text" id="totp_code" name="totp_code" inputmode="numeric" autocomplete="one-time-code" required autofocus>
<button type="submit">Sign in</button></form>"""
    return _html(cognito._page_shell("Sign in", "One more step", body))


def _refusal(cognito: Any, why: str) -> Any:
    """The page that ends a sign-in, with the reason."""
    return _html(cognito._page_shell("Sign in", "Sign in", f'<div class="error" role="alert">{html.escape(why)}</div>'))


def _html(page: str) -> Any:
    return 200, {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}, page.encode()
