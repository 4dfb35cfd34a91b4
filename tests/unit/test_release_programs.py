"""A program among the evidence leaves the house only when whoever approves says that they know (abuse 19)."""

import pytest

from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation.errors import Conflict
from rtcc.preview import telling
from rtcc.preview.model import Preview
from rtcc.preview.model import State as Probed
from rtcc.release import service
from rtcc.release.model import Method, State
from rtcc.vault import service as vault
from rtcc.vault.programs import PROGRAM, is_program
from tests.unit.releasing import SUPERVISOR


def probed(item, why):
    transact(vault.previewing(item.id, telling.spell(Preview(Probed.NONE, why=why))))
    return item


@pytest.mark.parametrize("name", ["player.exe", "Player.EXE", "clip.mp4.scr", "setup.msi ", "view.exe.", "open.js"])
def test_abuse_019_a_program_is_known_by_the_ending_of_its_name(name):
    assert is_program(name, None)


@pytest.mark.parametrize("name", ["street.mp4", "exe", "my.exe.mkv", "photo.jpg", ""])
def test_a_recording_is_no_program(name):
    assert not is_program(name, {"why": "it is empty"})


@pytest.mark.parametrize("name", ["player.exe", "clip.mp4"])
def test_abuse_019_a_program_is_released_only_after_a_second_word(center, name):
    item = probed(center.item(name=name), PROGRAM)
    asked = center.asked(item)

    with pytest.raises(Conflict, match="a program, not a recording") as refused:
        service.approve(SUPERVISOR, asked.id)

    assert refused.value.slug == "programs"
    assert name in refused.value.detail
    assert service.release(asked.id).state is State.ASKED
    assert service.approve(SUPERVISOR, asked.id, with_programs=True).state is State.APPROVED
    assert custody.last(asked.id).facts["programs"] == item.id


def test_where_there_is_no_program_nobody_is_asked_twice(center):
    asked = center.asked(center.item())

    assert service.approve(SUPERVISOR, asked.id).state is State.APPROVED
    assert "programs" not in custody.last(asked.id).facts


def test_what_is_only_looked_at_needs_no_second_word(center):
    asked = center.asked(center.item(name="player.exe"), method=Method.VIEW)

    assert service.approve(SUPERVISOR, asked.id).state is State.APPROVED
