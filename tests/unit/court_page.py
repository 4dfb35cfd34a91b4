"""verify.html as a file on somebody's disk: what is asked of it in a browser, and what it says."""

import html.parser

from tests.unit.verifying import TOOL

PAGE = TOOL.with_name("verify.html")
SAID = """() => ({
  how: document.getElementById("verdict").className,
  verdict: document.getElementById("verdict").textContent,
  fails: [...document.querySelectorAll("#said .fails")].map((one) => one.textContent),
  holds: document.querySelectorAll("#said .holds").length,
  told: [...document.querySelectorAll("#said .holds, #said .open")].map((one) => one.textContent),
})"""

EMPTIED = """() => {
  document.getElementById("verdict").textContent = document.getElementById("package").value = "";
  return ["fingerprint", "witnesses"].map((field) => document.getElementById(field).value);
}"""
OTHER_BROWSER = """([name, isTrue]) => {
  const own = SubtleCrypto.prototype[name];
  SubtleCrypto.prototype[name] = function (...given) {
    if (!given.includes("Ed25519")) return own.apply(this, given);
    return isTrue ? Promise.resolve(true) : Promise.reject(new DOMException("", "NotSupportedError"));
  };
}"""
DONE = """() => document.getElementById("progress").hidden && document.getElementById("verdict").textContent"""


class Labels(html.parser.HTMLParser):
    """Which fields there are, and for which of them there is a label."""

    def __init__(self):
        super().__init__()
        self.fields, self.labels = set(), set()

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag in ("input", "textarea"):
            self.fields.add(told["id"])
        elif tag == "label":
            self.labels.add(told["for"])


def alike(said, code, out):
    """Whether the page said what the program did: its sentences, and the last one without its breaks."""
    *_, told, last = ["", *out.strip().split("\n\n")]
    words = [line[10:] for line in told.splitlines() if line.startswith(("  holds ", "  open ", "  FAILS "))]
    how = {0: "holds", 1: "fails", 2: "fails", 3: "open"}[code]
    return (said["how"], said["verdict"], said["told"] + said["fails"]) == (how, last.replace("\n", " "), words)
