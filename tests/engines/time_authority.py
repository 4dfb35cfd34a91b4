"""A time-stamping authority on loopback: OpenSSL's own, with a root, a middle and a signer made for it (RFC 3161)."""

from __future__ import annotations

import subprocess
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CONFIG = """
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[other]
extendedKeyUsage = critical,serverAuth
[req]
distinguished_name = none
[none]
[tsa_config]
serial = {folder}/serial
signer_cert = {folder}/signer.pem
certs = {folder}/middle.pem
signer_key = {folder}/signer.key
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = {named}
"""


@dataclass
class Authority:
    """One authority: where it answers, its certificates as PEM, and how it may misbehave."""

    folder: Path
    url: str = ""
    asked: int = 0
    answers: bytes | None = None  # instead of its own
    status: int = 200

    @property
    def root(self) -> bytes:
        """The root's certificate, which the tokens do not carry."""
        return (self.folder / "root.pem").read_bytes()

    def stamp(self, question: bytes) -> bytes:
        """OpenSSL's answer to a TimeStampReq."""
        (self.folder / "question").write_bytes(question)
        _openssl(self.folder, "ts", "-reply", "-config", "ts.cnf", "-section", "tsa_config", "-queryfile", "question",
                 "-out", "answer")  # fmt: skip
        return (self.folder / "answer").read_bytes()


def make(folder: Path, *, kind: str = "rsa", digest: str = "sha256", named: str = "sha256") -> Authority:
    """The keys and certificates of an authority. `kind` is `rsa`, `P-256` or `P-384`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ts.cnf").write_text(_CONFIG.format(folder=folder, digest=digest, named=named))
    (folder / "serial").write_text("01\n")
    how = ["rsa:2048"] if kind == "rsa" else ["ec", "-pkeyopt", f"ec_paramgen_curve:{kind}"]
    for name, section, by in (("root", "ca", ""), ("middle", "ca", "root"), ("signer", "tsa", "middle")):
        own = ["-CA", f"{by}.pem", "-CAkey", f"{by}.key"] if by else []
        made = ["-keyout", f"{name}.key", "-out", f"{name}.pem", "-days", "30", f"-{digest}"]
        called = ["-subj", f"/O=Clock House/CN=Clock House {name} {kind}", "-config", "ts.cnf", "-extensions", section]
        _openssl(folder, "req", "-x509", "-newkey", *how, "-nodes", *made, *own, *called)
    return Authority(folder)


def serve(one: Authority) -> ThreadingHTTPServer:
    """Answer on loopback until `shutdown` and `server_close`."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            one.asked += 1
            question = self.rfile.read(int(self.headers["Content-Length"]))
            body = one.stamp(question) if one.answers is None else one.answers
            self.send_response(one.status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.url = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def _openssl(folder: Path, *words: str) -> None:
    done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"openssl {' '.join(words)}: {done.stderr}"
