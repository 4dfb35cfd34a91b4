"""The custody report and the drafts of certificates, read back by another maker's PDF reader (P3.4)."""

import json

import pypdfium2
import pytest

from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.release import certificates, delivery, dossier, readme, report
from rtcc.release.paper import WIDTH, Paper
from rtcc.vault import service as vault
from tests.unit.releasing import PACKER, opened

pytestmark = pytest.mark.usefixtures("printed")
NAMES = "Łukasz Wiśniewski, Nguyễn Thị Ánh, Žižek, Ørsted, Çelik, Ñandú, Ștefan, Ελένη, Иван"
AT = clock.read("2026-11-23T04:00:00Z")


def pages(body):
    """The text of each page, in one line."""
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(body)]


def reported(account, at=AT):
    return report.custody_report(account, at=at)


@pytest.fixture
def account(center):
    """What is told of a release of one clip and one upload."""
    one = center.approved(center.item(clip=True, name="till.mp4"), center.item(b"door", name=NAMES))
    return dossier.account(one, [vault.item(piece.id) for piece in one.items])


def test_the_report_says_who_gave_what_to_whom_and_each_digest(account):
    said = " ".join(pages(reported(account)))

    for words in (
        "Released by Rivermark Police Department (LA0)",
        "Released to Bexley County Sheriff (TX1), badge 4411",
        "Case 26-000123",
        "Handed over by download",
        "Asked for by badge 21",
        "Approved by badge 5",
        readme.LIMITS,
    ):
        assert words in said
    unbroken = said.replace(" ", "")
    for item in account["items"]:
        assert f"{item['bytes']:,} bytes" in said
        assert item["sha256"] in unbroken
        assert item["storage"]["version_id"].replace(" ", "") in unbroken
        for line in item["chain"]:
            assert line["at"] in said


def test_a_refused_attempt_stands_in_it_with_the_rest(center):
    item = center.item()
    custody.refuse(PACKER, delivery.Action.DOWNLOAD_EVIDENCE, item.id, why="no reason given")
    one = center.approved(item)

    said = " ".join(pages(reported(dossier.account(one, [item]))))

    assert "REFUSED why: no reason given" in said


def test_names_of_many_languages_can_be_read_and_searched(account):
    assert NAMES in " ".join(pages(reported(account)))


def test_a_letter_that_cannot_be_drawn_is_named_and_none_turns_the_rest_around():
    paper = Paper("A", under="B")
    paper.say("a\u202eb\u4e2d\u0000c")

    assert "a[U+202E]b[U+4E2D][U+0000]c" in pages(paper.close(author="C", at=AT))[0]


def test_the_same_facts_give_the_same_bytes(account):
    assert reported(account) == reported(account)
    assert reported(account) != reported(account, at=clock.after(AT, seconds=1))


def test_every_page_is_headed_and_numbered_and_nothing_falls_off_it():
    paper = Paper("What this is", under="Whose it is")
    paper.table(("No.", "Word"), (1, 3), ((str(n), f"word{n} " * 90) for n in range(60)))
    body = paper.close(author="C", at=AT)

    told = pages(body)

    assert len(told) > 5
    for number, page in enumerate(told, 1):
        assert "What this is" in page
        assert "No. Word" in page
        assert f"Page {number} of {len(told)}" in page
    for page in pypdfium2.PdfDocument(body):
        text = page.get_textpage()
        boxes = [text.get_rect(n) for n in range(text.count_rects())]
        assert min(left for left, *_ in boxes) >= 50
        assert max(right for _, _, right, _ in boxes) <= WIDTH - 50
        assert min(low for _, low, *_ in boxes) >= 30
    assert " ".join(told).count("word17") == 90


def test_a_row_that_is_longer_than_a_page_goes_on_on_the_next():
    paper = Paper("A", under="B")
    paper.table(("One",), (1,), [["long " * 3000]])

    assert sum(page.count("long") for page in pages(paper.close(author="C", at=AT))) == 3000


def test_the_drafts_say_that_they_are_drafts_and_leave_blank_what_only_a_person_knows(account):
    made = certificates.drafts(account, at=AT)

    assert set(made) == {f"report/certificate-902-{rule}.pdf" for rule in (11, 13, 14)}
    for path, body in made.items():
        said = pages(body)
        rule = path.removesuffix(".pdf")[-2:]
        assert f"Certificate under Federal Rule of Evidence 902({rule})" in said[0]
        assert "DRAFT. NOT SIGNED." in said[0]
        assert all("Draft, not signed" in page for page in said)
        whole = " ".join(said)
        assert "under penalty of perjury" in whole
        assert "28 U.S.C. § 1746" in whole
        for blank in ("Signature", "Printed name and title", "Executed on (date), at (city and state)"):
            assert blank in whole
        clip, upload = account["items"]
        assert clip["sha256"] in whole.replace(" ", "")
        assert (upload["sha256"] in whole.replace(" ", "")) == (rule != "11")


def test_of_what_no_business_recorded_no_business_certifies(center):
    one = center.approved(center.item())

    made = certificates.drafts(dossier.account(one, [vault.item(one.items[0].id)]), at=AT)

    assert "report/certificate-902-11.pdf" not in made


def test_the_signed_list_names_the_report_and_the_drafts(center):
    files = opened(center.fetch(center.packed(center.item(clip=True)).package))

    listed = {file["path"] for file in json.loads(files["release.json"])["files"]}

    assert {path for path in files if path.startswith("report/")} <= listed
    assert "Custody report" in pages(files["report/custody.pdf"])[0]


def test_a_row_is_not_torn_apart_where_a_page_ends_and_heads_stand_on_top_only():
    paper = Paper("A", under="B")
    paper.table(("No.", "Word"), (1, 3), ((f"row{n}", "word " * (n % 90)) for n in range(120)))

    said = pages(paper.close(author="C", at=AT))

    assert len(said) > 3
    assert [page.count("No. Word") for page in said] == [1] * len(said)
    for n in range(120):
        assert sum(f"row{n} {'word ' * (n % 90)}".strip() in page for page in said) >= 1, n
