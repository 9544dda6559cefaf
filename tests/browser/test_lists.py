from playwright.sync_api import Page, expect

from piste.activities.models import Activity, ActivityType
from piste.activities.verbs.planning import plan
from piste.contacts.models import Company
from piste.contacts.verbs.creating import create_company
from piste.contacts.verbs.editing import edit as edit_contact
from piste.pipeline.verbs.editing import edit
from tests.browser.screens import on_phone


def line(page: Page, title: str):
    return page.locator("tr[data-record]").filter(has_text=title)


def said(page: Page, text: str):
    return page.locator("toast-stack").get_by_text(text, exact=True)


def test_cells_are_edited_by_keyboard_alone(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto("/leads/?sort=title")
    press = page.keyboard.press
    expect(line(page, "Forklifts")).to_be_visible()

    # The title, whose click would open the record, by F2.
    press("j")
    expect(page.get_by_role("link", name="Forklifts")).to_be_focused()
    press("F2")
    expect(page.get_by_role("textbox", name="Title")).to_be_focused()
    page.keyboard.type("Reach trucks")
    press("Enter")
    expect(page.get_by_role("link", name="Reach trucks")).to_be_focused()

    # Arrows lead into the line; Enter edits, Enter saves.
    press("ArrowRight")
    press("Enter")
    stage = page.get_by_role("combobox", name="Stage")
    expect(stage).to_be_focused()
    stage.select_option("Qualified")
    press("Enter")
    expect(line(page, "Reach trucks").locator(".cell--stage")).to_have_text("Qualified")
    expect(line(page, "Reach trucks").locator(".cell--stage")).to_be_focused()

    # Esc restores what was there.
    press("ArrowRight")
    expect(line(page, "Reach trucks").locator(".cell--expected_revenue")).to_be_focused()
    press("Enter")
    revenue = page.get_by_role("textbox", name="Expected revenue")
    expect(revenue).to_be_focused()
    page.keyboard.type("7")
    press("Escape")
    expect(line(page, "Reach trucks")).to_contain_text("€1,000")
    press("Enter")
    expect(revenue).to_be_focused()
    page.keyboard.type("1500")

    # Tab saves and goes on to the next cell, with the other cells as they are now.
    press("Tab")
    expect(page.get_by_role("textbox", name="Probability")).to_be_focused()
    expect(line(page, "Reach trucks")).to_contain_text("€1,500")
    page.keyboard.type("40")
    press("Enter")
    expect(line(page, "Reach trucks")).to_contain_text("40%")

    press("z")
    expect(line(page, "Reach trucks")).not_to_contain_text("40%")
    sales.forklifts.refresh_from_db()
    assert (sales.forklifts.title, sales.forklifts.expected_revenue) == ("Reach trucks", 1500)


def test_keys_typed_before_the_answer_has_come_lead_on_from_the_saved_cell(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto("/leads/?sort=title")
    press = page.keyboard.press
    press("j")
    press("ArrowRight")
    press("ArrowRight")
    press("Enter")
    expect(page.get_by_role("textbox", name="Expected revenue")).to_be_focused()
    page.keyboard.type("1500")
    for key in ("Enter", "ArrowRight", "Enter"):
        press(key)
    expect(page.get_by_role("textbox", name="Probability")).to_be_focused()
    expect(line(page, "Forklifts")).to_contain_text("€1,500")
    expect(page.get_by_role("textbox", name="Probability")).to_be_focused()


def test_who_edits_the_same_cell_later_sees_the_other_value_beside_it_and_loses_nothing(signed_in, sales):
    company = create_company(by=sales.ann, name="Logis Nord", city="Lille")
    page = signed_in(sales.ann)
    page.goto("/companies/")
    line(page, "Logis Nord").locator(".cell--city").click()
    field = page.get_by_role("textbox", name="City")
    field.fill("Lens")
    edit_contact(company, by=sales.ben, city="Arras")
    field.press("Enter")
    cell = line(page, "Logis Nord").locator(".cell--city")
    expect(cell).to_contain_text("Ben changed “city” meanwhile.")
    expect(cell).to_contain_text("Now it is: Arras")
    expect(field).to_have_value("Lens")
    field.press("Enter")
    expect(cell).to_have_text("Lens")
    assert Company.objects.get().city == "Lens"


def test_who_gives_way_to_another_sees_the_value_of_the_other(signed_in, sales):
    company = create_company(by=sales.ann, name="Logis Nord", city="Lille")
    page = signed_in(sales.ann)
    former, fact = "Lille", ".facts__fact:has(dt:text-is('Address'))"
    for address, place, city in (
        ("/companies/", ".cell--city", "Arras"),
        (f"/companies/{company.pk}/", fact, "Metz"),
    ):
        page.goto(address)
        page.locator(place).get_by_text(former, exact=True).first.click()
        field = page.locator(place).get_by_role("textbox", name="City")
        field.fill("Lens")
        edit_contact(company, by=sales.ben, city=city)
        field.press("Enter")
        expect(page.locator(place)).to_contain_text("Ben changed “city” meanwhile.")
        page.keyboard.press("Escape")
        expect(page.locator(place).get_by_text(city, exact=True).first).to_be_visible()
        expect(page.locator(place).get_by_text(former, exact=True)).to_have_count(0)
        former = city


def test_activities_are_edited_in_their_line(signed_in, sales):
    plan(sales.forklifts, by=sales.ann, type=ActivityType.objects.get(name_en="Call"), summary="Ask")
    page = signed_in(sales.ann)
    page.goto("/activities/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Summary").fill("Ask for the contract")
    page.keyboard.press("Tab")
    day = page.get_by_label("Deadline", exact=True)
    expect(day).to_be_focused()
    day.fill("2031-05-04")
    page.keyboard.press("Enter")
    expect(line(page, "Ask for the contract")).to_contain_text("4 May 2031")
    activity = Activity.objects.get()
    assert (activity.summary, activity.due_on.isoformat()) == ("Ask for the contract", "2031-05-04")


def test_many_are_changed_at_once_and_taken_back(signed_in, sales):
    names = ("Atelier Roux", "Logis Nord", "Maison Verdier")
    for name in names:
        create_company(by=sales.ann, name=name)
    page = signed_in(sales.maya)
    page.goto("/companies/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("2 selected")).to_be_visible()
    page.get_by_role("button", name="Change a field").click()
    dialog = page.get_by_role("dialog", name="Change a field: 2 records")
    dialog.get_by_label("Field").select_option("City")
    dialog.get_by_label("City").fill("Lyon")
    dialog.get_by_role("button", name="Change a field").click()
    expect(said(page, "Change a field: 2 records")).to_be_visible()
    expect(page.locator(".cell--city", has_text="Lyon")).to_have_count(2)
    page.keyboard.press("z")
    expect(page.locator(".cell--city", has_text="Lyon")).to_have_count(0)
    assert not Company.objects.exclude(city="").exists()

    page.get_by_label("Select all on this page").check()
    page.get_by_role("button", name="More acts").click()
    page.get_by_role("button", name="Delete").click()
    expect(said(page, "Delete: 3 records")).to_be_visible()
    page.goto("/companies/?show=trash")
    page.get_by_label("Select all on this page").check()
    page.locator(".bulk").get_by_role("button", name="Put back").click()
    expect(said(page, "Put back: 3 records")).to_be_visible()
    assert Company.objects.filter(deleted_at=None).count() == 3


@on_phone
def test_on_a_phone_a_line_is_edited_in_a_sheet(signed_in, sales):
    edit(sales.forklifts, by=sales.ann, city="Lille")
    page = signed_in(sales.ann)
    page.goto("/leads/?sort=title")
    page.get_by_role("button", name="Edit: Forklifts").click()
    sheet = page.get_by_role("dialog", name="Forklifts")
    sheet.get_by_text("€1,000").click()
    sheet.get_by_role("textbox", name="Expected revenue").fill("1500")
    page.keyboard.press("Enter")
    expect(sheet).to_contain_text("€1,500")
    sheet.get_by_role("button", name="Close").last.click()
    expect(line(page, "Forklifts")).to_contain_text("€1,500")


def test_columns_and_groups_are_chosen_by_keyboard_and_the_focus_stays(signed_in, sales):
    create_company(by=sales.ann, name="Logis Nord", city="Lille", country="FR")
    page = signed_in(sales.ann)
    page.goto("/companies/")
    page.wait_for_load_state("networkidle")
    press = page.keyboard.press

    page.get_by_role("link", name="Columns").press("Enter")
    added = page.locator("#columns-add-ts-control")
    expect(added).to_be_focused()
    page.keyboard.type("countr")
    expect(page.locator(".ts-dropdown .option.active:visible")).to_have_text("Country")
    press("Enter")
    expect(page.locator(".columns__one").last).to_contain_text("Country")
    expect(added).to_be_focused()
    page.locator("#up-country").press("Enter")
    expect(page.locator(".columns__one").nth(-2)).to_contain_text("Country")
    expect(page.locator("#up-country")).to_be_focused()
    page.locator("#dialog").get_by_role("button", name="Show").last.press("Enter")
    expect(page.get_by_role("columnheader", name="Country")).to_be_visible()

    page.goto("/companies/?group=country")
    page.wait_for_load_state("networkidle")
    group = page.get_by_role("link", name="France")
    group.press("Enter")
    expect(line(page, "Logis Nord")).to_be_visible()
    expect(group).to_be_focused()
    press("Enter")
    expect(line(page, "Logis Nord")).to_be_hidden()
    expect(group).to_be_focused()


def test_what_is_ticked_while_the_list_is_drawn_anew_stays_ticked(signed_in, sales):
    create_company(by=sales.ann, name="Atelier Roux")
    page = signed_in(sales.maya)
    page.goto("/companies/")

    def later(route):
        page.wait_for_timeout(400)
        route.continue_()

    page.route("**/companies/**", later)
    page.evaluate("() => document.querySelector('data-list').refresh()")
    box = page.get_by_label("Select Atelier Roux")
    box.check()
    old = page.evaluate_handle("() => document.querySelector('data-list')")
    page.wait_for_function("old => !old.isConnected", arg=old)
    expect(box).to_be_checked()
    expect(page.get_by_text("1 selected")).to_be_visible()
