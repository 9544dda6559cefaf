from piste.contacts.verbs.creating import create_company
from piste.contacts.verbs.storing import trash
from piste.kernel.refusals import Refused
from piste.teams.models import Team
from piste.teams.verbs.configuring import archive_team, trash_team
from piste.testing import CastTestCase


class TeamWithContactsTest(CastTestCase):
    def test_a_team_that_holds_contacts_is_archived_rather_than_deleted(self):
        company = create_company(by=self.ann, name="Verdier", team=self.north)
        with self.assertRaisesMessage(Refused, "or archive it instead"):
            trash_team(self.north, by=self.maya)
        # What lies in the trash may come back, and then has its team again.
        trash(company, by=self.maya)
        with self.assertRaises(Refused):
            trash_team(self.north, by=self.maya)
        archive_team(self.north, by=self.maya)
        self.assertNotIn(self.north, Team.objects.current())
