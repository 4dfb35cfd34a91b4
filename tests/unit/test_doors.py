"""Who is let in: every route of every app, with every lack of a right; nothing changes but the line that says no."""

import pytest

from rtcc.access.model import Role, system
from rtcc.canvass import submissions
from rtcc.custody.model import Outcome
from rtcc.http.declaration import Record, SignIn
from rtcc.roster import service as roster
from tests.unit.doors import APPS, LINKED, MEMBERS, NOTHING, ROUTES, SIGNED_IN, STAFF, identity_for
from tests.unit.every import every

PREFIXES = {"incident_id": "inc", "item_id": "evi", "release_id": "rel", "share_id": "rel", "view_id": "viw"}


def refused(city):
    return [line for line in city.lines() if line.outcome is Outcome.REFUSED]


def test_every_app_has_routes_and_every_route_declares_itself():
    assert {route.declared.audience for route in ROUTES} == set(APPS)
    assert len(ROUTES) >= 22
    assert all(route.declared.reply and route.admitted for route in ROUTES)


@every(route=ROUTES)
def test_a_route_stands_where_its_audience_comes_from(route):
    ways = {
        "citizen": {SignIn.NOBODY, SignIn.LINK, SignIn.MEMBER},
        "console": {SignIn.STAFF},
        "dispatch": {SignIn.SYSTEM},
    }
    ways |= {"owner": {SignIn.OWNER}, "agency": {SignIn.AGENCY}}

    assert route.declared.sign_in in ways[route.declared.audience]


@every(route=SIGNED_IN)
def test_no_act_and_no_look_of_the_staff_goes_unwritten(route):
    assert route.declared.record is not Record.OPEN


@every(
    route=SIGNED_IN,
    context=[
        {},
        {"authorizer": None},
        {"authorizer": {"claims": {}}},
        {"authorizer": {"claims": {"sub": "someone", "aud": "staff-client"}}},
        {"authorizer": {"claims": {"sub": "someone", "aud": "staff-client", "token_use": "access"}}},
        {"authorizer": {"claims": {"sub": "someone", "aud": "another page", "token_use": "id"}}},
        {"authorizer": {"claims": {"aud": "staff-client", "token_use": "id"}}},
        {"identity": {"userArn": "arn:aws:iam::0:user/Someone"}},
        {"identity": {"userArn": "arn:aws:sts::0:assumed-role/"}},
        {"identity": {"userArn": None}},
    ],
)
def test_without_the_gateway_s_word_nobody_is_in(city, route, context, monkeypatch):
    monkeypatch.setattr("tests.unit.doors.context", lambda _: context)

    answer = route.knock()

    assert (answer.status, answer.is_problem) == (401, True)
    assert not any(city.contents().values())


@every(route=SIGNED_IN)
def test_the_token_of_one_door_does_not_open_another(city, route):
    other = "iam:Someone" if route.declared.sign_in is SignIn.STAFF else "staff:someone"
    city.enrolled(other, next(iter(route.admitted)))

    assert route.knock(who=other).status == 401


@every(route=SIGNED_IN)
def test_whoever_has_no_role_is_refused_and_it_is_written_down(city, route):
    answer = route.knock(who=identity_for(route.declared))

    assert (answer.status, answer.is_problem) == (403, True)
    assert [(line.subject, line.event) for line in city.lines()] == [
        (identity_for(route.declared), route.declared.event)
    ]
    assert refused(city) == city.lines()
    assert not any(city.contents(without=("custody",)).values())


@every(route=SIGNED_IN)
def test_whoever_is_suspended_is_refused_and_it_is_written_down(city, route):
    who = identity_for(route.declared)
    city.enrolled(who, next(iter(route.admitted)))
    roster.suspend(system("administrator"), who, reason="left")
    before = city.contents(without=("custody",))

    answer = route.knock(who=who)

    assert (answer.status, answer.is_problem) == (403, True)
    assert "suspended" in answer.body["detail"]
    assert [(line.subject, line.event) for line in refused(city)] == [(who, route.declared.event)]
    assert city.contents(without=("custody",)) == before


