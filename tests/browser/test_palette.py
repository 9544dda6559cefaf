import re

from playwright.sync_api import expect

from piste.activities.models import Activity
from tests.browser.board import Board


def test_the_palette_wins_plans_finds_and_goes(signed_in, sales):
    page = signed_in(sales.ann)
    board = Board(page).open()
    palette = page.locator("#palette")

    board.focus("Forklifts")
    page.keyboard.press("Control+k")
    expect(palette.get_by_role("option", name="Won")).to_be_visible()
    palette.get_by_role("combobox").fill("call tomorrow 9")
    expect(palette.get_by_role("option", name="Plan: Call")).to_be_visible()
    page.keyboard.press("Enter")
    expect(palette).to_be_hidden()
    expect(page.locator("toast-stack")).to_contain_text("Call")
    assert Activity.objects.get(thread_id=sales.forklifts.pk).due_time.hour == 9

    page.keyboard.press("Control+k")
    palette.get_by_role("combobox").fill("scanners")
    expect(palette.get_by_role("option", name="Scanners")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()

    page.keyboard.press("Control+k")
    palette.get_by_role("combobox").fill("custmers")
    expect(palette.get_by_role("option", name="Go to: Customers")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/companies/")


def test_a_screen_reader_hears_the_line_that_is_marked_and_that_nothing_was_found(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto(f"/leads/{sales.forklifts.pk}/")
    page.wait_for_load_state("networkidle")
    palette = page.locator("#palette")
    page.keyboard.press("Control+k")
    asked = palette.get_by_role("combobox")
    asked.fill("won")
    # The verb stands there once: the page's own line makes room for the one that names the record.
    expect(palette.get_by_role("option", name="Won")).to_have_text([re.compile("Won: Forklifts")])
    heard = palette.locator(f"#{asked.get_attribute('aria-activedescendant')}")
    expect(heard).to_have_count(1)
    expect(heard).to_be_visible()
    expect(heard).to_have_attribute("aria-selected", "true")
    asked.fill("xyzzy")
    expect(palette.get_by_role("status")).to_have_text("Nothing found.")
    page.keyboard.press("Escape")
    page.goto("/settings/")
    page.locator(".top__search").get_by_role("searchbox").press_sequentially("verdier")
    expect(page.locator("#search-said")).to_contain_text("found")


def test_the_verbs_of_a_card_are_about_the_card_in_focus_and_stand_there_only_then(signed_in, sales):
    page = signed_in(sales.ann)
    board = Board(page).open()
    palette = page.locator("#palette")
    page.keyboard.press("Control+k")
    expect(palette.get_by_role("option", name="New: Opportunity")).to_be_visible()
    expect(palette.get_by_role("option", name="Note", exact=True)).to_have_count(0)
    page.keyboard.press("Escape")
    board.focus("Forklifts")
    page.keyboard.press("Control+k")
    palette.get_by_role("combobox").fill("note")
    expect(palette.get_by_role("option", name="Note", exact=True)).to_be_visible()
    expect(palette.locator(".found__none")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#dialog")).to_contain_text("Note: Forklifts")


def test_alt_shows_the_keys_and_the_list_names_them(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto(f"/leads/{sales.forklifts.pk}/")
    page.keyboard.down("Alt")
    expect(page.locator("html[data-alt]")).to_have_count(1)
    page.keyboard.up("Alt")
    expect(page.locator("html[data-alt]")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Everything: search and verbs")
