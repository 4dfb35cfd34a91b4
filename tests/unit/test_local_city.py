"""The drawn city, and what the deployer leaves out of a template."""

import json

import pytest

from local import basemap, city_file, geocoder, templates, texts
from local.city_plan import CityPlan
from local.not_here import ABSENT, without_absent

CITY = city_file.config()


@pytest.fixture(scope="module")
def plan():
    return CityPlan(tuple(CITY["bounds"]))


def test_the_city_is_the_same_every_time_it_is_drawn(plan):
    again = CityPlan(tuple(CITY["bounds"]))

    assert again.gazetteer == plan.gazetteer
    assert json.dumps(basemap.style(again)) == json.dumps(basemap.style(plan))


def test_every_front_door_lies_in_the_city_and_is_found_by_its_line(plan):
    south, west, north, east = CITY["bounds"]

    assert 550 <= len(plan.gazetteer) <= 700
    for door in plan.gazetteer:
        assert south < door.lat < north
        assert west < door.lon < east
        assert plan.find(door.number, door.street) == door


def test_no_two_front_doors_share_a_line(plan):
    lines = [door.line for door in plan.gazetteer]

    assert len(set(lines)) == len(lines)


def test_the_map_fetches_nothing(plan):
    style = basemap.style(plan)

    assert not {"glyphs", "sprite"} & set(style)
    assert all(isinstance(source["data"], dict) for source in style["sources"].values())
    assert "http" not in json.dumps(style)


@pytest.mark.parametrize(
    "spelling", ["412 Alder St", "412 alder street", "412 Alder St., Rivermark", " 412  Alder St "]
)
def test_an_address_is_found_however_it_is_written(plan, spelling):
    found = geocoder.place_of(plan, CITY, spelling)

    assert found["Title"] == "412 Alder St, Rivermark"


@pytest.mark.parametrize("spelling", ["", "Alder St", "412 Nowhere St", "9912 Alder St", "400 Alder St", "412 Alder"])
def test_what_is_no_address_is_not_found(plan, spelling):
    assert geocoder.place_of(plan, CITY, spelling) is None


def test_an_address_of_the_next_town_lies_outside_the_city(plan):
    lon, lat = geocoder.place_of(plan, CITY, "12 Main Street, Pine Hollow")["Position"]
    south, west, north, east = CITY["bounds"]

    assert not (south <= lat <= north and west <= lon <= east)


@pytest.mark.parametrize(("text", "size"), [("a" * 160, 160), ("€", 2), ("á", None), ("🙂", None)])
def test_a_text_is_measured_in_septets(text, size):
    assert texts.septets(text) == size


def test_a_text_of_two_parts_is_refused():
    asked = {"DestinationPhoneNumber": "+13185550123", "OriginationIdentity": "+13185550101"}

    assert texts.refusal(asked | {"MessageBody": "a" * 160}) is None
    assert "septets" in texts.refusal(asked | {"MessageBody": "a" * 161})


def test_what_is_not_here_takes_what_refers_to_it_along():
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"Tags": [{"Key": "d", "Value": {"Ref": "Door"}}]}}
    document = {"Statement": [{"Effect": "Allow", "Resource": {"Fn::Join": ["", [{"Ref": "Door"}, "/*"]]}}]}
    template = {
        "Resources": {
            "Door": {"Type": "AWS::CloudFront::Distribution"},
            "Pages": bucket | {"DependsOn": ["Door", "Key"]},
            "Key": {"Type": "AWS::KMS::Key"},
            "OnlyForDoor": {"Type": "AWS::S3::BucketPolicy", "Properties": {"PolicyDocument": document}},
        },
        "Outputs": {"Url": {"Value": {"Fn::GetAtt": ["Door", "DomainName"]}}, "Key": {"Value": {"Ref": "Key"}}},
    }

    kept, gone = without_absent(template)

    assert gone == ["Door", "OnlyForDoor"]
    assert kept["Resources"]["Pages"]["DependsOn"] == ["Key"]
    assert kept["Resources"]["Pages"]["Properties"]["Tags"] == [{"Key": "d"}]
    assert list(kept["Outputs"]) == ["Key"]


def test_each_absent_type_says_why_and_what_stands_in():
    assert all(absent.why and absent.stands_in for absent in ABSENT)
    assert len({absent.type for absent in ABSENT}) == len(ABSENT)


def test_an_asset_is_zipped_the_same_way_whenever_it_is_zipped(tmp_path):
    (tmp_path / "b.py").write_text("b")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "c.py").write_text("c")
    asset = templates.Asset(tmp_path, "bucket", "key")

    first = asset.body()
    (tmp_path / "b.py").touch()

    assert asset.body() == first
