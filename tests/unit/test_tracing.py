"""From the digest of an exhibit to everybody who ever touched it."""

import hashlib

import pytest

from rtcc.access.model import Action, Actor, Role
from rtcc.aws.table import transact
from rtcc.custody import sealing
from rtcc.custody import service as custody
from rtcc.custody.store import LineRow
from rtcc.inventory import tracing
from rtcc.release import digests
from rtcc.vault import service as vault
from tests.unit.releasing import BODIES, DETECTIVE, SUPERVISOR

AUDITOR = Actor("usr_auditor", Role.AUDITOR, badge="99", ori="LA0", how="cognito+totp")


@pytest.fixture
def given(center):
    """An item that an agency has, and its release."""
    item = center.item()
    custody.note(AUDITOR, Action.READ_EVIDENCE, item.id, reason="26-1")
    custody.refuse(DETECTIVE, Action.DOWNLOAD_EVIDENCE, item.id, why="in quarantine")
    return item, center.transferred(item)


def sealed(*subjects):
    sealing.seal([line for subject in subjects for line in custody.lines(subject)])


def test_an_item_s_digest_and_a_derivative_s_lead_to_every_item_that_has_them(center):
    one, same, other = center.item(), center.item(), center.item(BODIES[2])
    transact(vault.previewing(other.id, {}, sheet="5" * 64))

    assert {found.id for found in vault.of_digest(hashlib.sha256(BODIES[0]).hexdigest())} == {one.id, same.id}
    assert [found.id for found in vault.of_digest("5" * 64)] == [other.id]
    assert vault.of_digest("6" * 64) == []


def test_the_digest_of_a_package_leads_to_its_release_and_of_no_other_one(given):
    _, release = given

    assert digests.release_of(release.package.sha256) == release.id
    assert digests.release_of("6" * 64) == ""


def test_everybody_who_touched_an_item_is_named_once_with_what_they_did_refusals_too(given):
    item, release = given

    trace = tracing.trace(item)

    badges = {(one.badge, one.role): {did.event: did for did in one.acts} for one in trace.touchers if one.badge}
    assert {badge for badge, _ in badges} == {"99", "21", "5", "4411"}
    assert set(badges["5", "supervisor"]) == {"release.approve"}
    assert badges["21", "detective"]["evidence.download"].outcomes == ("refused",)
    assert badges["21", "detective"]["release.ask"].count == 2  # under the item, and under the release
    assert {"share.download", "share.receipt"} <= set(badges["4411", "recipient"])
    assert trace.chains == (item.id, release.id)
    assert trace.lines == sum(len(custody.lines(subject)) for subject in trace.chains)
    assert {one.actor for one in trace.touchers if not one.badge} == {"function:admit", "function:deliver_release"}


def test_a_record_that_the_log_bears_out_holds_and_young_lines_are_counted_apart(given):
    item, release = given
    sealed(item.id, release.id)
    custody.note(SUPERVISOR, Action.READ_EVIDENCE, item.id)

    trace = tracing.trace(item)

    assert (trace.faults, trace.unsealed) == ((), 1)
    assert trace.log_size == trace.lines - 1 + 1  # the log ends with the root of the map of chains


@pytest.mark.parametrize("how", ["changed", "gone", "late"])
def test_what_does_not_hold_is_named_with_its_line(given, later, how):
    item, release = given
    sealed(*([item.id, release.id] if how != "late" else [release.id]))
    if how == "changed":
        LineRow(item.id, 1).update([LineRow.badge.set("666")])
    elif how == "gone":
        LineRow(item.id, len(custody.lines(item.id))).delete()
    else:
        later(hours=2)

    trace = tracing.trace(item)

    assert trace.faults
    assert all(fault.startswith(item.id) for fault in trace.faults)


def test_a_clip_leads_to_whoever_ordered_it(center):
    item = center.item(clip=True)
    analyst = Actor("usr_analyst", Role.ANALYST, badge="7", ori="LA0")
    transact(custody.line(analyst, Action.ORDER_CLIP, item.clip_id))

    trace = tracing.trace(item)

    assert [one.badge for one in trace.touchers] == ["", "7"]
