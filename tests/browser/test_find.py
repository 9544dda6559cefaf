from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit


def test_conditions_are_put_together_and_carried_through_the_views(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto("/leads/")
    page.keyboard.press("f")
    page.get_by_role("link", name="Conditions …").click()
    dialog = page.get_by_role("dialog")

    dialog.locator("[id='where.0.field-ts-control']").fill("expected rev")
    dialog.locator(".ts-dropdown .option", has_text="Expected revenue").click()
    dialog.get_by_label("Operator").select_option(label="≥")
    dialog.get_by_label("Value").fill("800")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Forklifts")).to_be_visible()
    expect(page.get_by_role("link", name="Scanners")).to_have_count(0)
    expect(page.get_by_text("Expected revenue ≥ 800")).to_be_visible()

    page.get_by_role("link", name="Board", exact=True).click()
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("link", name="Pivot", exact=True).click()
    page.wait_for_load_state("networkidle")
    page.locator("#figures-cols-0").select_option(label="Nothing")
    expect(page.get_by_role("columnheader", name="Total")).to_have_count(0)
    # Who chooses by keyboard goes on where he is.
    page.locator("#figures-rows-0").focus()
    page.keyboard.type("Salesperson")
    expect(page.get_by_role("row", name="ann")).to_be_visible()
    expect(page.locator("#figures-rows-0")).to_be_focused()
    page.get_by_role("link", name="Swap rows and columns").press("Enter")
    expect(page.get_by_role("columnheader", name="ann")).to_be_visible()
    page.get_by_role("link", name="Swap rows and columns").press("Enter")
    expect(page.get_by_role("rowheader", name="ann")).to_be_visible()
    page.locator("#figures-rows-0").select_option(label="Stage")
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
    # What others change meanwhile is drawn again around the focus.
    with page.expect_response(lambda answer: "/leads/calendar/" in answer.url):
        edit(sales.scanners, by=sales.ben, expected_closing=day)
    expect(page.locator(f'[data-day="{day}"]').get_by_role("link", name="Scanners")).to_be_visible()
    expect(on(day + timedelta(days=1))).to_be_focused()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(on(day)).to_be_visible()


def test_a_view_keeps_its_layout_and_is_what_the_menu_opens(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto("/leads/pivot/?rows=owner&cols=-&measures=expected_revenue")
    page.get_by_role("link", name="Save view …").press("Enter")
    expect(page.get_by_role("dialog").get_by_label("Name")).to_be_focused()
    page.keyboard.type("By owner")
    page.keyboard.press("Enter")
    tab = page.get_by_role("link", name="By owner")
    expect(tab).to_have_attribute("aria-current", "page")

    # Another layout of the same view: a dot says that it is not what was saved.
    page.get_by_role("link", name="Board", exact=True).click()
    expect(page.locator(".card")).to_have_count(2)
    expect(tab).to_have_text("By owner •")
    page.get_by_role("link", name="Reset").click()
    expect(page.get_by_role("row", name="ann")).to_contain_text("€1,500")
    expect(tab).to_have_text("By owner")

    page.get_by_role("link", name="List", exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("View By owner is saved")).to_be_visible()
    page.get_by_role("button", name="Saved view: By owner").click()
    page.get_by_role("button", name="Open it from my menu").click()
    expect(page.get_by_text("The menu opens By owner now")).to_be_visible()

    page.goto("/my-day/")
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Opportunities").click()
    expect(tab).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("link", name="Forklifts")).to_be_visible()


def test_a_lead_is_given_to_somebody_on_the_board_of_leads(signed_in, sales):
    create(by=sales.maya, owner=None, kind="lead", title="Fair visitor")
    page = signed_in(sales.maya)
    page.goto("/pipeline/?kind=lead&scope=all")
    lane = page.get_by_role("region", name="Nobody")
    expect(lane.get_by_role("link", name="Fair visitor")).to_be_visible()
    lane.get_by_role("link", name="Fair visitor").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_text("Assigned to")).to_be_visible()
    expect(lane.get_by_role("link", name="Fair visitor")).to_have_count(0)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(lane.get_by_role("link", name="Fair visitor")).to_be_visible()


def test_a_filter_with_groups_is_put_together_by_keyboard_alone(signed_in, sales):
    edit(sales.forklifts, by=sales.ann, expected_closing=localdate() + timedelta(days=9))
    page = signed_in(sales.ann)
    page.goto("/leads/")
    page.wait_for_load_state("networkidle")
    press, dialog = page.keyboard.press, page.get_by_role("dialog", name="Conditions")

    def focused(path: str) -> None:
        expect(page.locator(f"[id='{path}']")).to_be_focused()

    def chosen(typed: str) -> None:
        page.keyboard.type(typed)
        expect(page.locator(".ts-dropdown .option.active:visible")).to_be_visible()
        press("Enter")

    press("f")
    press("End")
    press("Enter")
    focused("where.0.field-ts-control")

    # Part of a name finds the field; the focus goes on to the operator, and with Tab to the values.
    chosen("closing")
    focused("where.0.op")
    page.keyboard.type("in the next")
    expect(dialog.get_by_label("Unit")).to_be_visible()
    press("Tab")
    focused("where.0.value.1")
    page.keyboard.type("2")
    press("Tab")
    page.keyboard.type("weeks")
    press("Tab")
    press("Tab")
    focused("where.1.field-ts-control")

    # A group; what is taken away hands the focus to its neighbour, and Esc closes the list before the dialog.
    dialog.get_by_role("button", name="Group", exact=True).focus()
    press("Enter")
    focused("where.1.0.field-ts-control")
    chosen("revenue")
    focused("where.1.0.op")
    dialog.get_by_role("button", name="Remove this condition").nth(1).focus()
    press("Enter")
    focused("where.2.field-ts-control")
    page.keyboard.type("stage")
    expect(page.locator(".ts-dropdown .option.active:visible")).to_be_visible()
    press("Escape")
    expect(dialog).to_be_visible()
    press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Filter", exact=True)).to_be_focused()


def test_a_condition_is_changed_from_its_chip(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto('/leads/?f={"f":"expected_revenue","op":">=","v":"800"}')
    page.get_by_role("link", name="Expected revenue ≥ 800", exact=True).click()
    dialog = page.get_by_role("dialog", name="Conditions")
    dialog.get_by_label("Value").fill("400")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Expected revenue ≥ 400", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Scanners")).to_be_visible()
