from playwright.sync_api import expect

from piste.contacts.models import Company
from piste.contacts.verbs.creating import create_company
from piste.messages.verbs.notes import write_note
from piste.pipeline.cleanup.seeking import seek
from piste.pipeline.models import Lead
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit
from tests.browser.cast import deal
from tests.browser.screens import on_both, on_phone


def said(page, text):
    return page.locator("toast-stack").get_by_text(text, exact=True)


def test_a_lead_is_converted_into_the_deal_of_its_customer_and_comes_back(signed_in, sales):
    edit(sales.forklifts, by=sales.ann, email="ana@acme.example")
    inquiry = create(
        by=sales.ann,
        owner=sales.ann,
        kind="lead",
        title="Asks for more",
        email="ana@acme.example",
        phone="+33142685300",
    )
    page = signed_in(sales.ann)
    page.goto(inquiry.get_absolute_url())
    page.keyboard.press("o")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="Merge with Forklifts")).to_be_checked()
    expect(dialog.get_by_role("radio", name="Merge with Forklifts")).to_be_focused()
    dialog.get_by_role("button", name="Convert", exact=True).click()
    expect(said(page, "Merged into Forklifts")).to_be_visible()
    expect(page.get_by_role("heading", name="Forklifts")).to_be_visible()
    expect(page.locator(".record__main")).to_contain_text("+33 1 42 68 53 00")

    page.goto(inquiry.get_absolute_url())
    expect(page.get_by_role("heading", name="Forklifts")).to_be_visible()

    merged = page.locator("#timeline .entry").filter(has_text="merged “L-").first
    merged.hover()
    merged.get_by_role("button", name="Undo").click()
    expect(said(page, "Undone")).to_be_visible()
    page.goto(inquiry.get_absolute_url())
    expect(page.get_by_role("heading", name="Asks for more")).to_be_visible()
    expect(page.get_by_role("link", name="+33 1 42 68 53 00")).to_be_visible()


def test_many_leads_are_dealt_in_turn_to_people_whose_names_are_typed_one_after_the_other(signed_in, sales):
    leads = [
        create(by=sales.ann, owner=None, team=sales.ann.teams.first(), kind="lead", title=f"Asks {n}") for n in "ab"
    ]
    page = signed_in(sales.ann)
    page.goto("/leads/?kind=lead&scope=all")
    for lead in leads:
        page.get_by_role("checkbox", name=f"Select {lead.title}").check()
    page.get_by_role("button", name="Convert").first.click()
    dialog = page.get_by_role("dialog")
    people = dialog.get_by_role("combobox", name="Salespeople, in turn")
    people.click()
    for name in ("Ann", "Ben"):
        page.keyboard.type(name)
        page.get_by_role("option", name=name).click()
        expect(people).to_have_value("")
    dialog.get_by_role("button", name="Convert", exact=True).click()
    expect(dialog).to_contain_text("2 converted")
    for lead in leads:
        lead.refresh_from_db()
    assert {lead.owner for lead in leads} == {sales.ann, sales.ben}


def test_deals_are_merged_with_values_chosen_and_taken_back_with_what_was_changed_since(signed_in, sales):
    write_note(sales.scanners, by=sales.ann, body="<p>Wants ten</p>")
    page = signed_in(sales.ann)
    page.goto(f"/leads/merge/?ids={sales.forklifts.pk},{sales.scanners.pk}")
    page.locator("tr", has_text="Title").get_by_role("radio", name="Title, L-" + str(sales.scanners.pk)).check()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_role("heading", name="Scanners")).to_be_visible()
    expect(page.locator("#timeline")).to_contain_text("Wants ten")

    title = page.locator(".record__title")
    title.get_by_role("button").click()
    title.get_by_role("textbox").fill("Scanners and forklifts")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Scanners and forklifts")).to_be_visible()

    merged = page.locator("#timeline .entry").filter(has_text="merged “L-").first
    merged.hover()
    merged.get_by_role("button", name="Undo").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Somebody went on from here")
    expect(dialog.get_by_role("row").filter(has_text="Scanners and forklifts")).to_contain_text("Ann")
    dialog.get_by_role("button", name="Undo the part without conflict").click()
    expect(said(page, "Undone")).to_be_visible()
    expect(page.locator("#timeline")).not_to_contain_text("Wants ten")
    page.goto(sales.scanners.get_absolute_url())
    expect(title.get_by_text("Scanners", exact=True)).to_be_visible()
    expect(page.locator("#timeline")).to_contain_text("Wants ten")
    sales.forklifts.refresh_from_db()
    assert sales.forklifts.title == "Scanners and forklifts"


