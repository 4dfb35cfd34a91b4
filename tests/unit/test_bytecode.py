"""What the local cloud's functions are made of comes with its bytecode, so that no worker compiles it anew."""

import io
import subprocess
import sys
import zipfile

from local.templates import Asset


def unpacked(asset, to):
    with zipfile.ZipFile(io.BytesIO(asset.body())) as archive:
        archive.extractall(to)
    return to


def test_a_module_runs_from_the_bytecode_in_its_asset_and_says_its_own_place(tmp_path):
    source = tmp_path / "asset.1"
    (source / "room").mkdir(parents=True)
    (source / "room" / "desk.py").write_text("def said():\n    return 'compiled'\n")
    there = unpacked(Asset(source, "bucket", "key.zip"), tmp_path / "worker")
    (there / "room" / "desk.py").write_text("def said():\n    return 'read anew'\n")

    ask = "import room.desk; print(room.desk.said(), room.desk.said.__code__.co_filename)"
    done = subprocess.run([sys.executable, "-S", "-c", ask], cwd=there, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["compiled", str(there / "room" / "desk.py")]
    assert [path.name for path in source.rglob("*.pyc")] == []  # the assembly stays what it is


def test_the_same_files_make_the_same_asset(tmp_path):
    source = tmp_path / "asset.1"
    source.mkdir()
    (source / "desk.py").write_text("WORDS = {'a', 'b'}\n")
    asset = Asset(source, "bucket", "key.zip")

    assert asset.body() == asset.body()
