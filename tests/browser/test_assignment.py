import pytest
from playwright.sync_api import expect

from piste.assignment import jobs
from piste.assignment.models import Run
from piste.pipeline.models import Lead
from piste.pipeline.verbs.creating import create
from piste.teams.models import Membership


@pytest.fixture(autouse=True)
def room_for_more(sales):
    """The deals that they have were given to them today."""
    Membership.objects.update(capacity=300)


def waiting(sales, title: str, city: str) -> Lead:
    return create(by=sales.maya, title=title, kind="lead", owner=None, team=None, city=city)


def test_from_preview_to_run_to_why_to_undo(signed_in, sales):
    scales = waiting(sales, "Scales for Canada", "Montréal")
    waiting(sales, "Belts for France", "Lyon")
    page = signed_in(sales.maya)
    page.goto("/configuration/assignment/")
    page.get_by_label("By button", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Assignment is set.")).to_be_visible()

    page.goto("/configuration/teams/")
    page.get_by_role("main").get_by_role("link", name="North").click()
    page.get_by_role("button", name="Take part").click()
    expect(page.get_by_text("Takes part", exact=True)).to_be_visible()
    page.get_by_role("link", name="Edit the filter of the team").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[id$='.field-ts-control']").fill("City")
    dialog.locator(".ts-dropdown .option", has_text="City").first.click()
    dialog.get_by_label("City").get_by_role("textbox").fill("Montréal")
    dialog.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("1 of 2 open records without owner and team fit")).to_be_visible()

    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_role("heading", name="1 record would be given")).to_be_visible()
    would = page.get_by_role("row", name="Scales for Canada")
    expect(would).to_contain_text("Team North: filter “City contains “Montréal””.")
    expect(would).to_contain_text("Ann")
    expect(page.get_by_text("No team filter fits").first).to_be_visible()
    assert Lead.objects.get(pk=scales.pk).owner is None

    page.get_by_role("button", name="Assign now").click()
    expect(page.get_by_text("At work")).to_be_visible()
    jobs.assign.func(Run.objects.get().pk)
    expect(page.get_by_text("Finished")).to_be_visible()
    expect(page.get_by_role("row", name="Scales for Canada")).to_contain_text("Ann")

    page = signed_in(sales.ann)
    page.goto("/")
    page.get_by_role("button", name="Notices").click()
    expect(page.get_by_text("by automatic assignment").first).to_be_visible()
    page.goto(scales.get_absolute_url())
    expect(page.get_by_text("by automatic assignment").first).to_be_visible()
    expect(page.get_by_text("never served before").first).to_be_visible()

    page = signed_in(sales.maya)
    page.goto("/configuration/assignment/")
    page.get_by_role("table", name="Runs of the assignment").get_by_role("link").first.click()
    page.get_by_role("button", name="Undo the whole run").click()
    expect(page.get_by_text("Undone", exact=True).first).to_be_visible()
    assert Lead.objects.get(pk=scales.pk).owner is None


def test_what_arrives_is_given_at_once(signed_in, sales):
    page = signed_in(sales.maya)
    page.goto("/configuration/assignment/")
    page.get_by_label("By button", exact=True).check()
    page.get_by_label("Give new records at once").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Assignment is set.")).to_be_visible()
    north = Membership.objects.get(user=sales.ann).team
    page.goto(north.get_absolute_url())
    page.get_by_role("button", name="Take part").click()
    expect(page.get_by_text("Takes part", exact=True)).to_be_visible()

    scales = waiting(sales, "Scales for Canada", "Montréal")
    page.goto(scales.get_absolute_url())
    jobs.receive_arrivals.func()
    expect(page.locator("#record").get_by_text("Ann", exact=True).first).to_be_visible()
    page.goto("/configuration/assignment/?runs=arrival")
    expect(page.get_by_role("table", name="Runs of the assignment").get_by_text("On arrival")).to_be_visible()


def test_the_keyboard_goes_on_where_it_was_after_a_member_was_added(signed_in, sales):
    page = signed_in(sales.maya)
    north = Membership.objects.get(user=sales.ann).team
    page.goto(north.get_absolute_url())
    page.locator("#member_user-ts-control").press_sequentially("Maya")
    # At once: Enter means what was typed, though its rows are still on their way.
    page.keyboard.press("Enter")
    expect(page.locator(".members__add .item")).to_have_text("Maya")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Maya is in the team")).to_be_visible()
    expect(page.get_by_role("button", name="Add", exact=True)).to_be_focused()


def test_the_page_of_a_team_stays_where_it_was_when_a_dialog_is_saved(signed_in, sales):
    page = signed_in(sales.maya)
    page.goto(Membership.objects.get(user=sales.ann).team.get_absolute_url())
    filters = page.get_by_role("link", name="Filters of Ben")
    filters.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Save").last.press("Enter")
    expect(page.get_by_text("The filters of Ben are saved")).to_be_visible()
    # Both parts of the page were drawn anew.
    expect(filters).to_be_focused()
