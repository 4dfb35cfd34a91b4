"""DynamoDB Local: AWS's own validator of requests, out of an npm package that ships its jar."""

import fcntl
import shutil
import socket
import subprocess
from pathlib import Path

from tests.engines.account import Account
from tests.engines.child import HOST, Child, EngineFailed, clean_environment, free_ports

HERE = Path(__file__).parent
INSTALLED = HERE.parents[1] / "build" / "engines"
JAR_FOLDER = INSTALLED / "node_modules" / "amplify-dynamodb-simulator" / "emulator"
# The fast start: one collector, one compiler, little heap.
JVM = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]


def start(folder: Path) -> tuple[Child, Account]:
    """Start an empty in-memory DynamoDB and wait until it listens."""
    java = _java()
    _install()
    port = free_ports(1)[0]
    classpath = f"{JAR_FOLDER}/DynamoDBLocal.jar:{JAR_FOLDER}/DynamoDBLocal_lib/*"
    native = f"-Dsqlite4java.library.path={JAR_FOLDER}/DynamoDBLocal_lib"
    server = [str(HERE / "Loopback.java"), "-port", str(port), "-inMemory", "-sharedDb", "-disableTelemetry"]
    command = [java, *JVM, native, "-cp", classpath, *server]
    child = Child(command, folder=folder, environment=clean_environment())
    child.wait_until(lambda: _listens(port))
    return child, Account(f"http://{HOST}:{port}", "local", "local")


def _java() -> str:
    found = shutil.which("java")
    if not found:
        raise EngineFailed("DynamoDB Local needs Java 17: apt-get install openjdk-17-jre-headless")
    return found


def _install() -> None:
    """Unpack the locked package once; two test runs at the same time wait for each other."""
    INSTALLED.mkdir(parents=True, exist_ok=True)
    with (INSTALLED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = (HERE / "node" / "package-lock.json").read_bytes()
        done = INSTALLED / "package-lock.json"
        if (JAR_FOLDER / "DynamoDBLocal.jar").exists() and done.exists() and done.read_bytes() == wanted:
            return
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / "node" / name, INSTALLED / name)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=INSTALLED, check=True)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
