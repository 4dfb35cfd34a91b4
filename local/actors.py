"""Makes the demo's staff: an account, a password and an authenticator each, and a place in the access table.

Stands in for an administrator and for people with telephones. Passwords and secrets are new for every city. The
pages' client allows the sign-in page only, so a client of our own enrolls the authenticators and is then deleted.
Amazon's Cognito would answer that client with a challenge to set the authenticator up; the engine gives it a token.
"""

from __future__ import annotations

import json
import secrets
import string
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyotp

from local import aws
from local.progress import Stopped

STAFF = ("analyst", "supervisor", "detective", "administrator", "auditor")
SECOND = "supervisor2"  # what takes two people takes two supervisors
Actor = dict[str, str]


def make(endpoint: str, *, pools: dict[str, str]) -> dict[str, Actor]:
    """One account a role, each with an authenticator that was proven once. `pools` are staff, owner and agency."""
    return {
        **_accounts(endpoint, pools["staff"], STAFF),
        SECOND: one_more(endpoint, pool=pools["staff"], role="supervisor", user="supervisor-2"),
        **_accounts(endpoint, pools["owner"], ("owner",)),
        **_accounts(endpoint, pools["agency"], ("recipient",)),
    }


def one_more(endpoint: str, *, pool: str, role: str, user: str) -> Actor:
    """An account beside those of `make`, with an authenticator that was proven once."""
    with _enroller(endpoint, pool) as client:
        return _person(endpoint, pool=pool, client=client, role=role, user=user)


def _accounts(endpoint: str, pool: str, roles: tuple[str, ...]) -> dict[str, Actor]:
    with _enroller(endpoint, pool) as client:
        return {role: _person(endpoint, pool=pool, client=client, role=role, user=f"{role}-1") for role in roles}


@contextmanager
def _enroller(endpoint: str, pool: str) -> Iterator[str]:
    cognito = aws.client("cognito-idp", endpoint)
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="enroller", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    try:
        yield client
    finally:
        cognito.delete_user_pool_client(UserPoolId=pool, ClientId=client)


def password() -> str:
    """A password of 24 letters that has one of every kind the pool asks for."""
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "-_.!*")
    letters = [secrets.choice(kind) for kind in kinds]
    letters += [secrets.choice("".join(kinds)) for _ in range(24 - len(letters))]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)


def _person(endpoint: str, *, pool: str, client: str, role: str, user: str) -> Actor:
    cognito, word = aws.client("cognito-idp", endpoint), password()
    # The engine would make a first password itself, shorter than the pool asks for.
    made = cognito.admin_create_user(
        UserPoolId=pool, Username=user, MessageAction="SUPPRESS", TemporaryPassword=password()
    )["User"]
    cognito.admin_set_user_password(UserPoolId=pool, Username=user, Password=word, Permanent=True)
    token = cognito.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=client,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user, "PASSWORD": word},
    )["AuthenticationResult"]["AccessToken"]
    secret = cognito.associate_software_token(AccessToken=token)["SecretCode"]
    cognito.verify_software_token(AccessToken=token, UserCode=pyotp.TOTP(secret).now())
    cognito.admin_set_user_mfa_preference(
        UserPoolId=pool, Username=user, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    sub = next(each["Value"] for each in made["Attributes"] if each["Name"] == "sub")
    return {"user": user, "password": word, "totp_secret": secret, "role": role, "sub": sub}


def enroll(
    people: dict[str, Actor],
    *,
    city: dict[str, Any],
    receiving: dict[str, str],
    dispatch_role: str,
    environment: dict[str, str],
) -> None:
    """Give the staff, the dispatch system and the agency's recipient their role. The owner waits for their site."""
    home = {"agency": city["agency"], "ori": city["ori"]}
    listed = [_listed("staff", people[role], badge=f"{number}01", **home) for number, role in enumerate(STAFF, start=1)]
    listed.append(_listed("staff", people[SECOND], badge="202", **home))
    listed.append(_recipient(people["recipient"], badge="D101", agency=receiving))
    role = dispatch_role.rpartition("/")[2]
    listed.append({"identity": f"iam:{role}", "name": "Dispatch", "badge": "CAD", "role": "dispatcher", **home})
    _enroll(listed, environment)


def enroll_owner(owner: Actor, *, site: str, environment: dict[str, str]) -> None:
    """Let the owner speak for the one establishment that a box was installed at."""
    _enroll([_listed("owner", owner, badge="OWNER", agency="", ori="", site=site)], environment)


def enroll_recipient(person: Actor, *, badge: str, agency: dict[str, str], environment: dict[str, str]) -> None:
    """Let one more person at a receiving agency ({ori, name}) fetch what is released to their badge."""
    _enroll([_recipient(person, badge=badge, agency=agency)], environment)


def _recipient(person: Actor, *, badge: str, agency: dict[str, str]) -> dict[str, str]:
    return _listed("agency", person, badge=badge, agency=agency["name"], ori=agency["ori"])


def _listed(pool: str, actor: Actor, **more: str) -> dict[str, str]:
    return {
        "identity": f"{pool}:{actor['sub']}",
        "name": actor["user"].replace("-", " ").title(),
        "role": actor["role"],
        **more,
    }


def _enroll(people: list[dict[str, str]], environment: dict[str, str]) -> None:
    """In a child process, so that nobody else sees the functions' environment."""
    done = subprocess.run(
        [sys.executable, "-m", "local.enroll"],
        input=json.dumps(people).encode(),
        env=environment,
        capture_output=True,
        timeout=60,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise Stopped(f"The demo's people could not be enrolled: {said[-1]}")


def dispatch(endpoint: str, role: str) -> dict[str, str]:
    """Credentials of a dispatch system, for an hour."""
    given = aws.client("sts", endpoint).assume_role(RoleArn=role, RoleSessionName="dispatch")["Credentials"]
    return {
        "role_arn": role,
        "access_key_id": given["AccessKeyId"],
        "secret_access_key": given["SecretAccessKey"],
        "session_token": given["SessionToken"],
    }
