"""The sign-in page as the city runs it: local/engine_sign_in.py makes it ask for the second factor."""

import re
import urllib.parse

import pytest

from tests.conformance.arrange import http
from tests.conformance.pools import PASSWORD, REDIRECT, pool

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def staff(patched_cloud):
    return pool(patched_cloud, "patched")


def send(staff, **fields):
    """Send a form of the sign-in page; a redirect is not followed, as its address does not exist."""
    body = urllib.parse.urlencode(fields).encode()
    try:
        return http("POST", f"{staff.cloud.endpoint}/login", body, FORM).body.decode()
    except OSError as followed:  # the redirect leads to a port where nobody listens
        return f"redirected: {followed}"


def with_password(staff, name):
    return send(
        staff, client_id=staff.client_id, redirect_uri=REDIRECT, scope="openid", state="s", response_type="code",
        username=name, password=PASSWORD,
    )  # fmt: skip


def token_in(page):
    return re.search(r'name="totp_token" value="([^"]+)"', page)[1]


def test_the_sign_in_page_asks_for_the_second_factor_before_it_lets_anybody_through(staff):
    staff.user("ana")
    totp = staff.enrol("ana")

    page = with_password(staff, "ana")

    assert 'id="totp_code"' in page
    wrong = f"{(int(totp.now()) + 1) % 1_000_000:06}"
    assert "not right" in send(staff, totp_token=token_in(page), totp_code=wrong)
    assert send(staff, totp_token=token_in(page), totp_code=totp.now()).startswith("redirected")
    assert "has ended" in send(staff, totp_token=token_in(page), totp_code=totp.now())


def test_the_sign_in_page_gives_up_after_three_wrong_codes(staff):
    staff.user("bea")
    totp = staff.enrol("bea")
    token = token_in(with_password(staff, "bea"))
    wrong = f"{(int(totp.now()) + 1) % 1_000_000:06}"

    for _ in range(3):
        assert "not right" in send(staff, totp_token=token, totp_code=wrong)

    assert "has ended" in send(staff, totp_token=token, totp_code=totp.now())


def test_the_sign_in_page_lets_nobody_in_who_has_no_second_factor(staff):
    staff.user("cleo")

    assert "no authenticator yet" in with_password(staff, "cleo")
