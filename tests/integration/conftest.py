"""Rooms that speak to a real engine instead of AWS."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from rtcc.aws.clients import client
from tests.conformance.locks import bucket_with_lock
from tests.engines.account import Account


@pytest.fixture
def real_s3(real_store: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """Let the gates speak to seaweedfs, with a key that has every right."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", real_store.endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", real_store.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", real_store.secret_access_key)
    client.cache_clear()
    yield real_store
    client.cache_clear()


@pytest.fixture
def real_vault(real_s3: Account, monkeypatch: pytest.MonkeyPatch) -> str:
    """A locked bucket of this test's own, named to the rooms as the vault."""
    name = bucket_with_lock(real_s3.client("s3"), f"vault-{uuid4().hex}")
    monkeypatch.setenv("BUCKET_VAULT", name)
    return name


@pytest.fixture
def real_inbox(real_s3: Account, monkeypatch: pytest.MonkeyPatch) -> str:
    """A versioned bucket of this test's own, named to the rooms as the inbox."""
    s3, name = real_s3.client("s3"), f"inbox-{uuid4().hex}"
    s3.create_bucket(Bucket=name)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    monkeypatch.setenv("BUCKET_INBOX", name)
    return name
