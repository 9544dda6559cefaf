"""Whole journeys in Chromium: somebody signs in, works, and sees the result."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from piste.accounts.models import User
from tests.browser.cast import sales  # noqa: F401
from tests.browser.screens import DESKTOP

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

# A form with errors, a refusal: answers that the page shows.
ANSWERS = ("status of 409", "status of 422")

# Playwright keeps an event loop in the thread of the test, where Django would see asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            # The server has its own connection; what the migrations wrote is there again for each journey.
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("Chromium was not found.")
    # Chromium has no sandbox for root.
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    opened = connections.all(initialized_only=True)
    with sync_playwright() as playwright:
        # Under its event loop Django would open other connections, without what the test database is restored from.
        for connection in opened:
            connections[connection.alias] = connection
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


@pytest.fixture(params=[DESKTOP])
def context(chromium: Browser, live_server, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser profile of its own; `@on_phone` or `@on_both` choose the screen."""
    context = chromium.new_context(base_url=live_server.url, viewport=request.param, locale="en-GB")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about; a journey without connection empties it."""
    return []


@pytest.fixture
def page(context: BrowserContext, complaints: list[str]) -> Iterator[Page]:
    """A page that fails its test when the browser had anything to complain about."""
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    unexpected = [line for line in complaints if not any(answer in line for answer in ANSWERS)]
    assert not unexpected, "\n".join(unexpected)


@pytest.fixture
def signed_in(context: BrowserContext, page: Page, client, live_server) -> Callable[[User], Page]:
    """The page, with somebody signed in."""

    def sign_in(user: User) -> Page:
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return sign_in
