"""The box's page on a phone, as its owner uses it, under its own strict rules."""

import shutil

from playwright.async_api import async_playwright

from rtcc.grants.model import Hours, Live
from tests.edge.footage import film
from tests.edge.guarding import OPEN, PIN
from tests.edge.onvif_camera import camera
from tests.edge.picturing import ring_of

PHONE = {"width": 390, "height": 844}
# Of the pictures that a page shows: how wide the browser found the one frame, and whether it is not one plain color.
DRAWN = """async (video) => {
  await new Promise((done) => video.readyState > 1 ? done() : video.addEventListener("loadeddata", done));
  const canvas = Object.assign(document.createElement("canvas"), {width: video.videoWidth, height: video.videoHeight});
  const pen = canvas.getContext("2d");
  pen.drawImage(video, 0, 0);
  const pixels = pen.getImageData(0, 0, canvas.width, canvas.height).data;
  return [video.videoWidth, Math.max(...pixels.filter((_, at) => at % 4 === 0)) > 100];
}"""


def test_the_owner_signs_in_sees_who_watches_and_changes_what_is_allowed(site):
    entrance, register = site.camera(OPEN, name="Entrance"), site.camera(name="<b>Register</b>")
    site.view(entrance)
    wrong = site.do(_story(site))
    assert site.box.grants.grant(entrance).is_nothing
    after = site.box.grants.grant(register)
    assert (after.live, after.radius_m, after.hours) == (Live.ANY_CALL, 300, Hours(480, 1080))
    assert not [said for said in wrong if "Failed to load" not in said]  # nothing broke, nothing was blocked


async def _story(site):
    wrong = []
    async with async_playwright() as playwright:
        path = shutil.which("chromium")
        assert path, "Chromium is missing: sudo apt-get install -y chromium"
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = await browser.new_page(viewport=PHONE)
        page.on("console", lambda said: wrong.append(said.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        await page.goto(f"http://127.0.0.1:{site.port}/")
        await _sign_in(page)
        entrance = page.locator("#cameras > li").first
        await entrance.get_by_text("Being watched").wait_for()
        await entrance.get_by_role("button", name="Switch off for the center").click()
        await page.locator("#watching").get_by_text("Nobody.").wait_for()
        await _allow(page.locator("#cameras > li").nth(1), page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        await browser.close()
    return wrong


async def _sign_in(page):
    await page.get_by_label("PIN").fill("111111")
    await page.get_by_role("button", name="Open").click()
    await page.get_by_text("That is not the PIN of this box.").wait_for()
    await page.get_by_label("PIN").fill(PIN)
    await page.get_by_role("button", name="Open").click()
    await page.locator("#watching").get_by_text("Entrance: badge 4711").wait_for()


async def _allow(camera, page):
    await camera.get_by_role("heading", name="<b>Register</b>").wait_for()  # a name is text, whatever it is
    await camera.get_by_text("Change what is allowed").click()
    await camera.get_by_label("Live view").select_option("any_call")
    await camera.get_by_role("button", name="Allow this").click()
    await page.get_by_role("alert").get_by_text("how near the call must be").wait_for()
    await camera.get_by_label("How near, in meters").fill("300")
    await camera.get_by_label("From (time of day)").fill("08:00")
    await camera.get_by_label("To", exact=True).fill("18:00")
    await camera.get_by_role("button", name="Allow this").click()
    await camera.locator(".allowed").get_by_text("from 08:00 to 18:00").wait_for()


def test_the_owner_sees_the_newest_picture_speaks_spanish_and_takes_a_camera_away(site):
    door, yard = site.camera(OPEN, name="Door"), site.camera(name="Yard")
    ring_of(site.home / "ring" / door, film(15, width=320, height=180), 1_750_000_000_000)
    ring_of(site.home / "ring" / yard, film(15, width=320, height=180, codec="h265"), 1_750_000_000_000)
    site.do(_second_story(site))
    assert [camera.id for camera in site.box.cameras.all()] == [yard]
    assert site.box.grants.grant(door).is_nothing


async def _second_story(site):
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = await browser.new_page(viewport=PHONE)
        page.on("dialog", lambda dialog: dialog.accept())
        await page.goto(f"http://127.0.0.1:{site.port}/")
        await page.get_by_role("button", name="Español").click()
        await page.get_by_label("PIN").fill(PIN)
        await page.get_by_role("button", name="Abrir").click()
        door, yard = page.locator("#cameras > li").nth(0), page.locator("#cameras > li").nth(1)
        assert await door.get_by_label("Última imagen de Door").evaluate(DRAWN) == [320, True]
        await yard.get_by_text("Graba en H.265").wait_for()
        await door.get_by_text("Acceso, o quitar esta cámara").click()
        await door.get_by_label("Borrarlo ahora").check()
        await door.get_by_role("button", name="Quitar esta cámara").click()
        await page.locator("#cameras > li").nth(1).wait_for(state="detached")
        await browser.close()


def test_a_camera_is_asked_what_it_streams_and_set_and_added(site):
    site.settings |= {"camera_subnet": "127.0.0.1/32", "camera_ports": "8554"}
    with camera() as one:
        site.settings["onvif_ports"] = str(one.server_port)
        site.start()
        site.do(_third_story(site))
        assert one.set_to["enc_0"]["encoding"] == "H264"
    (added,) = site.box.cameras.all()
    assert (added.name, added.address) == ("Door", "rtsp://127.0.0.1:8554/pro_0?profile=1")


async def _third_story(site):
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = await browser.new_page(viewport=PHONE)
        await page.goto(f"http://127.0.0.1:{site.port}/")
        await page.get_by_label("PIN").fill(PIN)
        await page.get_by_role("button", name="Open").click()
        await page.get_by_text("Add a camera").click()
        await page.locator("#add").get_by_label("Address").fill("127.0.0.1")
        await page.get_by_role("button", name="Ask this camera what it streams").click()
        await page.get_by_role("button", name="Set Stream 0 for this box").click()
        await page.get_by_role("button", name="Stream 0: H.264, 1920 × 1080").click()
        await page.locator("#add").get_by_label("Name").fill("Door")
        await page.get_by_role("button", name="Add", exact=True).click()
        await page.get_by_role("heading", name="Door").wait_for()
        await browser.close()
