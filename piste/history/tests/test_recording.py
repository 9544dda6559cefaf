from piste.history import events
from piste.history.models import ChangeSet, Event
from piste.history.recording import change, record, refuse_stale, verb
from piste.history.tests.cast import create, edit, edit_both, edit_many
from piste.kernel.refusals import Refused
from piste.testing import CastTestCase


class RecordingTest(CastTestCase):
    def test_an_event_keeps_each_changed_field_before_and_after(self):
        edit(self.north, by=self.maya, name_en="Far north", sequence=3, colour=self.north.colour)
        event = Event.objects.get()
        self.assertEqual(event.changes, {"name_en": ["North", "Far north"], "sequence": [10, 3]})
        self.assertEqual((event.change_set.by, event.change_set.via), (self.maya, "page"))

    def test_the_door_by_which_somebody_came_is_kept(self):
        self.maya.via = "api"
        edit(self.north, by=self.maya, sequence=3)
        self.assertEqual(ChangeSet.objects.get().via, "api")

    def test_verbs_inside_a_verb_share_its_change_set(self):
        edit_both(self.north, self.south, by=self.maya, sequence=7)
        self.assertEqual(ChangeSet.objects.count(), 1)
        self.assertEqual(Event.objects.count(), 2)

    def test_verbs_one_after_the_other_do_not(self):
        edit(self.north, by=self.maya, sequence=7)
        edit(self.north, by=self.maya, sequence=8)
        self.assertEqual(ChangeSet.objects.count(), 2)

    def test_when_a_verb_fails_nothing_of_it_stays(self):
        @verb
        def half_done(team, *, by):
            edit(team, by=by, sequence=7)
            raise Refused("no")

        with self.assertRaises(Refused):
            half_done(self.north, by=self.maya)
        self.north.refresh_from_db()
        self.assertEqual(self.north.sequence, 10)
        self.assertFalse(ChangeSet.objects.exists())

    def test_what_a_failed_verb_began_is_not_joined_by_the_next(self):
        @verb
        def failing(team, *, by):
            edit(team, by=by, sequence=7)
            raise Refused("no")

        with self.assertRaises(Refused):
            failing(self.north, by=self.maya)
        edit(self.south, by=self.ann, sequence=8)
        self.assertEqual(Event.objects.get().change_set.by, self.ann)

    def test_nothing_is_recorded_outside_of_a_verb(self):
        with self.assertRaises(RuntimeError):
            record(self.north, "team.edited", by=self.maya)

    def test_a_change_to_the_same_value_is_none(self):
        version = self.north.version
        self.assertEqual(change(self.north, sequence=self.north.sequence), {})
        self.assertEqual(self.north.version, version)

    def test_a_new_row_tells_its_filled_fields(self):
        team = create(type(self.north)(name_en="West", leader=self.ann), by=self.maya)
        event = Event.objects.get()
        self.assertEqual((event.name, event.row_id), ("team.created", team.pk))
        self.assertEqual(event.changes["leader"], [None, self.ann.pk])
        self.assertNotIn("name_fr", event.changes)

    def test_many_rows_have_one_change_set_and_a_fixed_number_of_statements(self):
        teams = [type(self.north).objects.create(name_en=str(number)) for number in range(20)]
        with self.assertNumQueries(5):
            edit_many(teams, by=self.maya, sequence=7)
        self.assertEqual((ChangeSet.objects.count(), Event.objects.count()), (1, 20))

    def test_listeners_hear_of_a_name_of_a_noun_and_of_everything(self):
        heard = []
        before = {name: list(listeners) for name, listeners in events._listeners.items()}
        self.addCleanup(lambda: (events._listeners.clear(), events._listeners.update(before)))
        for pattern in ("team.edited", "team.*", "*", "team.deleted"):
            events.on(pattern)(lambda told, pattern=pattern: heard.append(pattern))
        edit(self.north, by=self.maya, sequence=7)
        self.assertEqual(heard, ["team.edited", "team.*", "*"])


class RefuseStaleTest(CastTestCase):
    def test_a_field_changed_meanwhile_is_refused_with_the_name_of_whoever_changed_it(self):
        seen = self.north.version
        edit(self.north, by=self.ann, sequence=7)
        with self.assertRaisesMessage(Refused, "Ann changed “sequence” meanwhile.") as caught:
            refuse_stale(self.north, ["sequence"], seen)
        self.assertEqual(caught.exception.field, "sequence")

    def test_other_fields_are_saved(self):
        seen = self.north.version
        edit(self.north, by=self.ann, sequence=7)
        refuse_stale(self.north, ["name_en"], seen)

    def test_whoever_saw_the_newest_version_or_names_none_is_never_refused(self):
        edit(self.north, by=self.ann, sequence=7)
        refuse_stale(self.north, ["sequence"], self.north.version)
        refuse_stale(self.north, ["sequence"], None)
