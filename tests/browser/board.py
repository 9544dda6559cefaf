"""The board as somebody sees it: its columns and cards by what is written on them."""

from playwright.sync_api import Locator, Page


class Board:
    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, query: str = "") -> "Board":
        self.page.goto(f"/pipeline/{query}")
        return self

    def column(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    def card(self, title: str, column: str | None = None) -> Locator:
        """The card of this title; with a column, only while it lies there."""
        place = self.column(column) if column else self.page
        return place.locator(".card").filter(has=self.page.get_by_role("link", name=title, exact=True))

    def focus(self, title: str) -> None:
        self.card(title).locator(":scope > a").focus()

    def drag(self, title: str, column: str) -> None:
        """By the mouse, as a hand does: the card follows after a few pixels."""
        mouse = self.page.mouse
        mouse.move(*middle(self.card(title).locator(":scope > a")))
        mouse.down()
        mouse.move(*middle(self.column(column).locator(".column__cards")), steps=12)
        mouse.up()


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 40)
