from playwright.sync_api import Page, expect

from piste.pipeline.verbs.moving import move
from tests.browser.board import Board
from tests.browser.cast import stage


def said(page: Page, text: str):
    return page.locator("toast-stack").get_by_text(text, exact=True)


def test_a_deal_is_dragged_and_z_brings_it_back(signed_in, sales):
    page = signed_in(sales.ann)
    board = Board(page).open()
    board.drag("Forklifts", "Qualified")
    expect(board.card("Forklifts", "Qualified")).to_be_visible()
    expect(said(page, "Moved to Qualified")).to_be_visible()
    page.keyboard.press("z")
    expect(board.card("Forklifts", "New")).to_be_visible()
    sales.forklifts.refresh_from_db()
    assert sales.forklifts.stage == stage("New")


def test_a_day_at_the_board_by_keyboard(signed_in, sales):
    page = signed_in(sales.ann)
    board = Board(page).open()

    board.focus("Scanners")
    page.keyboard.press("Shift+ArrowRight")
    expect(said(page, "Moved to Qualified")).to_be_visible()
    expect(board.card("Scanners", "Qualified")).to_be_visible()

    page.keyboard.press("s")
    expect(page.locator("#places :focus")).to_be_visible()
    page.locator("#places [data-stage]", has_text="Proposition").focus()
    page.keyboard.press("Enter")
    expect(board.card("Scanners", "Proposition").locator(":scope > a")).to_be_focused()

    board.column("New").get_by_role("link", name="New opportunity in New").click()
    form = board.column("New").locator("form")
    form.get_by_label("Title").fill("Conveyors <b>fast</b>")
    form.get_by_label("Expected revenue").fill("2500")
    page.keyboard.press("Enter")
    expect(board.card("Conveyors <b>fast</b>", "New")).to_contain_text("€2,500")

    board.focus("Forklifts")
    page.keyboard.press("t")
    dialog = page.get_by_role("dialog")
    dialog.locator(".type-choice", has_text="Call").click()
    dialog.get_by_label("Summary").fill("Ask for the contract")
    dialog.get_by_role("button", name="Schedule", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(board.card("Forklifts")).to_contain_text("Ask for the contract")


def test_a_lost_deal_is_found_and_restored(signed_in, sales):
    page = signed_in(sales.ann)
    board = Board(page).open()
    board.focus("Forklifts")
    page.keyboard.press("l")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Too expensive").check()
    dialog.get_by_role("button", name="Mark as lost").click()
    expect(said(page, "Lost: Too expensive")).to_be_visible()
    expect(board.card("Forklifts")).to_have_count(0)

    page.get_by_role("link", name="Lost", exact=True).click()
    page.get_by_role("link", name="Forklifts").click()
    expect(page.get_by_text("Lost: Too expensive").first).to_be_visible()
    page.get_by_role("button", name="Restore").click()
    expect(said(page, "Restored to New")).to_be_visible()
    expect(page.get_by_role("button", name="Won")).to_be_visible()
    expect(Board(page).open().card("Forklifts", "New")).to_be_visible()


def test_a_move_by_a_colleague_appears_within_two_seconds(signed_in, sales):
    board = Board(signed_in(sales.ben)).open("?scope=team")
    expect(board.card("Forklifts", "New")).to_be_visible()
    move(sales.forklifts, by=sales.ann, stage=stage("Proposition"))
    expect(board.card("Forklifts", "Proposition")).to_be_visible(timeout=2_000)
