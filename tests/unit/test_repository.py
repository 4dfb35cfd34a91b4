"""The repository stands alone: nothing in it names a machine, a registry, a key, or work left undone."""

import ast
import io
import re
import subprocess
import tokenize
import tomllib
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).relative_to(ROOT).as_posix()
MOST_LINES = 250
# A court runs one such file, so all that it needs stands in it.
ALONE = {"tools/verify_release.py": 1350, "tools/witness.py": 300, "tools/verify_clip.py": 320}
CODE = (".py", ".ts", ".tsx", ".sh", ".java")
# Hosts of package registries and mirrors; spelled apart, so that this file does not name one.
REGISTRIES = (
    "registry." + "npmjs",
    "registry." + "yarnpkg",
    "files." + "pythonhosted",
    "pypi." + "org",
    "art" + "ifactory",
)
FORBIDDEN = {
    "a registry": re.compile("|".join(map(re.escape, REGISTRIES)), re.I),
    "an address in a lock": re.compile(
        r'"(?:resolved|url)":\s*"https?:|^--(index-url|extra-index-url|find-links)\b', re.M
    ),
    "a path of one machine": re.compile(r"(?<![\w.$~-])/(work|root|home)/[\w.-]+"),
    "a key": re.compile(r"\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a test that is passed over": re.compile(r"pytest\.(mark\.(skip|skipif|xfail)|skip|importorskip|xfail)\b"),
    "work left undone": re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|\bNotImplemented" + r"Error\b"),
}


@cache
def tracked():
    """Every text file that git knows, with what it says."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    files = [ROOT / name for name in listed.decode().split("\0") if name and name != HERE]
    return {file.relative_to(ROOT).as_posix(): text for file in files if (text := read(file)) is not None}


def read(file):
    """What a text file says; nothing of pictures, fonts and the like, and of files deleted a moment ago."""
    try:
        return file.read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
        return None


def written():
    """The files that people write: no locks, no drawings."""
    return {name: text for name, text in tracked().items() if not name.endswith((".lock", "lock.json", ".svg"))}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what):
    found = [
        f"{name}:{text[: hit.start()].count(chr(10)) + 1}: {hit.group()}"
        for name, text in tracked().items()
        for hit in [FORBIDDEN[what].search(text)]
        if hit
    ]

    assert found == []


def test_no_source_file_is_longer_than_a_person_reads_at_once():
    lengths = {name: text.count("\n") for name, text in written().items() if name.endswith(CODE)}

    assert {name: lines for name, lines in lengths.items() if lines > ALONE.get(name, MOST_LINES)} == {}


def test_the_front_of_a_room_is_a_sentence_and_nothing_else():
    fronts = {name: text for name, text in written().items() if name.endswith("__init__.py")}

    assert [name for name, text in fronts.items() if not is_docstring_only(text)] == []


def test_every_python_file_says_what_it_is_for():
    files = {name: text for name, text in written().items() if name.endswith(".py")}

    assert [name for name, text in files.items() if not begins_with_words(text)] == []


def test_every_part_of_the_cdk_that_we_use_is_judged_by_its_types():
    imported = re.compile(r"^from aws_cdk import (aws_\w+)", re.MULTILINE)
    used = {f"aws_cdk.{part}" for text in written().values() for part in imported.findall(text)}
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["overrides"]
    read = {name for rule in rules if rule.get("follow_imports") == "normal" for name in rule["module"]}

    assert used
    assert used - read == set()


def test_every_tracked_file_ends_with_a_line():
    assert [name for name, text in written().items() if text and not text.endswith("\n")] == []


def begins_with_words(text):
    """Whether the first statement is a string: read as far as that, for there are a thousand files."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    start = list(islice((one for one in tokens if one.type not in (tokenize.COMMENT, tokenize.NL)), 2))
    is_string = [one.type for one in start] == [tokenize.STRING, tokenize.NEWLINE]
    return is_string and isinstance(said := ast.literal_eval(start[0].string), str) and bool(said.strip())


def is_docstring_only(text):
    body = ast.parse(text).body
    return len(body) == 1 and ast.get_docstring(ast.parse(text)) is not None
