"""What happens when the connection, the session or the program goes away under somebody's hands (14.B1-14.B3)."""

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from piste.contacts.verbs.creating import create_company
from piste.contacts.verbs.editing import edit as edit_contact
from piste.pipeline.models import Lead

PASSWORD = "a long enough password"


def offline(page, yes):
    page.context.set_offline(yes)


def test_a_change_made_without_connection_waits_and_is_sent_by_itself(signed_in, sales, complaints):
    page = signed_in(sales.ann)
    page.goto(f"/leads/{sales.forklifts.pk}/")
    page.wait_for_load_state("networkidle")
    offline(page, True)
    page.keyboard.press("w")
    expect(page.locator("wait-queue")).to_contain_text("Not connected. 1 change waits.")
    page.keyboard.press("n")
    page.keyboard.type("They said yes")
    offline(page, False)
    expect(page.locator("#dialog, toast-stack").filter(has_text="Won").first).to_be_visible()
    expect(page.locator("wait-queue")).to_be_hidden()
    complaints.clear()


def test_the_bar_of_a_lost_connection_lies_on_nothing(signed_in, sales, complaints):
    page = signed_in(sales.ann)
    page.goto("/pipeline/")
    page.wait_for_load_state("networkidle")
    offline(page, True)
    for bar, move in (("[data-offline]", None), ("move-queue", "Shift+ArrowRight")):
        if move:
            page.locator(".card > a", has_text="Forklifts").focus()
            page.keyboard.press(move)
        expect(page.locator(bar)).to_be_visible(timeout=20_000)
        at = page.locator(bar).bounding_box()
        covered = [
            other["class"]
            for other in page.evaluate(
                """() => [".top", ".tabs-row", ".column__head"].map((name) => {
                    const { top, bottom } = document.querySelector(name).getBoundingClientRect();
                    return { class: name, top, bottom };
                })"""
            )
            if other["top"] < at["y"] + at["height"] and at["y"] < other["bottom"]
        ]
        assert covered == []
    offline(page, False)
    expect(page.locator("move-queue")).to_be_hidden(timeout=20_000)
    complaints.clear()


def test_after_a_minute_the_person_decides(signed_in, sales, complaints):
    page = signed_in(sales.ann)
    page.clock.install()
    page.goto(f"/leads/{sales.forklifts.pk}/")
    offline(page, True)
    page.locator(".record__acts").get_by_role("button", name="More acts").click()
    page.get_by_role("button", name="Archive").click()
    expect(page.locator("wait-queue")).to_contain_text("1 change waits")
    page.clock.run_for(70_000)
    expect(page.locator("wait-queue")).to_contain_text("“Archive” was not sent")
    offline(page, False)
    page.locator("wait-queue").get_by_role("button", name="Discard").click()
    expect(page.locator("wait-queue")).to_be_hidden()
    assert not Lead.objects.get(pk=sales.forklifts.pk).archived
    complaints.clear()


def test_who_is_signed_out_while_typing_signs_in_beside_it_and_goes_on(signed_in, sales, complaints):
    sales.ann.set_password(PASSWORD)
    sales.ann.save()
    page = signed_in(sales.ann)
    page.goto(f"/leads/{sales.forklifts.pk}/")
    page.keyboard.press("n")
    page.locator("trix-editor").wait_for()
    page.keyboard.type("Not to be lost")
    Session.objects.all().delete()
    expect(page.locator("[data-signed-out]")).to_be_visible()
    with page.expect_popup() as opened:
        page.locator("[data-signed-out] a").click()
    window = opened.value
    window.get_by_label("E-mail").fill(sales.ann.email)
    window.get_by_label("Password", exact=True).fill(PASSWORD)
    with window.expect_event("close"):
        window.keyboard.press("Enter")
    expect(page.locator("[data-signed-out]")).to_be_hidden()
    expect(page.locator("trix-editor")).to_contain_text("Not to be lost")
    page.locator("trix-editor").press("Control+Enter")
    expect(page.locator("time-line")).to_contain_text("Not to be lost")
    complaints.clear()


def test_what_was_typed_into_a_cell_opens_again_with_the_value_of_whoever_changed_it_since(signed_in, sales):
    company = create_company(by=sales.ann, name="Logis Nord", city="Lille")
    page = signed_in(sales.ann)
    for address, place in (("/companies/", "tr[data-record]"), (f"/companies/{company.pk}/", "main")):
        page.goto(address)
        page.get_by_text("Lille", exact=True).first.click()
        field = page.locator(place).get_by_role("textbox", name="City")
        field.fill("Lens")
        page.reload()
        expect(field).to_have_value("Lens")
        expect(field).to_be_focused()
        expect(page.locator(place)).to_contain_text("You typed this before")
        page.keyboard.press("Escape")
        page.reload()
        expect(page.get_by_text("Lille", exact=True).first).to_be_visible()
        expect(field).to_have_count(0)
        page.get_by_text("Lille", exact=True).first.click()
        field.fill("Lens")
        edit_contact(company, by=sales.ben, city="Arras")
        page.reload()
        expect(field).to_have_value("Lens")
        field.press("Enter")
        expect(page.locator(place)).to_contain_text("Ben changed “city” meanwhile.")
        field.press("Enter")
        expect(page.get_by_text("Lens", exact=True).first).to_be_visible()
        edit_contact(company, by=sales.ben, city="Lille")


def test_a_page_of_an_older_program_offers_to_reload_and_keeps_the_draft(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto(f"/leads/{sales.forklifts.pk}/")
    page.keyboard.press("n")
    page.locator("trix-editor").wait_for()
    page.keyboard.type("Typed before the upgrade")
    expect(page.locator("[data-upgraded]")).to_be_hidden()
    page.evaluate("document.querySelector('live-updates').dataset.release = 'older'")
    expect(page.locator("[data-upgraded]")).to_be_visible()
    page.locator("[data-upgraded]").get_by_role("link", name="Reload").click()
    expect(page.locator("trix-editor")).to_contain_text("Typed before the upgrade")
    expect(page.locator("[data-upgraded]")).to_be_hidden()


def test_what_was_typed_into_a_form_comes_back_until_it_is_discarded(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto("/my-day/")
    dialog = page.get_by_role("dialog")

    def open_form():
        page.keyboard.press("c")
        page.get_by_role("link", name="Company").click()
        return dialog.get_by_label("Name", exact=True)

    open_form().fill("Half a name")
    page.keyboard.press("Escape")
    page.reload()
    expect(open_form()).to_have_value("Half a name")
    expect(dialog.locator(".kept-typed")).to_be_visible()
    dialog.get_by_role("button", name="Discard").click()
    expect(dialog.get_by_label("Name", exact=True)).to_have_value("")
    page.keyboard.press("Escape")
    page.reload()
    expect(open_form()).to_have_value("")
