"""What axe says of a page (WCAG 2.1 A and AA), and a line as bad as a telephone's at the edge of town."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import CDPSession, Page

_AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
_ASK = """async ([tags, colors]) => (await axe.run(document, {
  runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
  rules: {"color-contrast": {enabled: colors}}})).violations.map(
  (one) => one.id + ": " + one.help + " — " + one.nodes.map((node) => node.target.join(" ")).slice(0, 5).join(", "))"""


def violations(page: Page, *, colors: bool = True) -> list[str]:
    """Everything that axe finds wrong with the page as it stands, one sentence each.

    Half of the work is the contrast of colors: it may be left out where the same page is judged at another size.
    """
    if not page.evaluate("'axe' in window"):  # 500 kB once a document
        page.evaluate(_AXE.read_text())  # the browser's own tools may bring a script past the page's policy
    page.evaluate("scrollTo(0, 0)")  # else words that lie under the bar at the top are judged against its color
    found: list[str] = page.evaluate(_ASK, [_TAGS, colors])
    return found


class Line:
    """The line between a page and the city, which can be made slow and cut."""

    def __init__(self, page: Page, *, kbit: int) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._rate = kbit * 1000 / 8
        self.restore()

    def cut(self) -> None:
        """Nothing goes through any more."""
        self._set(offline=True)

    def restore(self) -> None:
        """The slow line is there again."""
        self._set(offline=False)

    def _set(self, *, offline: bool) -> None:
        rate = {"latency": 100, "downloadThroughput": self._rate, "uploadThroughput": self._rate}
        self._session.send("Network.emulateNetworkConditions", {"offline": offline} | rate)
