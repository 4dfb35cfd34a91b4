"""Says in plain data what was deployed: for build/city.json and for the pages' /config.json."""

from __future__ import annotations

from typing import Any

from local import actors, aws

_TABLES = (
    *("access", "custody", "incidents", "messages", "registry", "canvass", "vault"),
    *("sites", "live", "clips", "release", "inventory", "retention", "inquiries", "sample"),
)
_APIS = ("citizen", "console", "dispatch", "owner", "agency")
_BUCKETS = ("inbox", "vault", "log", "release", "preview")
_KEYS = ("codes", "links", "seal", "store", "commands")
_POOLS = ("staff", "owner", "agency")


def city(
    *,
    site: str,
    endpoint: str,
    outputs: dict[str, str],
    functions: list[dict[str, Any]],
    staff: dict[str, dict[str, str]],
    config: dict[str, Any],
) -> dict[str, Any]:
    """The whole of build/city.json."""
    people: dict[str, Any] = {**staff, "dispatch": actors.dispatch(endpoint, outputs["DispatchRoleArn"])}
    return {
        "site": site,
        "pages": {
            "citizen": "/",
            "console": "/console/",
            "owner": "/owner/",
            "agency": "/agency/",
            "outbox": "/outbox",
        },
        "apis": {name: _api(endpoint, outputs[f"Api{name.title()}"]) for name in _APIS},
        "aws": {
            "endpoint": endpoint,
            "region": aws.REGION,
            "access_key_id": aws.ROOT_KEY,
            "secret_access_key": aws.ROOT_KEY,
        },
        "tables": {room: outputs[f"Table{room.title()}"] for room in _TABLES},
        "buckets": {name: outputs[f"Bucket{name.title()}"] for name in _BUCKETS},
        "keys": {name: outputs[f"Key{name.title()}"] for name in _KEYS},
        "pools": {name: _pool(endpoint, outputs, name) for name in _POOLS},
        "actors": people,
        "outbox": f"{site}/outbox.json",
        "city": config,
        "environment": environment(functions),
        "roles": {_folder(function): function["Role"] for function in functions},
        "functions": {_folder(function): function["FunctionName"] for function in functions},
    }


def environment(functions: list[dict[str, Any]]) -> dict[str, str]:
    """What the functions are told, all of them together."""
    merged: dict[str, str] = {}
    for function in functions:
        merged |= function.get("Environment", {}).get("Variables", {})
    return merged


def page_config(made: dict[str, Any]) -> dict[str, Any]:
    """What the pages read before they do anything."""
    config = made["city"]
    south, west, north, east = config["bounds"]
    return {
        "city": {
            **{name: config[name] for name in ("name", "agency", "phone", "zone", "bounds")},
            "center": [(west + east) / 2, (south + north) / 2],
        },
        "api": {name: f"/api/{name}" for name in ("citizen", "console", "owner", "agency")},
        "sign_in": _sign_in(made, "staff", "console"),
        "sign_in_owner": _sign_in(made, "owner", "owner"),
        "sign_in_agency": _sign_in(made, "agency", "agency"),
        "basemap": {"style_url": f"{made['site']}/basemap/style.json"},
        "at_home": True,
    }


def _sign_in(made: dict[str, Any], pool: str, page: str) -> dict[str, str]:
    """Where one audience signs in, and where it comes back to."""
    told = made["pools"][pool]
    return {
        **{name: told[name] for name in ("authorize_url", "token_url", "client_id")},
        "logout_url": f"{made['aws']['endpoint']}/logout",
        "redirect_uri": f"{made['site']}/{page}/",
    }


def _api(endpoint: str, api: str) -> str:
    stage = aws.client("apigateway", endpoint).get_stages(restApiId=api)["item"][0]["stageName"]
    return f"{endpoint}/restapis/{api}/{stage}/_user_request_"


def _pool(endpoint: str, outputs: dict[str, str], name: str) -> dict[str, str]:
    return {
        "id": outputs[f"{name.title()}PoolId"],
        "client_id": outputs[f"{name.title()}ClientId"],
        "authorize_url": f"{endpoint}/oauth2/authorize",
        "token_url": f"{endpoint}/oauth2/token",
    }


def _folder(function: dict[str, Any]) -> str:
    """The folder under `functions/` that a deployed function comes from: the second word of its handler."""
    return str(function["Handler"]).split(".")[1]
