"""Every change we make to the engine, each with its reason; tests/conformance/test_engine_patches.py probes each."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
import sysconfig
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from local.engine_pages import ask_for_code, refusal

_CODE_TTL_SECONDS = 180
_TRIES = 3
_SAVE_EVERY_SECONDS = 15
_PENDING: dict[str, dict[str, Any]] = {}


def apply() -> None:
    """Patch the engine in this process. Called once, before its main."""
    from ministack.core import iam_evaluator, lambda_runtime
    from ministack.services import cognito, s3

    ask_for_totp(cognito)
    keep_versioning_of_locked_buckets(s3)
    keep_object_locks(s3)
    name_roles_as_amazon_does(iam_evaluator)
    run_workers_on_what_ships(lambda_runtime)
    if os.environ.get("PERSIST_STATE") == "1":
        threading.Thread(target=_save_for_ever, daemon=True).start()


def ask_for_totp(cognito: Any) -> None:
    """The engine's sign-in page hands out a code for the password alone; Amazon's asks for the second factor."""
    issue, submit = cognito._issue_auth_code_redirect, cognito.handle_login_submit

    def issue_after_totp(*args: Any) -> Any:
        pool, user = _who(cognito, *args)
        if "SOFTWARE_TOKEN_MFA" in user.get("_mfa_enabled", []):
            token = secrets.token_urlsafe(24)
            _PENDING[token] = {"again": args, "secret": user["_totp_secret"], "until": _in_time(), "tries": 0}
            return ask_for_code(cognito, token)
        if pool.get("MfaConfiguration") == "ON":
            return refusal(cognito, "This account has no authenticator yet. Ask your administrator.")
        return issue(*args)

    def submit_code_too(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        form = {name: values[0] for name, values in parse_qs((body or b"").decode("utf-8", "replace")).items()}
        if "totp_token" not in form:
            return submit(method, path, headers, body, query)
        token, waiting = form["totp_token"], _PENDING.get(form["totp_token"])
        if waiting is None or waiting["until"] < time.time() or waiting["tries"] >= _TRIES:
            _PENDING.pop(token, None)
            return refusal(cognito, "This sign-in has ended. Go back and begin again.")
        if not cognito._totp_matches(waiting["secret"], form.get("totp_code", "").strip()):
            waiting["tries"] += 1
            return ask_for_code(cognito, token, "That code is not right.")
        del _PENDING[token]
        return issue(*waiting["again"])

    cognito._issue_auth_code_redirect = issue_after_totp
    cognito.handle_login_submit = submit_code_too


def keep_versioning_of_locked_buckets(s3: Any) -> None:
    """S3 refuses to suspend versioning of a bucket with Object Lock (409 InvalidBucketState); the engine accepts."""
    put = s3._put_bucket_versioning

    def put_unless_locked(name: str, body: bytes) -> Any:
        if s3._bucket_object_lock.get(name) and b"Suspended" in (body or b""):
            why = "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."
            return s3._error("InvalidBucketState", why, 409)
        return put(name, body)

    s3._put_bucket_versioning = put_unless_locked


def keep_object_locks(s3: Any) -> None:
    """The engine saves a bucket's lock settings but forgets each object's retention and hold at a restart."""
    s3._PERSISTED_BUCKET_DICTS["object_retention"] = s3._object_retention
    s3._PERSISTED_BUCKET_DICTS["object_legal_hold"] = s3._object_legal_hold


def name_roles_as_amazon_does(evaluator: Any) -> None:
    """`aws:PrincipalArn` is the ARN of the role, not of its session; a policy that names the role must match it."""
    resolve = evaluator._resolve_condition_key

    def resolve_role(key: str, context: Any) -> Any:
        value = resolve(key, context)
        if key.lower() != "aws:principalarn" or ":assumed-role/" not in str(value):
            return value
        account, session = value.split(":")[4:6]
        return f"arn:aws:iam::{account}:role/{session.split('/')[1]}"

    evaluator._resolve_condition_key = resolve_role


def run_workers_on_what_ships(lambda_runtime: Any) -> None:
    """Workers would see this repository through the virtual environment, and hide a file missing from an asset.

    Without `site` no .pth file is read: they see their layers, their asset and the installed packages only.
    """
    runner = Path(os.environ["TMPDIR"]) / "python-of-lambda"
    packages = sysconfig.get_path("purelib")
    runner.write_text(f'#!/bin/sh\nPYTHONPATH="{packages}" exec "{sys.executable}" -S "$@"\n', encoding="utf-8")
    runner.chmod(0o700)
    detect = lambda_runtime._detect_runtime_binary

    def detect_ours(runtime: str) -> Any:
        binary, script = detect(runtime)
        return (str(runner) if runtime.startswith("python") else binary), script

    lambda_runtime._detect_runtime_binary = detect_ours


def _save_for_ever() -> None:
    """The engine saves at a graceful stop only; a kept city should survive a power cut, a few seconds older."""
    from ministack import app
    from ministack.core.persistence import save_all

    while True:
        time.sleep(_SAVE_EVERY_SECONDS)
        loop: asyncio.AbstractEventLoop | None = app._MAIN_LOOP
        if loop is not None:
            loop.call_soon_threadsafe(lambda: save_all(app._build_persistence_save_dict()))


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
