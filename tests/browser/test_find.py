from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from piste.pipeline.verbs.editing import edit


def test_conditions_are_put_together_and_carried_through_the_views(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto("/leads/")
    page.keyboard.press("f")
    page.get_by_role("link", name="Conditions …").click()
    dialog = page.get_by_role("dialog")

    dialog.get_by_label("Field").last.select_option(label="Expected revenue")
    dialog.get_by_label("Operator").select_option(label="≥")
    dialog.get_by_label("Value").fill("800")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Forklifts")).to_be_visible()
    expect(page.get_by_role("link", name="Scanners")).to_have_count(0)
    expect(page.get_by_text("Expected revenue ≥ 800")).to_be_visible()

    page.get_by_role("link", name="Board", exact=True).click()
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("link", name="Pivot", exact=True).click()
    page.get_by_label("Columns").select_option(label="Nothing")
    expect(page.get_by_role("columnheader", name="Total")).to_have_count(0)
    row = page.get_by_role("row", name="New")
    expect(row).to_contain_text("€1,000")
    row.get_by_role("link", name="1", exact=True).click()
    expect(page.get_by_role("link", name="Forklifts")).to_be_visible()

    page.goto("/leads/graph/?rows=stage&cols=&measures=count&chart=bar")
    expect(page.locator("canvas")).to_be_visible()
    page.get_by_text("Figures", exact=True).click()
    expect(page.get_by_role("row", name="New")).to_contain_text("2")


def test_a_deal_is_moved_to_another_day_by_the_keyboard_and_back(signed_in, sales):
    # In the middle of a month, so that the days around are in it too.
    day = localdate().replace(day=15)
    edit(sales.forklifts, by=sales.ann, expected_closing=day)
    page = signed_in(sales.ann)
    page.goto("/leads/calendar/")

    def on(when):
        return page.locator(f'[data-day="{when}"]').get_by_role("link", name="Forklifts")

    on(day).focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(on(day + timedelta(days=1))).to_be_focused()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(on(day)).to_be_visible()
