from playwright.sync_api import Page, expect

from piste.testing import person
from tests.browser.screens import on_both

PASSWORD = "a long enough password"


@on_both
def test_somebody_signs_in_by_password(page: Page):
    ann = person("ann", "own")
    ann.set_password(PASSWORD)
    ann.save()
    page.goto("/sign-in/?next=/settings/")
    page.get_by_label("E-mail").fill("ann@example.com")
    page.get_by_label("Password", exact=True).fill("not her password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Ann")).to_be_visible()
