"""What CloudFront makes of an address: run by Node, as it is deployed."""

import json
import subprocess

import pytest

from infrastructure.synth import ROOT

CODE = (ROOT / "infrastructure" / "constructs" / "visitor_paths.js").read_text()
MEANT = {
    "/": "/index.html",
    "/r": "/r.html",
    "/icon.svg": "/icon.svg",
    "/config.json": "/config.json",
    "/assets/index-1a2b.js": "/assets/index-1a2b.js",
    "/console/": "/console/index.html",
    "/console/incidents/inc_01": "/console/index.html",
    "/console/assets/index-1a2b.js": "/console/assets/index-1a2b.js",
    "/key": "/key.html",
    "/log": "/log.html",
    "/log/checkpoint": "/checkpoint",
    "/log/tile/0/x001/067.p/5": "/tile/0/x001/067.p/5",
    "/log/tile/entries/000": "/log/tile/entries/000.html",
    "/log/batch/000000000000": "/log/batch/000000000000.html",
    "/owner/": "/owner/index.html",
    "/owner/assets/index-1a2b.js": "/owner/assets/index-1a2b.js",
    "/agency/shares/rel_01": "/agency/index.html",
    "/owners": "/owners.html",
    "/api/owner/site": "/site",
    "/api/agency/shares/rel_1/receipt": "/shares/rel_1/receipt",
    "/api/citizen/about": "/about",
    "/api/citizen/request/files/sub_1/parts": "/request/files/sub_1/parts",
    "/api/console/custody/sub.1": "/custody/sub.1",
    "/api/dispatch/calls/1": "/api/dispatch/calls/1.html",
}


def answers(paths):
    """What the function gives back for each path, from one run of Node."""
    ask = f"console.log(JSON.stringify({json.dumps(paths)}.map(uri => handler({{request: {{uri}}}}))))"
    said = subprocess.run(["node", "-e", f"{CODE}\n{ask}"], check=True, capture_output=True, text=True).stdout
    return dict(zip(paths, json.loads(said), strict=True))


@pytest.fixture(scope="module")
def answered():
    return answers([*MEANT, "/console", "/owner", "/agency"])


@pytest.mark.parametrize(("path", "meant"), MEANT.items())
def test_an_address_leads_to_its_page_or_its_route(answered, path, meant):
    assert answered[path]["uri"] == meant


@pytest.mark.parametrize("page", ["/console", "/owner", "/agency"])
def test_who_signs_in_finds_a_folder(answered, page):
    assert answered[page]["statusCode"] == 308
    assert answered[page]["headers"]["location"]["value"] == f"{page}/"


def test_the_function_that_was_tested_is_the_one_that_is_deployed(plan):
    (deployed,) = plan.all("AWS::CloudFront::Function").values()

    assert deployed["Properties"]["FunctionCode"] == CODE