@every(route=SIGNED_IN, role=STAFF)
def test_a_role_gets_no_farther_than_the_table_of_permissions(city, route, role):
    who = identity_for(route.declared)
    staff = city.enrolled(who, role)
    before = city.contents(without=("custody",))

    answer = route.knock(who=who)

    if role in route.admitted:
        assert answer.status not in {401, 403}
        return
    assert (answer.status, answer.is_problem) == (403, True)
    (line,) = refused(city)
    assert (line.actor, line.role, line.event) == (staff.id, role.value, route.declared.event)
    assert city.contents(without=("custody",)) == before


@every(
    route=[route for route in SIGNED_IN if "number" not in route.names and route.names],
    value=[f"{{}}_{NOTHING}", "..", "x" * 3_000, "' OR 1=1", "\u202eabc", "%00"],
)
def test_what_does_not_exist_is_not_found_and_changes_nothing(city, route, value):
    who, prefix = identity_for(route.declared), PREFIXES.get(route.names[0], "inc")
    city.enrolled(who, Role.SUPERVISOR if Role.SUPERVISOR in route.admitted else min(route.admitted))
    before = city.contents(without=("custody",))

    answer = route.knock(who=who, path=dict.fromkeys(route.names, value.format(prefix)))

    assert (answer.status, answer.is_problem) == (404, True)
    assert [line.event for line in refused(city)] == [route.declared.event]
    assert city.contents(without=("custody",)) == before


@every(route=LINKED, token=[None, "0" * 26, "x" * 4_000, "\u00e9"])
def test_without_the_token_of_a_link_nobody_is_in(city, route, token):
    city.asked()
    before = city.contents()

    answer = route.knock(token=token)

    assert (answer.status, answer.is_problem) == (404, True)
    assert city.contents() == before


@every(route=MEMBERS, token=[None, "0" * 26, "x" * 4_000, "\u00e9"])
def test_without_the_token_of_their_own_link_nobody_sees_a_registration(city, route, token):
    city.member()
    before = city.contents()

    answer = route.knock(token=token)

    assert (answer.status, answer.is_problem, answer.body["type"]) == (401, True, "urn:rtcc:problem:sign-in-again")
    assert city.contents() == before


@pytest.mark.parametrize("route", MEMBERS, ids=str)
def test_a_link_to_one_s_own_registration_is_over_after_an_hour(city, route, later):
    _, token = city.member()
    before = city.contents()
    later(minutes=61)

    answer = route.knock(token=token)

    assert (answer.status, answer.body["type"]) == (401, "urn:rtcc:problem:sign-in-again")
    assert city.contents() == before


@every(route=MEMBERS)
def test_a_request_s_link_opens_no_registration(city, route):
    _, token = city.asked()
    before = city.contents()

    assert route.knock(token=token).status == 401
    assert city.contents() == before


@every(route=LINKED)
def test_the_link_to_a_registration_opens_no_request(city, route):
    _, token = city.member()

    assert route.knock(token=token).status == 404


@pytest.mark.parametrize("route", LINKED, ids=str)
def test_an_expired_link_says_so_and_does_nothing(city, route, later):
    _, token = city.asked()
    before = city.contents()
    later(days=11)

    answer = route.knock(token=token)

    assert (answer.status, answer.is_problem, answer.body["type"]) == (410, True, "urn:rtcc:problem:expired")
    assert city.contents() == before


@every(route=[route for route in LINKED if route.names])
def test_the_file_of_another_request_does_not_exist(city, route):
    holder, _ = city.asked()
    theirs, _ = submissions.begin(holder, key="key-00001", name="a.mp4", size=5)
    _, token = city.asked(2)
    before = city.contents()

    for value in (theirs.id, f"sub_{NOTHING}", "x" * 3_000):
        answer = route.knock(token=token, path={"submission_id": value})
        assert (answer.status, answer.is_problem) == (404, True)
    assert city.contents() == before


@every(route=SIGNED_IN)
def test_a_link_s_token_opens_no_door_of_the_staff(city, route):
    _, token = city.asked()

    assert route.knock(token=token).status == 401


def test_a_way_that_leads_nowhere_is_a_problem_too(city):
    for app in APPS.values():
        event = {"httpMethod": "GET", "requestContext": {"resourcePath": "/nowhere", "httpMethod": "GET"}}
        event |= {"headers": {}, "body": None, "pathParameters": {}, "multiValueQueryStringParameters": None}
        event |= {"isBase64Encoded": False, "stageVariables": None, "path": "/nowhere", "multiValueHeaders": {}}
        answer = app(event, None)
        assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (404, "application/problem+json")
