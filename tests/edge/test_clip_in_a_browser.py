"""A clip plays in a browser: from the first picture of the order to the last, each at its time."""

import asyncio
import base64
import io
import shutil

import pytest
from playwright.async_api import async_playwright

from rtcc.preview import movie
from rtcc.preview.model import COPIED
from tests.edge.clipping import STEP, at, cut, film, record
from tests.edge.footage import BITS, CELL

# What the video shows in the middle of each picture's time: the counter that is drawn into it. A browser may say that
# it has gone to a time before that time's picture can be drawn, so it is read until it is the one that was meant, for
# two seconds at most: a wrong picture stays wrong.
READ = """async ({clip, step, meant, bits, cell}) => {
    const video = document.createElement("video");
    video.muted = true;
    video.src = "data:video/mp4;base64," + clip;
    await new Promise((there, failed) => {
        video.oncanplaythrough = there;
        video.onerror = () => failed(new Error(video.error.message));
    });
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight).getContext("2d");
    const read = () => {
        canvas.drawImage(video, 0, 0);
        const row = canvas.getImageData(0, cell / 2, bits * cell, 1).data;
        let counter = 0;
        for (let bit = 0; bit < bits; bit++) {
            counter = 2 * counter + (row[4 * (bit * cell + cell / 2)] > 128 ? 1 : 0);
        }
        return counter;
    };
    const shown = [];
    for (let number = 0; number < meant.length; number++) {
        const there = new Promise((done) => { video.onseeked = done; });
        video.currentTime = (number + 0.5) * step / 1000;
        await there;
        const until = performance.now() + 2000;
        while (read() !== meant[number] && performance.now() < until) await new Promise(requestAnimationFrame);
        shown.push(read());
    }
    return {shown, seconds: video.duration};
}"""

ORDERED = list(range(20, 43))


@pytest.mark.parametrize("more", [{}, {"b_frames": 3}], ids=["H.264", "H.264 with B-frames"])
def test_a_browser_shows_exactly_the_pictures_of_the_order(tmp_path, more):
    _, file = cut(record(tmp_path / "ring", film(**more)), tmp_path, at(20), at(43))
    found = asyncio.run(_played(file.read_bytes(), meant=ORDERED))
    assert found["shown"] == ORDERED
    assert abs(found["seconds"] - 23 * STEP / 1000) < 0.01


@pytest.mark.parametrize("more", [{}, {"b_frames": 3}], ids=["H.264", "H.264 with B-frames"])
def test_the_copy_that_the_center_makes_for_its_page_shows_nothing_from_before_the_order(tmp_path, more):
    _, file = cut(record(tmp_path / "ring", film(**more)), tmp_path, at(20), at(43))
    made = io.BytesIO()
    with file.open("rb") as clip:
        assert movie.movie(clip, "mp4", made, minutes=1, mark="a copy").how == COPIED
    assert asyncio.run(_played(made.getvalue(), meant=ORDERED))["shown"] == ORDERED


async def _played(clip, *, meant):
    async with async_playwright() as playwright:
        path = shutil.which("chromium")
        assert path, "Chromium is missing: sudo apt-get install -y chromium"
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = await browser.new_page()
        told = {"clip": base64.b64encode(clip).decode(), "step": STEP, "meant": meant, "bits": BITS, "cell": CELL}
        found = await page.evaluate(READ, told)
        await browser.close()
        return found
