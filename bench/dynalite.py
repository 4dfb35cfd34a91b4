"""dynalite, a DynamoDB that counts read units as AWS documents them, with the rows of a town in it."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3

from bench.town import Town
from rtcc.foundation import cells, ids
from rtcc.registry import atlas
from rtcc.registry.covering import Stretch

HERE = Path(__file__).parent
INSTALLED = HERE.parent / "build" / "bench"
TABLE = "registry"
_SERVER = """
const server = require('dynalite')({createTableMs: 0});
server.listen(Number(process.argv[1]), '127.0.0.1', () => console.log('listens'));
"""


@contextmanager
def running() -> Iterator[Any]:
    """A dynalite of our own with the registry's empty table; also what the registry itself speaks to meanwhile."""
    _install()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["node", "-e", _SERVER, str(port)]
    server = subprocess.Popen(command, cwd=INSTALLED, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        if server.stdout.readline().strip() != "listens":
            raise RuntimeError("dynalite did not start")
        os.environ |= {
            "AWS_ENDPOINT_URL_DYNAMODB": f"http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_REGION": "us-east-1",
            "TABLE_REGISTRY": TABLE,
        }
        atlas.PlaceRow.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
        make: Any = boto3.client
        yield make("dynamodb")
    finally:
        server.terminate()
        server.wait(timeout=10)


def settle(client: Any, town: Town) -> None:
    """Write the rows of everybody, and the counts, as the registry writes them."""
    puts = [{"PutRequest": {"Item": item}} for item in _items(town)]
    batches = [puts[n : n + 25] for n in range(0, len(puts), 25)]
    with ThreadPoolExecutor(4) as writers:
        for answer in writers.map(lambda batch: client.batch_write_item(RequestItems={TABLE: batch}), batches):
            if answer.get("UnprocessedItems"):
                raise RuntimeError("dynalite left rows unwritten")


def read(client: Any, stretch: Stretch) -> float:
    """Units that dynalite counts for the query of a stretch."""
    first, last = cells.spell(stretch.first, length=7), cells.spell(stretch.last, length=7) + "~"
    answer = client.query(
        TableName=TABLE,
        KeyConditionExpression="pk = :p AND sk BETWEEN :a AND :z",
        ExpressionAttributeValues={
            ":p": {"S": "@" + cells.spell(stretch.partition, length=4)},
            ":a": {"S": first},
            ":z": {"S": last},
        },
        ReturnConsumedCapacity="TOTAL",
    )
    if "LastEvaluatedKey" in answer:
        raise RuntimeError("a stretch of more than one page")
    # dynalite counts nothing for a query that finds nothing, DynamoDB half a unit.
    return max(0.5, float(answer["ConsumedCapacity"]["CapacityUnits"]))


def name_of(leaf: int) -> str:
    """The id of who lives in that leaf."""
    return ids.derived("reg", str(leaf))


def _items(town: Town) -> Iterator[dict[str, Any]]:
    counted: dict[tuple[str, str], int] = {}
    for cell in town.counts:
        for leaf, at in town.people(cell):
            count, place = (write.row.serialize(null_check=False) for write in atlas.placing(at, name_of(leaf)))
            key = count["pk"]["S"], count["sk"]["S"]
            counted[key] = counted.get(key, 0) + 1
            yield place
    for (pk, sk), n in counted.items():
        yield {"pk": {"S": pk}, "sk": {"S": sk}, "n": {"N": str(n)}}


def _install() -> None:
    INSTALLED.mkdir(parents=True, exist_ok=True)
    with (INSTALLED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        names = ("package.json", "package-lock.json")
        wanted = [(HERE / "node" / name).read_bytes() for name in names]
        is_there = (INSTALLED / "node_modules" / "dynalite").exists()
        if is_there and [(INSTALLED / name).read_bytes() for name in names] == wanted:
            return
        for name, text in zip(names, wanted, strict=True):
            (INSTALLED / name).write_bytes(text)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=INSTALLED, check=True)
