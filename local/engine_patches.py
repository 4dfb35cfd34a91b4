"""Every change we make to the engine, each with its reason; tests/conformance/test_engine_patches.py probes each.

Those that need a page of their own are written in `local.engine_sign_in`, `local.engine_things` (what boxes need),
`local.engine_judge` (what stand-ins ask), `local.engine_streams` (how tables' streams are followed), and
`local.engine_workers` (where function workers come from).
"""

from __future__ import annotations

import asyncio
import copy
import os
import threading
import time
from typing import Any

from local import engine_judge, engine_streams, engine_things, engine_workers
from local.engine_sign_in import ask_for_totp


def apply() -> None:
    """Patch the engine in this process. Called once, before its main."""
    from ministack import app
    from ministack.core import iam_evaluator, lambda_runtime
    from ministack.services import cognito, dynamodb, eventbridge, iot, lambda_svc, s3

    ask_for_totp(cognito)
    keep_versioning_of_locked_buckets(s3)
    name_roles_as_amazon_does(iam_evaluator)
    let_the_scanner_speak(eventbridge)
    engine_things.keep_the_broker_at_home(iot)
    engine_things.ask_for_a_certificate(iot)
    engine_things.know_the_thing(iam_evaluator)
    engine_judge.answer_stand_ins(app)
    engine_streams.follow_each_by_itself(lambda_svc, dynamodb)
    engine_workers.fork_workers(lambda_runtime)
    if os.environ.get("PERSIST_STATE") == "1":
        from ministack.services import ses

        keep_too(s3, "_object_retention", "_object_legal_hold")
        keep_too(dynamodb, "_stream_records", "_stream_trimmed")
        keep_too(ses, "_sent_emails")
        threading.Thread(target=_save_for_ever, daemon=True).start()


def keep_versioning_of_locked_buckets(s3: Any) -> None:
    """S3 refuses to suspend versioning of a bucket with Object Lock (409 InvalidBucketState); the engine accepts."""
    put = s3._put_bucket_versioning

    def put_unless_locked(name: str, body: bytes) -> Any:
        if s3._bucket_object_lock.get(name) and b"Suspended" in (body or b""):
            why = "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."
            return s3._error("InvalidBucketState", why, 409)
        return put(name, body)

    s3._put_bucket_versioning = put_unless_locked


def keep_too(module: Any, *stores: str) -> None:
    """Save and restore what the engine forgets at a restart, though it keeps what refers to it.

    Of S3: each object's retention and hold. Of DynamoDB: the records of streams; it keeps how far a function has read,
    so without them every function would be deaf to new ones. Of SES: the mails, which the outbox shows.
    """
    get, load = module.get_state, module.load_persisted_state

    def get_more() -> Any:
        return {**get(), **{f"rtcc:{name}": copy.deepcopy(getattr(module, name)) for name in stores}}

    def load_more(state: Any) -> None:
        load(state)
        for name in stores:
            if (kept := state.get(f"rtcc:{name}")) is not None:
                getattr(module, name)._data.update(kept._data)

    module.get_state, module.load_persisted_state = get_more, load_more


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


def let_the_scanner_speak(events: Any) -> None:
    """Like Amazon's, the bus takes no `aws.` source from a customer; our malware scan speaks as GuardDuty."""
    put = events._put_events

    def put_for_scanner(data: Any, allow_aws_source: bool = False) -> Any:
        sources = {entry.get("Source") for entry in data.get("Entries", [])}
        return put(data, allow_aws_source or sources == {"aws.guardduty"})

    events._put_events = put_for_scanner


def _save_for_ever() -> None:
    """The engine saves at a graceful stop only; a kept city should survive a power cut, a few seconds older."""
    from ministack import app
    from ministack.core.persistence import save_all

    while True:
        time.sleep(float(os.environ["RTCC_ENGINE_SAVES"]))
        loop: asyncio.AbstractEventLoop | None = app._MAIN_LOOP
        if loop is not None:
            loop.call_soon_threadsafe(lambda: save_all(app._build_persistence_save_dict()))
