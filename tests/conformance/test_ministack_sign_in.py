"""How staff sign in to the local city, and where its sign-in page is too kind."""

import base64
import hashlib
import http.client
import json
import urllib.parse
import urllib.request

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from tests.conformance.arrange import refused
from tests.conformance.pools import PASSWORD, REDIRECT, pool

VERIFIER = "v" * 64
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def staff(bare_cloud):
    return pool(bare_cloud, "staff")


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def challenge():
    return base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


def page(staff, name, password=PASSWORD):
    """Send the sign-in page's form; returns the answer without following it."""
    form = {
        "client_id": staff.client_id,
        "redirect_uri": REDIRECT,
        "scope": "openid",
        "state": "s",
        "response_type": "code",
        "code_challenge": challenge(),
        "code_challenge_method": "S256",
        "username": name,
        "password": password,
    }
    return unfollowed("POST", f"{staff.cloud.endpoint}/login", form)


def unfollowed(method, url, form):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    connection.request(method, f"{parts.path}?{parts.query}", urllib.parse.urlencode(form), FORM)
    answer = connection.getresponse()
    return answer.status, answer.getheader("Location") or "", answer.read()


def code_of(location):
    return urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)["code"][0]


def redeem(staff, code, verifier=VERIFIER):
    form = {
        "grant_type": "authorization_code",
        "client_id": staff.client_id,
        "redirect_uri": REDIRECT,
        "code": code,
        "code_verifier": verifier,
    }
    status, _, body = unfollowed("POST", f"{staff.cloud.endpoint}/oauth2/token", form)
    return status, json.loads(body)


def test_ministack_asks_a_user_with_a_second_factor_for_it_and_refuses_a_wrong_one(staff):
    staff.user("ana")
    totp = staff.enrol("ana")

    asked = staff.begin("ana")
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    wrong = f"{(int(totp.now()) + 1) % 1_000_000:06}"
    with refused("CodeMismatchException", "NotAuthorizedException"):
        staff.answer("ana", asked["Session"], wrong)

    tokens = staff.answer("ana", staff.begin("ana")["Session"], totp.now())["AuthenticationResult"]
    assert tokens["IdToken"]


def test_ministack_asks_nothing_of_a_user_without_a_second_factor_so_the_city_enrols_everyone(staff):
    staff.user("bea")

    assert "AuthenticationResult" in staff.begin("bea")


def test_ministack_refuses_a_flow_that_the_client_does_not_allow(staff):
    staff.user("cleo")
    stranger = staff.cloud.client("cognito-idp", unsigned=True)

    with refused("InvalidParameterException"):
        stranger.initiate_auth(
            ClientId=staff.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "cleo", "PASSWORD": PASSWORD},
        )


def test_ministack_lets_the_page_through_without_the_second_factor_so_we_patch_the_page(staff):
    staff.user("dora")
    staff.enrol("dora")

    status, location, _ = page(staff, "dora")

    assert status in (302, 303)
    assert location.startswith(REDIRECT)
    assert code_of(location)


def test_ministack_refuses_a_wrong_password_on_the_page(staff):
    staff.user("eva")

    status, location, body = page(staff, "eva", "Wrong-Horse-7-Battery")

    assert (status, location) == (200, "")
    assert b"error" in body


def test_ministack_gives_tokens_for_a_code_once_and_only_with_its_verifier(staff):
    staff.user("fay")

    assert redeem(staff, code_of(page(staff, "fay")[1]), "w" * 64)[0] == 400
    code = code_of(page(staff, "fay")[1])
    status, tokens = redeem(staff, code)
    assert status == 200
    assert tokens["id_token"]
    assert redeem(staff, code)[0] == 400


def test_ministack_makes_tokens_that_verify_offline_with_the_keys_of_the_pool(staff):
    sub = staff.user("gil")
    token = staff.begin("gil")["AuthenticationResult"]["IdToken"]
    header, body, signature = token.split(".")
    with urllib.request.urlopen(f"{staff.cloud.endpoint}/{staff.id}/.well-known/jwks.json") as answer:
        keys = json.load(answer)["keys"]

    (key,) = [each for each in keys if each["kid"] == json.loads(decoded(header))["kid"]]
    numbers = [int.from_bytes(decoded(key[part])) for part in ("e", "n")]
    RSAPublicNumbers(*numbers).public_key().verify(
        decoded(signature), f"{header}.{body}".encode(), PKCS1v15(), SHA256()
    )

    claims = json.loads(decoded(body))
    assert (claims["sub"], claims["aud"], claims["token_use"]) == (sub, staff.client_id, "id")
    assert claims["iss"] == f"https://cognito-idp.us-east-1.amazonaws.com/{staff.id}"
    assert claims["exp"] > claims["iat"]


def test_ministack_refuses_a_user_who_is_disabled(staff):
    staff.user("hal")
    staff.api.admin_disable_user(UserPoolId=staff.id, Username="hal")

    with refused("NotAuthorizedException", "UserNotFoundException"):
        staff.begin("hal")
