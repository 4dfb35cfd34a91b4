"""One MQTT client as a program, for a side of the network: does what stdin says, tells on stdout what it hears.

`python -m local.network.client HOST PORT CERTIFICATE KEY AUTHORITY CLIENT_ID`. In: `{"publish": topic, "payload"}` or
`{"subscribe": filter}`. Out, one JSON object a line, each with `at` (seconds since 1970): `{"heard": topic,
"payload"}`, `{"taken": filter, "yes"}`, `{"connected": true}`, `{"lost": why}`. It ends with its stdin.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from typing import Any, Final

from awscrt import mqtt
from awsiot import mqtt_connection_builder

_ONCE: Final = mqtt.QoS.AT_LEAST_ONCE
_WITHIN: Final = 10.0
_one_at_a_time = threading.Lock()


def main() -> None:
    """Connect, then obey."""
    host, port, certificate, key, authority, client = sys.argv[1:]
    link = mqtt_connection_builder.mtls_from_path(
        cert_filepath=certificate,
        pri_key_filepath=key,
        ca_filepath=authority,
        endpoint=host,
        port=int(port),
        client_id=client,
        clean_session=True,
        keep_alive_secs=30,
        reconnect_min_timeout_secs=1,
        reconnect_max_timeout_secs=1,
        on_connection_interrupted=lambda error, **_: _say(lost=str(error)),
        on_connection_resumed=lambda **_: _say(connected=True),
    )
    link.on_message(lambda topic, payload, **_: _say(heard=topic, payload=bytes(payload).decode(errors="replace")))
    link.connect().result(_WITHIN)
    _say(connected=True)
    for line in sys.stdin:
        _do(link, json.loads(line))


def _do(link: Any, told: dict[str, str]) -> None:
    if topic := told.get("publish"):
        link.publish(topic, told["payload"], _ONCE)
    elif topic_filter := told.get("subscribe"):
        try:
            answer = link.subscribe(topic_filter, _ONCE)[0].result(_WITHIN)
            _say(taken=topic_filter, yes=answer["qos"] is not None)
        except Exception as why:  # noqa: BLE001 - the runtime's own errors, the broker's no among them
            _say(taken=topic_filter, yes=False, why=str(why))


def _say(**facts: Any) -> None:
    with _one_at_a_time:
        print(json.dumps({"at": time.time(), **facts}), flush=True)


if __name__ == "__main__":
    main()
