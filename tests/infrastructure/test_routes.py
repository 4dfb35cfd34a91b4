"""Each route has the sign-in that it declares, and none gets out without one."""

import pytest
from chalice import Chalice
from pydantic import BaseModel

from infrastructure.doors import chalice_apps
from infrastructure.public_routes import PUBLIC_ROUTES
from infrastructure.routes import RouteError, routes_of
from rtcc.access.model import Action
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door

ASKS = {SignIn.NOBODY: "NONE", SignIn.LINK: "NONE", SignIn.MEMBER: "NONE"}
ASKS |= {SignIn.STAFF: "COGNITO_USER_POOLS", SignIn.SYSTEM: "AWS_IAM"}
RARE = {"/~1registrations", "/~1registrations~1place", "/~1my~1links"}  # each sends something, or asks the geocoder


class Nothing(BaseModel):
    """A reply that says nothing."""


def an_app(sign_in):
    """A small Chalice app with one declared route."""
    door = Door("small", "things")

    @door.route("GET", "/things/{name}", action=Action.READ_ABOUT, sign_in=sign_in, record=Record.OPEN, reply=Nothing)
    def read(visit, name):
        return Nothing()

    app = Chalice("small")
    app.register_blueprint(door.blueprint)
    return app


def methods(plan, app):
    """(method, path): what the gateway asks of whoever calls, of one deployed API."""
    resources = plan.templates["rtcc-doors"]["Resources"]

    def path(ref):
        if "Fn::GetAtt" in ref:
            return ""
        part = resources[ref["Ref"]]["Properties"]
        return f"{path(part['ParentId'])}/{part['PathPart']}"

    return {
        (one["Properties"]["HttpMethod"], path(one["Properties"]["ResourceId"])): one["Properties"]
        for one in plan.all("AWS::ApiGateway::Method").values()
        if one["Properties"]["RestApiId"]["Ref"].startswith(app)
    }


def test_a_route_that_declares_nothing_is_not_deployed():
    app = Chalice("small")
    app.route("/open")(lambda: {})

    with pytest.raises(RouteError, match="GET /open declares nothing"):
        routes_of(app)


@pytest.mark.parametrize("sign_in", [SignIn.NOBODY, SignIn.LINK])
def test_a_route_without_sign_in_that_nobody_listed_is_not_deployed(sign_in):
    with pytest.raises(RouteError, match=r"GET /things/\{name\} asks for no sign-in: list it"):
        routes_of(an_app(sign_in))


def test_a_listed_public_route_that_does_not_exist_is_an_error():
    with pytest.raises(RouteError, match="GET /gone is listed as public"):
        routes_of(an_app(SignIn.STAFF), frozenset({"GET /gone"}))


def test_a_route_that_asks_for_a_sign_in_may_not_be_listed_as_public():
    with pytest.raises(RouteError, match="is listed as public"):
        routes_of(an_app(SignIn.STAFF), frozenset({"GET /things/{name}"}))


def test_a_listed_public_route_is_deployed():
    (route,) = routes_of(an_app(SignIn.NOBODY), frozenset({"GET /things/{name}"}))

    assert str(route) == "GET /things/{name}"


@pytest.mark.parametrize("audience", ["citizen", "console", "dispatch"])
def test_the_gateway_asks_what_the_route_declares(plan, audience):
    public = PUBLIC_ROUTES if audience == "citizen" else frozenset()
    routes = routes_of(chalice_apps()[audience], public)
    deployed = methods(plan, audience.capitalize())

    assert {key: one["AuthorizationType"] for key, one in deployed.items()} == {
        (route.method, route.path): ASKS[route.sign_in] for route in routes
    }


def test_nothing_but_the_citizens_api_answers_without_a_sign_in(plan):
    unsigned = {
        f"{method} {path}"
        for app in ("Citizen", "Console", "Dispatch", "Owner", "Agency")
        for (method, path), one in methods(plan, app).items()
        if one["AuthorizationType"] == "NONE"
    }

    assert unsigned == PUBLIC_ROUTES


def test_every_api_has_a_throttle_and_a_log_that_names_no_header(plan):
    stages = plan.all("AWS::ApiGateway::Stage")

    assert len(stages) == 5
    for stage in stages.values():
        everything, *slower = stage["Properties"]["MethodSettings"]
        assert {one["ResourcePath"] for one in slower} in (set(), RARE)
        assert all(one["ThrottlingRateLimit"] <= 2 for one in slower)
        line = stage["Properties"]["AccessLogSetting"]["Format"]
        assert everything["ThrottlingRateLimit"] <= 100
        assert (everything["LoggingLevel"], everything["DataTraceEnabled"]) == ("OFF", False)
        assert "$context.resourcePath" in line
        assert not [word for word in ("header", "querystring", "$context.path", "authorizer.token") if word in line]


@pytest.mark.parametrize("kind", ["UNAUTHORIZED", "ACCESS_DENIED", "REQUEST_TOO_LARGE", "THROTTLED", "DEFAULT_5XX"])
def test_what_the_gateway_refuses_is_told_as_a_problem(plan, kind):
    answers = [
        one["Properties"]
        for one in plan.all("AWS::ApiGateway::GatewayResponse").values()
        if one["Properties"]["ResponseType"] == kind
    ]

    assert len(answers) == 5
    for answer in answers:
        header = answer["ResponseParameters"]["gatewayresponse.header.Content-Type"]
        assert header == "'application/problem+json'"
        assert '"type": "urn:rtcc:problem:' in answer["ResponseTemplates"]["application/json"]
