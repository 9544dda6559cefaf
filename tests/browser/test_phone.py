from django.utils.timezone import localdate
from playwright.sync_api import expect

from piste.activities.models import ActivityType
from piste.activities.verbs.planning import plan
from piste.pipeline.models import Stage
from piste.pipeline.verbs.moving import move
from tests.browser.board import Board
from tests.browser.cast import stage
from tests.browser.screens import on_phone


@on_phone
def test_a_salesperson_works_on_her_phone_in_french(signed_in, sales):
    sales.ann.language = "fr"
    sales.ann.save()
    call = ActivityType.objects.get(name_en="Call")
    plan(sales.forklifts, by=sales.ann, type=call, summary="Relancer", due_on=localdate())
    page = signed_in(sales.ann)
    board = Board(page).open()
    stages = page.get_by_role("tablist", name="Étapes")
    bar = page.get_by_role("navigation", name="Menu rapide")

    stages.get_by_role("tab", name="Qualifié").click()
    expect(stages.get_by_role("tab", name="Qualifié")).to_have_attribute("aria-selected", "true")
    expect(board.column("Qualifié")).to_be_in_viewport(ratio=0.5)
    stages.get_by_role("tab", name="Nouveau").click()
    expect(stages.get_by_role("tab", name="Nouveau")).to_have_attribute("aria-selected", "true")

    board.card("Forklifts").get_by_role("button", name="Actions sur cette carte").click()
    page.get_by_role("button", name="Déplacer vers").click()
    page.get_by_role("button", name="Qualifié", exact=True).click()
    expect(board.card("Forklifts", "Qualifié")).to_have_count(1)
    expect(stages.get_by_role("tab", name="Qualifié")).to_contain_text("1")

    bar.get_by_role("link", name="Ma journée").click()
    page.get_by_role("button", name="Fait : Relancer").click()
    expect(page.get_by_text("Votre journée est libre")).to_be_visible()
    bar.get_by_role("link", name="Pipeline").click()
    expect(board.card("Forklifts")).to_contain_text("Pas de prochaine étape")


@on_phone
def test_a_search_opens_the_stage_that_has_hits(signed_in, sales):
    move(sales.scanners, by=sales.ann, stage=stage("Qualified"))
    page = signed_in(sales.ann)
    board = Board(page).open("?q=Scanners")
    expect(page.get_by_role("tab", name="Qualified")).to_have_attribute("aria-selected", "true")
    expect(board.column("Qualified")).to_be_in_viewport(ratio=0.5)


@on_phone
def test_a_folded_stage_has_its_tab_which_opens_it(signed_in, sales):
    Stage.objects.filter(name_en="Qualified").update(folded=True)
    page = signed_in(sales.ann)
    page.goto("/pipeline/")
    page.get_by_role("tab", name="Qualified").click()
    expect(page.get_by_role("tab", name="Qualified")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".column--folded")).to_have_count(0)


@on_phone
def test_the_page_stays_where_it_was_when_a_field_is_saved(signed_in, sales):
    page = signed_in(sales.ann)
    page.goto(sales.forklifts.get_absolute_url())
    page.get_by_role("button", name="Edit: Campaign").click()
    field = page.get_by_label("Campaign", exact=True)
    field.fill("Spring fair")
    page.locator(".record__main").evaluate("part => part.dataset.old = ''")
    page.evaluate("scrollTo(0, 500)")
    before = page.evaluate("scrollY")
    field.press("Enter")
    expect(page.locator(".record__main[data-old]")).to_have_count(0)
    assert page.evaluate("scrollY") == before