@on_phone
def test_on_a_phone_every_value_of_the_compared_records_is_in_reach(signed_in, sales):
    third = deal(sales.ann, "Sensors", 200)
    keys = [sales.forklifts.pk, sales.scanners.pk, third.pk]
    page = signed_in(sales.ann)
    page.goto(f"/leads/merge/?ids={','.join(map(str, keys))}")
    choices = page.locator(".merge__table").get_by_role("radio")
    expect(choices).not_to_have_count(0)
    for choice in choices.all():
        place = choice.bounding_box()
        assert place is not None
        assert 0 <= place["x"] <= 390 - place["width"]
    # What all have in common stands there once.
    expect(page.locator(".merge__same td").locator("visible=true").filter(has_text="North")).to_have_count(1)
    page.get_by_text("Sensors", exact=True).click()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_role("heading", name="Sensors")).to_be_visible()


@on_phone
def test_on_a_phone_a_record_says_how_many_duplicates_it_has(signed_in, sales):
    for lead in (sales.forklifts, sales.scanners):
        edit(lead, by=sales.ann, phone="+33142685300")
    page = signed_in(sales.ann)
    page.goto(sales.forklifts.get_absolute_url())
    page.get_by_role("link", name="Duplicates (1)").click()
    expect(page.get_by_role("dialog")).to_contain_text("Scanners")


@on_both
def test_a_company_that_is_there_takes_up_what_is_typed_and_its_twin(signed_in, sales):
    acme = create_company(by=sales.ben, name="Acme", emails=["info@acme.example"], city="Lyon")
    twin = create_company(by=sales.ben, name="ACME SARL", website="acme.example", industry="Toys")
    page = signed_in(sales.ann)
    page.goto("/companies/")
    page.get_by_role("link", name="New company").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Acme SAS")
    dialog.get_by_label("E-mail").fill("ana@acme.example")
    first = dialog.locator(".hints__one").filter(has_text="Lyon")
    first.get_by_role("button", name="Add to this one").click()
    expect(said(page, "Added to Acme")).to_be_visible()
    expect(page.get_by_role("link", name="ana@acme.example")).to_be_visible()
    assert Company.objects.count() == 2

    page.get_by_role("link", name="Duplicates (1)").click()
    expect(dialog).to_contain_text("same domain, similar name")
    dialog.get_by_role("button", name="Compare and merge").click()
    expect(dialog.locator(".merge__card")).to_contain_text("Toys · Lyon")
    dialog.get_by_role("button", name="Merge", exact=True).click()
    expect(said(page, "Merged into Acme")).to_be_visible()
    expect(page.get_by_role("link", name="Duplicates (1)")).to_be_hidden()
    page.keyboard.press("z")
    expect(page.get_by_role("link", name="Duplicates (1)")).to_be_visible()
    page.goto(twin.get_absolute_url())
    expect(page.get_by_role("heading", name="ACME SARL")).to_be_visible()
    acme.refresh_from_db()
    assert acme.industry == ""


def test_values_are_chosen_by_the_arrows_one_after_the_other(signed_in, sales):
    edit(sales.forklifts, by=sales.ann, city="Lyon", website="lyon.example")
    edit(sales.scanners, by=sales.ann, city="Nantes", website="nantes.example")
    page = signed_in(sales.ann)
    page.goto("/leads/?scope=all")
    for lead in (sales.forklifts, sales.scanners):
        page.get_by_role("checkbox", name=f"Select {lead.title}").check()
    page.get_by_role("button", name="More acts").click()
    page.get_by_role("menuitem", name="Merge").or_(page.get_by_role("button", name="Merge")).click()
    dialog = page.get_by_role("dialog")
    dialog.locator(f"#take-title-{sales.forklifts.pk}").focus()
    page.keyboard.press("ArrowRight")
    expect(dialog.locator(".merge__title")).to_have_text("Scanners")
    expect(dialog.locator(f"#take-title-{sales.scanners.pk}")).to_be_focused()
    page.keyboard.press("Tab")
    expect(dialog.locator(":focus")).to_have_attribute("type", "radio")


def test_duplicates_are_worked_through_by_keyboard(signed_in, sales):
    for name in "abc":
        for place in (1, 2):
            create(by=sales.ann, owner=sales.ann, title=f"Deal {name}{place}", email=f"{name}@x{name}.example")
    seek()
    page = signed_in(sales.ann)
    page.goto("/clean-up/duplicates/")
    group = page.locator(".cleanup__group")
    expect(group).to_have_count(3)
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Merge", exact=True).click()
    expect(said(page, "Merged into Deal a1")).to_be_visible()
    expect(group).to_have_count(2)
    page.keyboard.press("n")
    expect(said(page, "Not proposed again")).to_be_visible()
    expect(group).to_have_count(1)
    page.keyboard.press("z")
    expect(group).to_have_count(2)
    page.keyboard.press("n")
    expect(group).to_have_count(1)
    page.keyboard.press("l")
    expect(page.get_by_text("No duplicates", exact=True)).to_be_visible()
    assert Lead.objects.filter(merged_into=None, title__startswith="Deal").count() == 5
