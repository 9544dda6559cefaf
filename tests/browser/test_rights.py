from playwright.sync_api import expect

from tests.browser.board import Board


def test_a_manager_configures_the_stages(signed_in, sales):
    page = signed_in(sales.maya)
    page.goto("/configuration/stages/")
    page.get_by_role("link", name="New stage").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("English name").fill("<script>Trial</script>")
    dialog.get_by_role("button", name="Create").click()
    expect(page.get_by_role("main").get_by_text("<script>Trial</script>").first).to_be_visible()
    expect(Board(page).open().column("<script>Trial</script>")).to_be_visible()
    page.goto("/configuration/teams/")
    page.get_by_role("main").get_by_role("link", name="North").click()
    expect(page.get_by_role("main").get_by_text("Ben").first).to_be_visible()


def test_a_salesperson_finds_no_door_of_the_managers(signed_in, sales):
    page = signed_in(sales.ann)
    board = Board(page).open()
    expect(board.card("Forklifts")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_text("Configuration")).to_have_count(0)
    for address in ("/configuration/users/", "/configuration/stages/", "/configuration/teams/"):
        assert page.request.get(address).status == 404


def test_an_observer_sees_all_and_changes_nothing(signed_in, sales):
    page = signed_in(sales.olga)
    board = Board(page).open("?scope=all")
    expect(board.card("Forklifts", "New")).to_be_visible()
    expect(page.locator(".card__more, [data-create]")).to_have_count(0)
    board.focus("Forklifts")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Forklifts")).to_be_visible()
    expect(
        page.locator(".editable__edit, .record__acts :is(a, button):visible, .statusbar button:enabled")
    ).to_have_count(1)
    page.locator(".record__acts button:visible").click()
    expect(page.locator(".record__acts :is(.menu__item):visible")).to_have_text(["Why can I see this?"])
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Schedule activity")).to_have_count(0)
