import json

from piste.activities.tests.doors import DoorTestCase


class ConditionsTest(DoorTestCase):
    def test_my_activities_show_what_fits_and_say_what_is_asked(self):
        self.planned(0, user=self.ann, summary="Ring Claire")
        self.planned(0, user=self.ann, summary="Send prices")
        said = json.dumps({"all": [{"f": "summary", "op": "contains", "v": "claire"}]})
        page = self.get("mine", f=said)
        self.assertContains(page, "Ring Claire")
        self.assertNotContains(page, "Send prices")
        self.assertContains(page, 'class="chip"', count=1)
        self.assertContains(page, '<span class="tabs__count">1</span>', count=2)
        self.assertContains(page, "state=done&amp;f=")

    def test_what_is_no_filter_is_refused(self):
        self.assertContains(self.get("mine", f="{]"), "Nothing was searched.", status_code=409)
