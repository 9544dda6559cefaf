"""Single keys, without a mouse."""

import re

from playwright.sync_api import expect

from piste.messages.models import Note
from piste.pipeline.models import Lead


def test_a_line_of_a_list_is_worked_on_by_its_keys(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto("/leads/?scope=all")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.locator("#dialog trix-editor:focus").wait_for()
    page.keyboard.type("Written from the list")
    page.keyboard.press("Control+Enter")
    expect(page.locator("toast-stack")).to_contain_text("Note added")
    assert "Written from the list" in Note.objects.get().body
    expect(page.locator("tr[data-record] a.table__link:focus")).to_have_count(1)
    page.keyboard.press("h")
    expect(page.get_by_role("dialog")).to_contain_text("Call:")
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    expect(page.get_by_role("dialog")).to_contain_text("Lost: 1 record")
    page.keyboard.press("Escape")


def test_a_card_is_edited_and_written_on_in_the_panel(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto("/pipeline/")
    page.wait_for_load_state("networkidle")
    page.locator(".card > a", has_text="Forklifts").focus()
    page.keyboard.press("e")
    page.locator("lead-peek input[name=title]:focus").wait_for()
    page.keyboard.type("Ten forklifts")
    page.keyboard.press("Enter")
    expect(page.locator("lead-peek .peek__title")).to_contain_text("Ten forklifts")
    assert Lead.objects.filter(title="Ten forklifts").exists()
    page.keyboard.press("h")
    expect(page.locator("lead-peek .composer__tabs [aria-current]")).to_have_text("Call")


def test_everybody_has_the_keys_that_he_chose(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto("/settings/keys/")
    page.get_by_label("Won", exact=True).focus()
    page.keyboard.type("l")
    page.keyboard.press("Enter")
    expect(page.locator(".field__error")).to_contain_text("L is the key of “Lost” already")
    page.keyboard.type("v")
    page.keyboard.press("Enter")
    expect(page.locator("toast-stack")).to_contain_text("Your keys are saved.")
    page.goto(f"/leads/{sales.forklifts.pk}/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").locator("dl > div").filter(has_text="Won").locator("kbd")).to_have_text("V")
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    expect(page.locator("#dialog form, toast-stack").filter(has_text="Won").first).to_be_visible()


def test_cards_are_selected_and_acted_on_together(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto("/pipeline/?scope=all")
    page.wait_for_load_state("networkidle")
    bar = page.locator("board-choice")
    for title in ("Forklifts", "Scanners"):
        page.locator(".card > a", has_text=title).focus()
        page.keyboard.press("x")
    expect(bar).to_contain_text("2 selected")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    for title in ("Forklifts", "Scanners"):
        page.locator(".card > a", has_text=title).focus()
        page.keyboard.press("x")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_contain_text("2 selected")
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    dialog = page.get_by_role("dialog", name="Lost: 2 records")
    dialog.get_by_role("button", name="Lost", exact=True).click()
    expect(page.locator("toast-stack")).to_contain_text("Lost: 2 records")
    expect(page.locator(".card")).to_have_count(0)
    expect(bar).to_be_hidden()
    page.keyboard.press("z")
    expect(page.locator(".card")).to_have_count(2)


def test_the_key_of_the_filter_leads_into_the_timeline_of_a_record(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto(f"/leads/{sales.forklifts.pk}/")
    page.wait_for_load_state("networkidle")
    search = page.get_by_role("searchbox", name="Search in notes, files and activities")
    for _again in range(2):
        page.keyboard.press("f")
        expect(search).to_be_focused()
        page.keyboard.press("Escape")
        page.evaluate("document.activeElement.blur()")


def test_go_to_is_followed_by_a_letter_whatever_is_in_focus(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto("/pipeline/?scope=all")
    page.wait_for_load_state("networkidle")
    page.locator(".card > a", has_text="Forklifts").focus()
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/leads/**")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/activities/**")


def test_a_menu_takes_the_very_next_key(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto("/pipeline/")
    page.wait_for_load_state("networkidle")
    page.locator(".card > a", has_text="Forklifts").focus()
    # Both keys at once, before the browser tells of the opened menu.
    page.evaluate(
        """() => {
            for (const key of ["s", "ArrowDown"]) {
                const pressed = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
                document.activeElement.dispatchEvent(pressed);
            }
        }"""
    )
    expect(page.locator("#places .menu__item:enabled").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#places")).to_be_hidden()


def test_the_list_of_keys_names_verbs_and_not_the_first_line(signed_in, sales):
    page = signed_in(sales.ann)
    for address, verbs in (("/leads/?scope=all", {"X": "Select"}), ("/pipeline/", {"X": "Select", "D": "Next steps"})):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.keyboard.press("?")
        rows = page.get_by_role("dialog").locator("[data-list=page] > div")
        for key, verb in verbs.items():
            row = rows.filter(has=page.locator("kbd", has_text=re.compile(f"^{key}$")))
            expect(row.locator("dd")).to_have_text(verb)
        page.keyboard.press("Escape")
