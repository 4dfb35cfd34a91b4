"""The page that checks a package in a browser says of every package what the program says (two makers, one verdict)."""

import base64
import hashlib
import re
import shutil

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import sync_playwright

from tests.unit.court_page import DONE, EMPTIED, OTHER_BROWSER, PAGE, SAID, Labels, alike
from tests.unit.sidecars import SPOILS as SPOILED_SIDECARS
from tests.unit.sidecars import signed_anew
from tests.unit.stamped import SPOILS as SPOILED_STAMPS
from tests.unit.stamped import TOKEN, bagged_anew
from tests.unit.test_verify_release_witnesses import asked, packed  # noqa: F401 a fixture
from tests.unit.verifying import flipped, judged, path_in, paths
from tests.unit.witnessed import CASES, CLERK, FORMS, LATEST, Changed


@pytest.fixture(scope="module")
def page():
    """The page as a file on somebody's disk, in a browser without a line."""
    path = shutil.which("chromium")
    assert path, "Chromium is missing: sudo apt-get install -y chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 390, "height": 844})
        opened.context.set_offline(True)
        broken = []
        opened.on("pageerror", lambda error: broken.append(str(error)))
        opened.on("console", lambda said: broken.append(said.text))
        opened.goto(PAGE.as_uri())
        yield opened
        assert broken == []
        browser.close()


@pytest.fixture
def look(page, tmp_path):
    """Choose a package, as a person does; what the page then says."""

    def choose(zipped, fingerprint, *witnesses):
        place = tmp_path / "package.zip"
        place.write_bytes(zipped)
        asked_for = [fingerprint, "\n".join(witnesses)]
        if page.evaluate(EMPTIED) != asked_for:
            page.fill("#fingerprint", asked_for[0])
            page.fill("#witnesses", asked_for[1])
        page.set_input_files("#package", place)
        page.wait_for_function(DONE, polling=5)  # milliseconds: drawing every picture meanwhile is what is dear
        return page.evaluate(SAID)

    return choose


@pytest.fixture
def in_another_browser(page):
    """Let the browser answer every question about Ed25519 with yes, or know nothing of it."""
    yield lambda *answer: page.evaluate(OTHER_BROWSER, answer)
    page.reload()


@pytest.fixture
def agree(look, sample, tmp_path):
    """Both have found the same faults, file and sentence; returns what the page said."""

    def compare(zipped, fingerprint=None):
        fingerprint = sample.fingerprint if fingerprint is None else fingerprint
        said = look(zipped, fingerprint)
        faults = judged(zipped, fingerprint, tmp_path / "same.zip")
        if isinstance(faults, str):
            assert said["verdict"].startswith("package.zip cannot be read as a package: "), faults
        else:
            told = {f"{file} {what}." for file, what in faults}
            assert {one.replace("that this page knows", "that this program knows") for one in said["fails"]} == told
        return said

    return compare


def test_an_untouched_package_holds(look, sample):
    said = look(sample.zipped, sample.fingerprint)

    assert (said["how"], said["fails"]) == ("holds", [])
    assert said["verdict"].startswith("EVERYTHING HOLDS.")
    assert said["holds"] >= 4


def test_without_a_fingerprint_nobody_vouches_for_the_key(look, sample):
    said = look(sample.zipped, "")

    assert said["how"] == "open"
    assert "NOTHING OUTSIDE THIS PACKAGE VOUCHES FOR ITS KEY" in said["verdict"]


