from django.utils.timezone import localdate
from playwright.sync_api import expect

from piste.activities.models import ActivityType
from piste.activities.verbs.planning import plan
from piste.messages.models import Notice
from piste.testing import person


def test_the_record_tells_all_that_was_done_on_it(signed_in, sales):
    call = ActivityType.objects.get(name_en="Call")
    plan(sales.forklifts, by=sales.ann, type=call, summary="Ask for the contract", due_on=localdate())
    page = signed_in(sales.ann)
    page.goto(sales.forklifts.get_absolute_url())
    timeline = page.locator("#timeline")

    revenue = page.locator(".figure").filter(has_text="Expected revenue")
    revenue.get_by_role("button").click()
    revenue.get_by_label("Expected revenue", exact=True).fill("7")
    page.keyboard.press("Escape")
    expect(revenue).to_contain_text("€1,000")
    revenue.get_by_role("button").click()
    revenue.get_by_label("Expected revenue", exact=True).fill("4200")
    page.keyboard.press("Enter")
    expect(revenue).to_contain_text("€4,200")
    change = timeline.locator(".entry").filter(has_text="4,200")
    expect(change).to_be_visible()

    composer = page.locator("#composer")
    composer.locator("textarea").focus()
    composer.locator("trix-editor").press_sequentially("Please look @be")
    page.get_by_role("listbox").get_by_text("Ben").click()
    composer.locator("input[type=file]").set_input_files(
        {"name": "offer.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 offer"}
    )
    composer.get_by_role("button", name="Add note").click()
    note = timeline.locator(".entry").filter(has_text="Please look")
    expect(note).to_contain_text("@Ben")
    expect(note.get_by_role("link", name="offer.pdf")).to_be_visible()
    assert Notice.objects.filter(user=sales.ben).exists()

    # The panel of next steps is drawn anew after a note: a click in between would meet neither.
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Done").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What came out of it").fill("They sign on Friday")
    dialog.get_by_role("button", name="Done", exact=True).click()
    expect(timeline.get_by_text("They sign on Friday")).to_be_visible()
    expect(page.get_by_text("No next step").first).to_be_visible()

    change.locator("summary").click()
    change.locator(".entry__part", has_text="4,200").get_by_role("button", name="Undo").click()
    expect(revenue).to_contain_text("€1,000")


def test_a_draft_survives_and_mentions_are_offered_after_the_call_tab_too(signed_in, sales):
    person("zoe", "own")
    page = signed_in(sales.ann)
    page.goto(sales.forklifts.get_absolute_url())
    composer = page.locator("#composer")
    composer.get_by_role("link", name="Call").click()
    expect(composer.get_by_role("button", name="Log call")).to_be_visible()
    composer.get_by_role("link", name="Note").click()
    expect(composer.get_by_role("button", name="Add note")).to_be_visible()
    composer.locator("trix-editor").press_sequentially("Ask @be")
    page.get_by_role("listbox").get_by_text("Ben").click()
    expect(composer.locator("trix-editor")).to_contain_text("Ask @Ben")
    page.reload()
    expect(composer.locator("trix-editor")).to_contain_text("Ask @Ben")
    composer.locator("trix-editor").press_sequentially(" and @zo")
    expect(page.get_by_role("option", name="Zoe")).to_contain_text("does not see this record")


def test_who_is_typed_is_chosen_over_who_was_there(signed_in, sales):
    page = signed_in(sales.maya)
    page.goto(sales.forklifts.get_absolute_url())
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".ts-control input").first).to_be_focused()
    page.keyboard.type("ben")
    offered = page.get_by_role("option")
    expect(offered).to_have_count(1)
    expect(dialog.locator(".ts-control .item").first).to_be_hidden()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Assign", exact=True).click()
    expect(page.locator("toast-stack").get_by_text(f"Assigned to {sales.ben}", exact=True)).to_be_visible()
