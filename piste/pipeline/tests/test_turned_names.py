"""A name that turns the direction of the text would turn the rest of every page that shows it."""

from piste.accounts.models import Site
from piste.accounts.verbs.editing import edit_site
from piste.activities.models import ActivityType
from piste.activities.verbs.planning import plan
from piste.contacts.verbs.creating import create_company, create_person
from piste.contacts.verbs.tags import create_tag
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.reasons import create_reason
from piste.pipeline.verbs.stages import create_stage
from piste.teams.verbs.configuring import create_team

TURNED = "Roux \u202eCorp"


class TurnedNamesTest(PipelineTestCase):
    def test_no_name_is_kept_that_turns_what_stands_after_it(self):
        lead = create(by=self.ann, owner=self.ann, title=TURNED, contact_name=TURNED)
        edit(self.lead, by=self.ann, city=TURNED)
        person = create_person(by=self.ann, last_name=TURNED)
        activity = plan(self.lead, by=self.ann, type=ActivityType.objects.first(), assignee=self.ann, summary=TURNED)
        kept = {
            "title": lead.title,
            "contact": lead.contact_name,
            "city": self.lead.city,
            "company": create_company(by=self.ann, name=TURNED).name,
            "person": person.last_name,
            "activity": activity.summary,
            "tag": create_tag(by=self.root, name_en=TURNED).name_en,
            "reason": create_reason(by=self.root, name_en=TURNED).name_en,
            "stage": create_stage(by=self.root, name_en=TURNED).name_en,
            "team": create_team(by=self.root, name_en=TURNED).name_en,
            "site": edit_site(Site.current(), by=self.root, name=TURNED).name,
        }
        self.assertEqual(kept, dict.fromkeys(kept, "Roux Corp"))
