"""What a phone fetches to show a page for the first time, as it travels."""

from shutil import which

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import BrowserContext, sync_playwright

from bench.people import Person
from piste.pipeline.models import Lead

PHONE = {"width": 390, "height": 844}


def weights(person: Person) -> list[list[str]]:
    """Page, kilobytes and number of files; nothing when there is no Chromium."""
    program = which("chromium") or which("google-chrome")
    if not program:
        return []
    newest = Lead.objects.visible_to(person.user).order_by("-pk").values_list("pk", flat=True).first()
    pages = {
        "sign-in": reverse(settings.LOGIN_URL),
        "board": reverse("pipeline:board"),
        "list": reverse("pipeline:leads"),
        "record": reverse("pipeline:lead", args=[newest]),
    }
    address = f"http://127.0.0.1:{person.connection.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        found = []
        for name, path in pages.items():
            context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
            if name != "sign-in":
                context.add_cookies(
                    [{"name": key, "value": value, "url": address} for key, value in person.cookies.items()]
                )
            sizes = fetched(context, address + path)
            found.append([name, f"{sum(sizes) / 1000:.0f}", str(len(sizes))])
            context.close()
        browser.close()
    return found


def fetched(context: BrowserContext, address: str) -> list[int]:
    """The bytes of every answer, heads included."""
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[int] = []
    network.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    page.goto(address, wait_until="networkidle")
    return sizes
