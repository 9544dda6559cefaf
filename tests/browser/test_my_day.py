from datetime import timedelta

from playwright.sync_api import expect

from piste.activities.models import Activity, ActivityType
from piste.activities.verbs.planning import plan
from piste.kernel.clock import today


def test_a_day_is_worked_off_by_keyboard(signed_in, sales):
    call = ActivityType.objects.get(name_en="Call")
    for days, summary in ((-2, "Ask for floor plans"), (0, "Prepare the demo"), (3, "Site visit")):
        due_on = today(sales.ann) + timedelta(days=days)
        plan(sales.forklifts, by=sales.ann, type=call, summary=summary, due_on=due_on)
    page = signed_in(sales.ann)
    page.goto("/my-day/")
    late, now, later = (
        page.locator(f"section[aria-labelledby=day-{state}]") for state in ("overdue", "today", "planned")
    )
    waiting = page.locator("#activities-button")
    expect(late).to_contain_text("2 days late")
    expect(waiting).to_contain_text("2")

    page.keyboard.press("s")
    expect(later).to_contain_text("Ask for floor plans")
    page.keyboard.press("z")
    expect(late).to_contain_text("Ask for floor plans")

    page.keyboard.press("j")
    page.keyboard.press("d")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").first.fill("They want 40 seats")
    dialog.get_by_role("button", name="Done and next").click()
    dialog.get_by_text("Meeting").click()
    dialog.get_by_label("Summary").fill("Show it on site")
    dialog.get_by_role("button", name="Schedule").click()
    expect(now).to_contain_text("Show it on site")
    expect(now).not_to_contain_text("Prepare the demo")

    finished = Activity.objects.get(summary="Prepare the demo")
    assert (finished.state, finished.feedback) == ("done", "They want 40 seats")
    assert Activity.objects.get(summary="Show it on site").follows == finished
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("#side-activities")).to_contain_text("Ask for floor plans")
