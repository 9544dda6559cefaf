"""What was done is taken back by keyboard alone, in both languages."""

import pytest
from playwright.sync_api import expect

from piste.accounts.verbs.editing import edit as edit_user
from piste.pipeline.models import Lead
from piste.pipeline.verbs.closing import mark_lost
from piste.pipeline.verbs.editing import edit

WORDS = {
    "en": {"undone": "Undone", "acts": "My last acts", "undo": "Undo", "part": "Undo the part without conflict"},
    "fr": {
        "undone": "Annulé",
        "acts": "Mes dernières actions",
        "undo": "Annuler",
        "part": "Annuler la partie sans conflit",
    },
}


def press_until(page, wanted, key="Tab", at_most=80):
    """Walks by keyboard to what is wanted."""
    for _step in range(at_most):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError("The keyboard does not lead there.")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_many_at_once_are_taken_back_and_done_again(signed_in, sales, language):
    edit_user(sales.maya, by=sales.maya, language=language)
    words, page = WORDS[language], signed_in(sales.maya)
    page.goto("/leads/?scope=all")
    page.wait_for_load_state("networkidle")
    for _line in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")
    before = {lead.pk: lead.priority for lead in Lead.objects.all()}
    page.keyboard.press("Control+k")
    page.keyboard.type("priority 3")
    # Quicker than the answer.
    page.keyboard.press("Enter")
    expect(page.locator("toast-stack")).to_contain_text("2")
    assert Lead.objects.filter(priority=3).count() == 2
    page.keyboard.press("z")
    expect(page.locator("toast-stack")).to_contain_text(words["undone"])
    assert {lead.pk: lead.priority for lead in Lead.objects.all()} == before
    # The undo is an act too.
    with page.expect_response("**/undo/**"):
        page.keyboard.press("z")
    assert Lead.objects.filter(priority=3).count() == 2


@pytest.mark.parametrize("language", ["en", "fr"])
def test_conflicts_are_listed_field_by_field_and_the_rest_is_undone(signed_in, sales, language):
    edit_user(sales.maya, by=sales.maya, language=language)
    lead = sales.forklifts
    edit(lead, by=sales.maya, title="Forklifts and trucks", city="Lyon")
    edit(lead, by=sales.ann, city="Paris")
    words, page = WORDS[language], signed_in(sales.maya)
    page.goto("/my-acts/")
    expect(page.get_by_role("heading", name=words["acts"])).to_be_visible()
    act = page.locator(".acts__act").filter(has_text="Forklifts and trucks").first
    press_until(page, act.get_by_role("button", name=words["undo"]))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Paris")
    expect(dialog).to_contain_text("Lyon")
    press_until(page, dialog.get_by_role("button", name=words["part"]))
    page.keyboard.press("Enter")
    expect(page.locator("toast-stack")).to_contain_text(words["undone"])
    # The list stays, and tells of the undo at its head.
    expect(dialog).to_be_hidden()
    expect(page.locator(".acts__act").first.get_by_role("button", name=words["undo"])).to_be_focused()
    expect(page.locator(".acts__act .badge")).to_have_count(1)
    lead.refresh_from_db()
    assert (lead.title, lead.city) == ("Forklifts", "Paris")


def test_a_manager_takes_back_what_another_did_from_the_timeline(signed_in, sales):
    lead = sales.forklifts
    mark_lost(lead, by=sales.ann, note="Too early")
    page = signed_in(sales.maya)
    page.goto(f"/leads/{lead.pk}/")
    page.wait_for_load_state("networkidle")
    entry = page.locator("time-line .entry").filter(has_text="Too early").first
    press_until(page, entry.get_by_role("button", name="Undo"))
    page.keyboard.press("Enter")
    expect(page.locator("toast-stack")).to_contain_text("Undone")
    lead.refresh_from_db()
    assert lead.is_open
