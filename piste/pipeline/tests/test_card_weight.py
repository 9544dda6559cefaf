from piste.contacts.models import Tag
from piste.pipeline.tests.doors import DoorTestCase
from piste.pipeline.verbs.creating import create


class CardWeightTest(DoorTestCase):
    def test_a_board_of_320_cards_fits_into_150_kilobytes(self):
        """Its frame is some 50: so what a card carries besides its words must stay under 240 bytes."""
        words = ["Warehouse scanners for Lyon", "€20,024"]
        create(by=self.ann, owner=self.ann, title=words[0], expected_revenue=20024, tags=list(Tag.objects.all()[:1]))
        page = self.get("pipeline:column", self.new.pk).content.decode()
        card = next(one for one in page.split("<li class=card ") if words[0] in one).partition("</ol>")[0]
        self.assertLess(len(card.encode()) - sum(len(word.encode()) for word in words), 240)
