"""Says in plain data what was deployed: for build/city.json and for the pages' /config.json."""

from __future__ import annotations

from typing import Any

from local import actors, aws

_TABLES = ("access", "custody", "incidents", "messages", "registry", "canvass", "vault")


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
        "pages": {"citizen": "/", "console": "/console/", "outbox": "/outbox"},
        "apis": {name: _api(endpoint, outputs[f"Api{name.title()}"]) for name in ("citizen", "console", "dispatch")},
        "aws": {
            "endpoint": endpoint,
            "region": aws.REGION,
            "access_key_id": aws.ROOT_KEY,
            "secret_access_key": aws.ROOT_KEY,
        },
        "tables": {room: outputs[f"Table{room.title()}"] for room in _TABLES},
        "buckets": {name: outputs[f"Bucket{name.title()}"] for name in ("inbox", "vault", "log")},
        "keys": {name: outputs[f"Key{name.title()}"] for name in ("codes", "links", "seal", "store")},
        "pools": {"staff": _pool(endpoint, outputs)},
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
    config, pool = made["city"], made["pools"]["staff"]
    south, west, north, east = config["bounds"]
    return {
        "city": {
            **{name: config[name] for name in ("name", "agency", "phone", "zone", "bounds")},
            "center": [(west + east) / 2, (south + north) / 2],
        },
        "api": {"citizen": "/api/citizen", "console": "/api/console"},
        "sign_in": {
            "authorize_url": pool["authorize_url"],
            "token_url": pool["token_url"],
            "logout_url": f"{made['aws']['endpoint']}/logout",
            "client_id": pool["client_id"],
            "redirect_uri": f"{made['site']}/console/",
        },
        "basemap": {"style_url": f"{made['site']}/basemap/style.json"},
        "at_home": True,
    }


def _api(endpoint: str, api: str) -> str:
    stage = aws.client("apigateway", endpoint).get_stages(restApiId=api)["item"][0]["stageName"]
    return f"{endpoint}/restapis/{api}/{stage}/_user_request_"


def _pool(endpoint: str, outputs: dict[str, str]) -> dict[str, str]:
    return {
        "id": outputs["StaffPoolId"],
        "client_id": outputs["StaffClientId"],
        "authorize_url": f"{endpoint}/oauth2/authorize",
        "token_url": f"{endpoint}/oauth2/token",
    }


def _folder(function: dict[str, Any]) -> str:
    """The folder under `functions/` that a deployed function comes from: the second word of its handler."""
    return str(function["Handler"]).split(".")[1]