@pytest.mark.parametrize("name", paths())
def test_whichever_file_is_changed_is_named(agree, sample, name):
    path = path_in(sample, name)
    body = sample.files[path]

    said = agree(sample.zip(sample.files | {path: flipped(body, len(body) // 2)}))

    assert said["verdict"] == f"THIS PACKAGE DOES NOT HOLD. Look at: {path}"


@pytest.mark.parametrize("name", paths())
def test_whichever_file_is_taken_out_is_named(agree, sample, name):
    path = path_in(sample, name)

    said = agree(sample.zip({kept: body for kept, body in sample.files.items() if kept != path}))

    assert f"{path} is missing." in said["fails"]


SPOILS = {
    "a byte of the ZIP itself": lambda one: flipped(one.zipped, len(one.zipped) // 3),
    "its last byte": lambda one: one.zipped[:-1],
    "a byte more": lambda one: one.zipped + b"\n",
    "bytes in front": lambda one: b"\0" * 100 + one.zipped,
    "a file more": lambda one: one.zip(one.files | {"data/more.txt": b"more"}),
    "another folder": lambda one: one.zip(root="rel_another"),
    "a name that leads elsewhere": lambda one: one.zip(more=[("../../evil.txt", b"evil")]),
    "the same file twice": lambda one: one.zip(more=[(f"{one.name}/README.txt", b"other")]),
    "made anew with another key": lambda one: one.zip(one.remade(one.files, ec.generate_private_key(ec.SECP256R1()))),
    "no ZIP": lambda _: b"hello",
    "nothing": lambda _: b"",
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("spoil", SPOILS)
def test_what_was_spoiled_does_not_hold(agree, sample, spoil):
    said = agree(SPOILS[spoil](sample))

    assert said["how"] == "fails"


def test_another_fingerprint_names_the_key(agree, sample):
    said = agree(sample.zipped, "0" * 64)

    assert said["verdict"] == "THIS PACKAGE DOES NOT HOLD. Look at: key.der.b64"


@pytest.mark.parametrize("spoil", SPOILED_STAMPS)
def test_of_a_spoiled_time_stamp_both_say_the_same(agree, stamped, spoil):
    changes, at_fault = SPOILED_STAMPS[spoil]

    zipped = bagged_anew(stamped, {path: change(stamped.files[path]) for path, change in changes.items()})

    assert agree(zipped, stamped.fingerprint)["verdict"] == f"THIS PACKAGE DOES NOT HOLD. Look at: {at_fault}"


def test_of_a_time_stamp_both_say_the_same_wherever_it_is_cut_or_changed(agree, stamped):
    assert agree(stamped.zipped, stamped.fingerprint)["how"] == "holds"
    body = stamped.files[TOKEN]

    for at in range(3, len(body), 83):
        assert agree(bagged_anew(stamped, {TOKEN: flipped(body, at, at % 8)}), stamped.fingerprint)["how"] == "fails", (
            at
        )


@pytest.mark.parametrize("spoil", SPOILED_SIDECARS)
def test_of_spoiled_sidecars_both_say_the_same(agree, sample, spoil):
    change, at_fault, _ = SPOILED_SIDECARS[spoil]

    said = agree(*signed_anew(sample, change(sample)))

    assert [one.split(" ")[0] for one in said["fails"] if one.startswith("c2pa/")] == sorted(at_fault(sample))


def test_of_what_holds_and_what_is_left_open_both_say_the_same(look, verify, sample):
    said = [line[10:] for line in verify()[1].splitlines() if line.startswith(("  holds ", "  open "))]

    assert look(sample.zipped, sample.fingerprint)["told"] == said


@pytest.mark.parametrize("case", CASES)
def test_of_witnesses_both_say_the_same(look, verify_here, packed, case):  # noqa: F811
    signers, named, sentence = CASES[case]
    made = packed(*signers)

    code, out = asked(verify_here, made, *named)

    assert sentence in out
    assert alike(said := look(*made, *named), code, out), said


def test_where_the_list_is_not_signed_no_witness_is_asked_for(look, verify_here, sample):
    spoiled = sample.zip(sample.files | {"release.json": flipped(sample.files["release.json"], 99)}), sample.fingerprint

    code, out = asked(verify_here, spoiled, CLERK.line)

    assert (code, "witness" in out) == (1, False)
    assert alike(said := look(*spoiled, CLERK.line), code, out), said


@pytest.mark.parametrize("form", FORMS)
def test_what_is_refused_by_its_form_no_browser_makes_true(look, in_another_browser, verify_here, packed, form):  # noqa: F811
    made = packed(FORMS[form])
    code, out = asked(verify_here, made, FORMS[form].line)
    in_another_browser("verify", True)

    said = look(*made, FORMS[form].line)

    assert code == 1
    assert alike(said, code, out), said


def test_a_time_that_no_calendar_has_is_not_signed(look, verify_here, packed):  # noqa: F811
    made = packed(Changed(CLERK, at=LATEST + 1))
    code, out = asked(verify_here, made, CLERK.line)

    said = look(*made, CLERK.line)

    assert alike(said, code, out), said
    assert said["fails"] == [f"release.json carries what is not a signature of the witness {CLERK.name}."]


def test_a_browser_without_ed25519_never_says_that_a_witness_signed(look, in_another_browser, packed):  # noqa: F811
    in_another_browser("importKey", False)

    said = look(*packed(CLERK), CLERK.line)

    assert (said["how"], said["fails"]) == ("open", [])
    assert "THIS BROWSER CANNOT CHECK THE WITNESSES THAT YOU NAMED" in said["verdict"]
    assert f"Whether the witness {CLERK.name} signed this head of the log was not checked." in said["told"]


def test_the_page_carries_all_that_it_needs_and_may_reach_nothing():
    whole = PAGE.read_text()
    policy = re.search(r'content="(default-src [^"]*)"', whole)[1]
    inline = {kind: re.search(rf"<{kind}>(.*?)</{kind}>", whole, re.DOTALL)[1] for kind in ("style", "script")}

    for kind, body in inline.items():
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        needed = f"{kind}-src 'sha256-{digest}'"
        assert needed in policy, f"the policy of verify.html needs {needed}"
    assert policy.startswith("default-src 'none'; ")
    assert not re.search(r"\b(src|href)=|https?:|fetch\(|import\(|XMLHttpRequest|WebSocket|sendBeacon", whole)


def test_every_field_has_a_label():
    seen = Labels()
    seen.feed(PAGE.read_text())

    assert seen.fields
    assert seen.fields == seen.labels
