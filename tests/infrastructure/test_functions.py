"""What a function is made of: its own folder, and packages that a layer or Lambda brings."""

import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from infrastructure.lock import locked_lines

ROOT = Path(__file__).parents[2]
FUNCTIONS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/__init__.py"))
OURS = {"rtcc", "functions"}
IN_LAMBDA = {"boto3", "botocore"}


def entry(name):
    return "app.app" if name.endswith("_api") else "handler.handle"


def function(plan, name):
    return plan.one("AWS::Lambda::Function", name.title().replace("_", ""))["Properties"]


def imported(folder):
    """Top names of every import in a tree of Python files, but for those of the standard library."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names)


def test_every_folder_of_functions_is_deployed_and_nothing_else_is(plan):
    handlers = {one["Properties"]["Handler"] for one in plan.all("AWS::Lambda::Function").values()}

    assert handlers == {f"functions.{name}.{entry(name)}" for name in FUNCTIONS}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_asset_holds_the_functions_own_folder_and_no_other(plan, name):
    assets = plan.assets("rtcc-services") | plan.assets("rtcc-keeping") | plan.assets("rtcc-doors")
    folder = assets[function(plan, name)["Code"]["S3Key"]]
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    source = {path.relative_to(ROOT).as_posix() for path in (ROOT / "functions" / name).rglob("*.py")}

    assert files == source | {"functions/__init__.py"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_runs_a_supported_python_with_both_layers_a_log_and_a_trace(plan, name):
    found = function(plan, name)
    log = found["LoggingConfig"]["LogGroup"]["Ref"]

    # What decodes and what prints is given to the one function that needs it.
    layers = 3 if name in ("probe_media", "deliver_release") else 2
    assert (found["Runtime"], len(found["Layers"])) == ("python3.13", layers)
    assert found["TracingConfig"] == {"Mode": "Active"}
    assert plan.all("AWS::Logs::LogGroup")[log]["Properties"]["RetentionInDays"] >= 365


def test_one_sealer_runs_at_a_time(plan):
    reserved = {name: function(plan, name).get("ReservedConcurrentExecutions") for name in FUNCTIONS}

    assert reserved.pop("seal_custody") == 1
    assert set(reserved.values()) == {None}


def test_whatever_our_code_imports_is_in_a_layer_or_in_lambda():
    # The tests run where all is installed; Lambda is where an import would fail.
    names = imported(ROOT / "functions") | imported(ROOT / "layers" / "rtcc")
    lists = [(ROOT / "layers" / layer / "packages.txt").read_text() for layer in ("vendor", "decoder", "printer")]
    vendored = set(" ".join(lists).split())
    brought_by = packages_distributions()

    missing = {
        name
        for name in names - OURS - IN_LAMBDA
        if not vendored & {d.lower().replace("_", "-") for d in brought_by[name]}
    }
    assert missing == set()


def test_the_vendor_layer_takes_the_locks_lines_with_their_hashes():
    lock = "a==1 \\\n    --hash=sha256:11\n    # via b\nb==2 \\\n    --hash=sha256:22\n"

    assert locked_lines(lock, frozenset({"b"})) == "b==2 \\\n    --hash=sha256:22\n"


def test_a_vendored_package_that_the_lock_does_not_name_is_an_error():
    with pytest.raises(LookupError, match=r"names what requirements\.lock does not: c"):
        locked_lines("a==1 \\\n    --hash=sha256:11\n", frozenset({"a", "c"}))
