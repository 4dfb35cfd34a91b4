"""API Gateway of the local city: who gets through to a function, and what the function is told of them."""

import base64
import json
from dataclasses import replace

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.conformance.arrange import http
from tests.conformance.pools import pool
from tests.conformance.witness import role
from tests.engines.account import Account

EVERYONE = "arn:aws:iam::000000000000:root"


@pytest.fixture(scope="module")
def staff(bare_cloud):
    return pool(bare_cloud, "staff-at-the-door")


@pytest.fixture(scope="module")
def doors(bare_cloud, witness, staff):
    """One API with an open door, one for staff and one for systems; returns its address and its id."""
    gateway = bare_cloud.client("apigateway")
    api = gateway.create_rest_api(name="doors")["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    by_pool = gateway.create_authorizer(
        restApiId=api,
        name="staff",
        type="COGNITO_USER_POOLS",
        providerARNs=[staff.arn],
        identitySource="method.request.header.Authorization",
    )["id"]
    asked = {"open": {}, "staff": {"authorizerId": by_pool}, "system": {}}
    kinds = {"open": "NONE", "staff": "COGNITO_USER_POOLS", "system": "AWS_IAM"}
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{witness.arn}/invocations"
    for path, more in asked.items():
        place = gateway.create_resource(restApiId=api, parentId=root, pathPart=path)["id"]
        where = {"restApiId": api, "resourceId": place, "httpMethod": "POST"}
        gateway.put_method(**where, authorizationType=kinds[path], **more)
        gateway.put_integration(**where, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    bare_cloud.client("lambda").add_permission(
        FunctionName="witness",
        StatementId="gateway",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
    )
    gateway.create_deployment(restApiId=api, stageName="v1")
    return f"{bare_cloud.endpoint}/restapis/{api}/v1/_user_request_", api


@pytest.fixture(scope="module")
def token(staff):
    staff.user("ana")
    return staff.begin("ana")["AuthenticationResult"]["IdToken"]


def staff_door(doors, authorization):
    headers = {"Content-Type": "application/json"}
    if authorization:
        headers["Authorization"] = authorization
    return http("POST", f"{doors[0]}/staff", b"{}", headers)


def system_door(doors, account):
    request = AWSRequest("POST", f"{doors[0]}/system", data=b"{}", headers={"Content-Type": "application/json"})
    keys = Credentials(account.access_key_id, account.secret_access_key, account.session_token)
    SigV4Auth(keys, "execute-api", "us-east-1").add_auth(request)
    return http("POST", request.url, b"{}", dict(request.headers))


def acting_as(cloud, name, rights):
    arn = role(cloud, name, rights, account=EVERYONE)
    keys = cloud.client("sts").assume_role(RoleArn=arn, RoleSessionName="dispatch")["Credentials"]
    return Account(cloud.endpoint, keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])


def bent(token):
    """The same signature under other claims."""
    header, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))) | {"sub": "somebody-else"}
    other = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"{header}.{other}.{signature}"


def test_ministack_lets_everyone_through_an_open_door_and_tells_where_they_came_from(doors):
    event = http("POST", f"{doors[0]}/open?x=1", b'{"a": 1}', {"Content-Type": "application/json"}).json

    assert event["requestContext"]["identity"]["sourceIp"]
    assert (event["httpMethod"], event["resource"], event["body"]) == ("POST", "/open", '{"a": 1}')
    assert event["multiValueQueryStringParameters"] == {"x": ["1"]}


@pytest.mark.parametrize("authorization", [None, "not.a.token", "Bearer nonsense"])
def test_ministack_refuses_staff_without_a_token(doors, authorization):
    answer = staff_door(doors, authorization)

    assert (answer.status, answer.json) == (401, {"message": "Unauthorized"})


def test_ministack_refuses_a_token_whose_claims_were_changed(doors, token):
    assert staff_door(doors, bent(token)).status == 401


def test_ministack_refuses_a_token_of_another_pool(doors, bare_cloud):
    other = pool(bare_cloud, "owners")
    other.user("ana")

    assert staff_door(doors, other.begin("ana")["AuthenticationResult"]["IdToken"]).status == 401


@pytest.mark.parametrize("form", ["{}", "Bearer {}"])
def test_ministack_hands_the_claims_of_a_good_token_to_the_function(doors, staff, token, form):
    event = staff_door(doors, form.format(token)).json

    claims = event["requestContext"]["authorizer"]["claims"]
    assert (claims["token_use"], claims["aud"], claims["cognito:username"]) == ("id", staff.client_id, "ana")


def test_ministack_lets_an_access_token_through_so_the_door_looks_at_its_use(doors, staff):
    staff.user("bea")
    access = staff.begin("bea")["AuthenticationResult"]["AccessToken"]

    assert staff_door(doors, access).json["requestContext"]["authorizer"]["claims"]["token_use"] == "access"


def test_ministack_refuses_a_system_that_does_not_sign(doors):
    answer = http("POST", f"{doors[0]}/system", b"{}")

    assert (answer.status, answer.json["message"]) == (403, "Missing Authentication Token")


def test_ministack_refuses_a_system_whose_role_may_not(doors, bare_cloud):
    assert system_door(doors, acting_as(bare_cloud, "stranger", [])).status == 403


def test_ministack_refuses_a_system_whose_secret_is_wrong(doors, bare_cloud):
    resource = f"arn:aws:execute-api:us-east-1:000000000000:{doors[1]}/*"
    right = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": resource}
    account = acting_as(bare_cloud, "forged", [right])

    assert system_door(doors, account).status == 200
    assert system_door(doors, replace(account, secret_access_key="wrong")).status == 403


def test_ministack_never_checks_the_secret_of_its_root_key_so_no_refusal_is_shown_with_that_key(doors, bare_cloud):
    assert system_door(doors, replace(bare_cloud, secret_access_key="wrong")).status == 200


def test_ministack_tells_the_function_which_role_called(doors, bare_cloud):
    resource = f"arn:aws:execute-api:us-east-1:000000000000:{doors[1]}/v1/POST/system"
    right = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": resource}

    answer = system_door(doors, acting_as(bare_cloud, "dispatch", [right]))

    assert answer.status == 200, answer.body
    assert answer.json["requestContext"]["identity"]["userArn"] == (
        "arn:aws:sts::000000000000:assumed-role/dispatch/dispatch"
    )


def test_ministack_lets_a_body_over_ten_megabytes_through_so_the_door_limits_it(doors):
    body = b'"' + b"x" * (10 * 2**20) + b'"'

    assert http("POST", f"{doors[0]}/open", body, {"Content-Type": "application/json"}).status != 413


def test_ministack_knows_no_other_path(doors):
    assert http("POST", f"{doors[0]}/elsewhere", b"{}").status in (403, 404)
