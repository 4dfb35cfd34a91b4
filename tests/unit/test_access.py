"""Who may do what: deny by default, and a suspension that holds from the very next request."""

from contextlib import suppress

import pytest

from rtcc.access import service as access
from rtcc.access.model import PERMISSIONS, Action, Actor, Role, system
from rtcc.foundation.errors import Conflict, NotFound, Refused
from rtcc.roster import service as roster

# Said again by hand, so that nobody widens a right by a slip in the table: what each role may, besides nothing.
CENTER = {"self.read", "incidents.list", "incident.read", "canvass.read", "evidence.list", "evidence.read"}
READER = CENTER | {"clip.read", "preview.read", "coverage.read", "schedules.read", "inquiries.list", "inquiry.read"}
KEEPING = {"evidence.hold", "evidence.classify"}
ASSEMBLING = {"inquiry.assemble", "inquiry.decline"}
JUDGING = {"custody.read", "custody.verify", "fixity.read", "disposals.list", "disposal.read", "glass.list"} | {
    "inventory.read",
    "evidence.trace",
    "sample.read",
    "sample.judge",
}
# What takes two people: each of them a supervisor, and not the same one (the rooms see to that).
ENDING = {f"schedule.{act}" for act in ("propose", "approve", "withdraw")} | {
    *(f"disposal.{act}" for act in ("ask", "approve", "stop")),
    *(f"expunging.{act}" for act in ("ask", "approve", "deny")),
    *(f"hold.{act}" for act in ("ask_lift", "lift", "refuse_lift")),
}
WATCHING = {"cameras.list", "camera.view_live", "view.read", "view.renew", "view.end", "clip.order"} | {
    "footage.review",
    "review.turn",
}
ASKING = {f"canvass.{act}" for act in ("preview", "open", "close", "remind", "answers")} | {
    "evidence.download",
    "evidence.triage",
}
RELEASES = {"releases.list", "release.read"}
ALLOWED = {
    Role.ANALYST: READER | ASKING | WATCHING | KEEPING | ASSEMBLING | {"glass.break"},
    Role.SUPERVISOR: READER
    | ASKING
    | WATCHING
    | RELEASES
    | KEEPING
    | ASSEMBLING
    | JUDGING
    | ENDING
    | {"notice.delay"}
    | {"release.approve", "release.deny", "release.renew", "canvass.approve", "canvass.deny"},
    Role.DETECTIVE: READER
    | RELEASES
    | KEEPING
    | {"evidence.download", "release.ask", "canvass.answers", "inquiry.ask", "hold.ask_lift", "glass.break"},
    Role.AUDITOR: READER | RELEASES | JUDGING | {"glass.review"},
    Role.ADMINISTRATOR: {"self.read", "staff.enroll", "staff.suspend", "box.enroll", "glass.break"},
    Role.DISPATCHER: {"call.take"},
    Role.VISITOR: {"about.read", "counts.read", "faq.read", "faq.rate", "place.find", "code.check", "link.renew"}
    | {f"registration.{act}" for act in ("make", "confirm", "sign_in")},
    Role.MEMBER: {f"registration.{act}" for act in ("read", "download", "change", "move", "pause", "leave")},
    Role.REGISTRANT: {"request.read", "request.decline", "request.answer", "link.hand_over", "statement.sign"}
    | {f"submission.{act}" for act in ("begin", "sign_parts", "read", "finish")},
    Role.OWNER: {"self.read", "site.read", "site.views", "camera.narrow", "view.end"},
    Role.RECIPIENT: {"self.read"}
    | {f"share.{act}" for act in ("read", "download", "receipt", "view", "ask_renewal")}
    | {"shares.list"},
    Role.BOX: {"box.report", "grant.change", "clip.cut", "view.end"},
    Role.SYSTEM: {
        "canvass.invite",
        "message.send",
        "preview.admit",
        "stores.sweep",
        "message.hear",
        "messages.stop",
        "messages.start",
        "evidence.admit",
        "clip.admit",
        "release.pack",
        "share.mark",
        "hold.settle",
        "lock.prolong",
        "sample.draw",
        "fixity.check",
        "evidence.retire",
        "schedule.enforce",
        "view.end",
    },
}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_is_said_here_and_nothing_else(role):
    actor, done = Actor("usr_1", role), set()

    for action in Action:
        with suppress(Refused):
            access.require(actor, action)
            done.add(action.value)

    assert done == ALLOWED[role] & {action.value for action in Action}


def test_an_action_that_is_in_no_table_is_denied_to_all(monkeypatch):
    monkeypatch.delitem(PERMISSIONS, Action.READ_EVIDENCE)

    assert not any(Actor("usr_1", role).may(Action.READ_EVIDENCE) for role in Role)


def test_whoever_is_enrolled_is_recognized_with_today_s_role(city):
    one = city.enroll("staff:1", Role.ANALYST)

    actor = access.recognize("staff:1", how="cognito+totp")

    assert (actor.id, actor.role, actor.badge, actor.how) == (one.id, Role.ANALYST, "7", "cognito+totp")
    assert city.outcomes(one.id) == [("staff.enroll", "done")]


def test_a_token_alone_gives_no_role(city):
    with pytest.raises(Refused, match="nobody has given you a role"):
        access.recognize("staff:unknown", how="cognito+totp")


def test_a_suspension_holds_from_the_very_next_request(city):
    one = city.enroll("staff:1", Role.ANALYST)

    roster.suspend(system("administrator"), "staff:1", reason="left the agency")

    with pytest.raises(Refused, match="suspended"):
        access.recognize("staff:1", how="cognito+totp")
    assert city.outcomes(one.id) == [("staff.enroll", "done"), ("staff.suspend", "done")]


def test_an_identity_has_one_role_and_enrolling_it_again_changes_nothing(city):
    city.enroll("staff:1", Role.ANALYST)
    before = city.contents()

    with pytest.raises(Conflict, match="already has a role"):
        city.enroll("staff:1", Role.SUPERVISOR)

    assert city.contents() == before


def test_nobody_is_suspended_who_was_never_enrolled(city):
    with pytest.raises(NotFound):
        roster.suspend(system("administrator"), "staff:unknown", reason="mistake")

    assert city.lines() == []
