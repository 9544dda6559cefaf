"""What happens when the connection, the session or the program goes away under somebody's hands (14.B1-14.B3)."""

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from piste.pipeline.models import Lead


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


def test_who_is_signed_out_while_typing_keeps_the_text_and_goes_on(signed_in, sales, complaints):
    page = signed_in(sales.ann)
    page.goto(f"/leads/{sales.forklifts.pk}/")
    page.keyboard.press("n")
    page.locator("trix-editor").wait_for()
    page.keyboard.type("Not to be lost")
    Session.objects.all().delete()
    expect(page.locator("[data-signed-out]")).to_be_visible()
    expect(page.locator("trix-editor")).to_contain_text("Not to be lost")
    expect(page.locator("[data-signed-out] a")).to_have_attribute("target", "_blank")
    complaints.clear()


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
