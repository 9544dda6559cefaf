from django.urls import reverse

from piste.contacts.models import Company
from piste.contacts.verbs.creating import create_company, create_person
from piste.contacts.verbs.editing import edit as edit_contact
from piste.contacts.verbs.merging import merge
from piste.history.models import ChangeSet
from piste.history.recording import verb
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.messages import threads, unread
from piste.messages.models import Follower, Mute, Notice
from piste.messages.tests.cast import ThreadTestCase
from piste.messages.verbs import notices as reading
from piste.messages.verbs.following import add_contact, follow, remove_contact, unfollow
from piste.messages.verbs.notes import write_note


@verb
def give_to(user, companies, *, by):
    for company in companies:
        edit_contact(company, by=by, owner=user)


class TellingTest(ThreadTestCase):
    def kinds(self, user):
        return list(Notice.objects.visible_to(user).order_by("id").values_list("kind", flat=True))

    def test_the_creator_follows_and_hears_of_what_others_write(self):
        company = create_company(by=self.ann, name="Logis Nord")
        write_note(company, by=self.ben, body="Hello")
        self.assertEqual(self.kinds(self.ann), ["followed"])

    def test_nobody_is_told_of_his_own_act(self):
        company = create_company(by=self.ann, name="Logis Nord", owner=self.ann)
        write_note(company, by=self.ann, body="@Ann remember")
        self.assertEqual(self.kinds(self.ann), [])

    def test_a_new_owner_is_told_and_follows(self):
        edit_contact(self.verdier, by=self.maya, owner=self.ben)
        self.assertEqual(self.kinds(self.ben), ["assigned"])
        self.assertTrue(Follower.objects.on(*self.verdier.thread).filter(user=self.ben).exists())

    def test_a_mention_is_the_stronger_reason(self):
        follow(self.verdier, by=self.ben)
        write_note(self.verdier, by=self.ann, body="@Ben please")
        self.assertEqual(self.kinds(self.ben), ["mentioned"])

    def test_what_is_no_news_tells_nobody(self):
        follow(self.verdier, by=self.ben)
        edit_contact(self.verdier, by=self.ann, city="Lyon")
        self.assertEqual(self.kinds(self.ben), [])

    def test_whoever_left_hears_no_more(self):
        follow(self.verdier, by=self.ben)
        unfollow(self.verdier, by=self.ben)
        write_note(self.verdier, by=self.ann, body="Hello")
        self.assertEqual(self.kinds(self.ben), [])

    def test_an_import_tells_nobody_and_makes_only_owners_followers(self):
        self.maya.via = "import"
        company = create_company(by=self.maya, name="Logis Nord", owner=self.ben)
        self.assertEqual(self.kinds(self.ben), [])
        followers = Follower.objects.on(*company.thread).values_list("user", flat=True)
        self.assertEqual(list(followers), [self.ben.pk])

    def test_nobody_follows_what_he_does_not_see(self):
        with self.assertRaisesMessage(Refused, "Otto cannot see this record"):
            follow(self.verdier, by=self.ann, user=self.otto)

    def test_notices_of_a_record_out_of_reach_are_not_shown(self):
        write_note(self.verdier, by=self.ann, body="@Ben please")
        type(self.ben).objects.filter(pk=self.ben.pk).update(role="outside")
        self.ben.refresh_from_db()
        self.assertEqual(self.kinds(self.ben), [])
        self.assertEqual(unread.count(self.ben), 0)


class ChoicesTest(ThreadTestCase):
    def told(self, user):
        return list(Notice.objects.visible_to(user).order_by("id").values_list("kind", flat=True))

    def test_a_kind_that_is_not_wanted_is_not_told_and_no_other_is_lost(self):
        reading.choose(["assigned", "activity"], by=self.ben)
        follow(self.verdier, by=self.ben)
        write_note(self.verdier, by=self.ann, body="@Ben please")
        edit_contact(self.verdier, by=self.maya, owner=self.ben)
        self.assertEqual(self.told(self.ben), ["assigned"])

    def test_it_is_for_oneself_and_can_be_chosen_again(self):
        reading.choose([], by=self.ann)
        reading.choose([], by=self.ben)
        reading.choose(["mentioned"], by=self.ben)
        write_note(self.verdier, by=self.maya, body="@Ben and @Ann, please")
        self.assertEqual((self.told(self.ben), self.told(self.ann)), (["mentioned"], []))

    def test_the_page_shows_what_is_chosen_and_saves_it(self):
        self.client.force_login(self.ben)
        page = reverse("messages:notice_choices")
        self.assertContains(self.client.get(page), " checked", count=len(Notice.Kind))
        self.client.post(page, {"kinds": ["shared"]})
        self.assertContains(self.client.get(page), " checked", count=1)
        self.assertEqual(Mute.objects.kinds_of(self.ben), set(Notice.Kind) - {"shared"})
        self.assertEqual(self.client.post(page, {"kinds": ["weather"]}).status_code, 422)


class FollowingByHandTest(ThreadTestCase):
    def follows(self, user):
        return user in threads.followers(self.verdier)

    def last(self):
        return ChangeSet.objects.newest_first().first()

    def test_each_act_is_told_and_undone(self):
        follow(self.verdier, by=self.ann, user=self.ben)
        self.assertEqual(self.last().events.get().name, "follower.added")
        undo(self.last(), by=self.ann)
        self.assertFalse(self.follows(self.ben))
        undo(self.last(), by=self.ann)
        self.assertTrue(self.follows(self.ben))
        unfollow(self.verdier, by=self.ben)
        self.assertEqual(self.last().events.get().name, "follower.unfollowed")
        undo(self.last(), by=self.ben)
        self.assertTrue(self.follows(self.ben))
        self.assertFalse(Notice.objects.exists())

    def test_what_changes_nothing_is_no_act(self):
        unfollow(self.verdier, by=self.ben)
        follow(self.verdier, by=self.ben)
        done = self.last()
        follow(self.verdier, by=self.ben)
        self.assertEqual(self.last(), done)

    def test_the_record_itself_does_not_change(self):
        before = Company.objects.values().get(pk=self.verdier.pk)
        follow(self.verdier, by=self.ben)
        self.assertEqual(Company.objects.values().get(pk=self.verdier.pk), before)

    def test_whoever_left_comes_back_by_himself(self):
        follow(self.verdier, by=self.ben)
        unfollow(self.verdier, by=self.ben)
        left = self.last()
        write_note(self.verdier, by=self.ann, body="@Ben please")
        self.assertTrue(self.follows(self.ben))
        with self.assertRaisesMessage(Refused, "nothing left to undo"):
            undo(left, by=self.ben)

    def test_a_new_record_that_is_followed_is_undone_all_the_same(self):
        company = create_company(by=self.ann, name="Logis Nord")
        follow(company, by=self.ben)
        undo(company.last_event.change_set, by=self.ann)
        self.assertFalse(Company.objects.filter(pk=company.pk, deleted_at=None).exists())

    def test_who_followed_what_was_merged_goes_on_following_and_contacts_too(self):
        other = create_company(by=self.ann, name="Verdier SA")
        lea = create_person(by=self.ann, first_name="Léa")
        follow(other, by=self.ben)
        follow(self.verdier, by=self.ben)
        add_contact(other, by=self.ann, person=lea)
        follow(other, by=self.zoe)
        unfollow(other, by=self.zoe)
        merge([self.verdier, other], by=self.ann, into=self.verdier)
        self.assertEqual(threads.followers(self.verdier), [self.ann, self.ben])
        self.assertEqual(threads.following_contacts(self.verdier, self.ann), [lea])

    def test_who_came_with_a_merge_goes_when_it_is_taken_back_and_others_stay(self):
        other = create_company(by=self.ann, name="Verdier SA")
        lea = create_person(by=self.ann, first_name="Léa")
        for user in (self.ben, self.maya):
            follow(other, by=user)
        follow(self.verdier, by=self.ben)
        add_contact(other, by=self.ann, person=lea)
        before = threads.followers(self.verdier)
        merged = merge([self.verdier, other], by=self.ann, into=self.verdier).last_event.change_set
        self.assertIn(self.maya, threads.followers(self.verdier))
        follow(self.verdier, by=self.zoe)
        undo(merged, by=self.ann)
        self.assertEqual(threads.followers(self.verdier), [*before, self.zoe])
        self.assertEqual(threads.following_contacts(self.verdier, self.ann), [])
        self.assertIn(self.maya, threads.followers(other))

    def test_who_left_since_is_in_the_way_of_no_undo(self):
        other = create_company(by=self.ann, name="Verdier SA")
        follow(other, by=self.maya)
        merged = merge([self.verdier, other], by=self.ann, into=self.verdier).last_event.change_set
        unfollow(self.verdier, by=self.maya)
        undo(merged, by=self.ann)
        self.assertNotIn(self.maya, threads.followers(self.verdier))
        self.assertIn(self.maya, threads.followers(other))

    def test_people_who_follow_the_same_record_are_merged(self):
        lea, leah = (create_person(by=self.ann, first_name=name) for name in ("Léa", "Leah"))
        for person in (lea, leah):
            add_contact(self.verdier, by=self.ann, person=person)
        merge([lea, leah], by=self.ann, into=lea)
        self.assertEqual(threads.following_contacts(self.verdier, self.ann), [lea])


class NoticeDoorsTest(ThreadTestCase):
    def setUp(self):
        write_note(self.verdier, by=self.ann, body="@Ben please price the leasing option")
        self.client.force_login(self.ben)

    def test_the_list_says_what_happened_where(self):
        response = self.client.get(reverse("messages:notices"))
        self.assertContains(response, "Maison Verdier")
        self.assertContains(response, "Ann wrote a note")
        self.assertContains(response, "price the leasing option")

    def test_an_act_on_many_records_is_told_with_the_first_few(self):
        companies = [Company.objects.create(name=f"Company {number}") for number in range(9)]
        give_to(self.ben, companies, by=self.maya)
        response = self.client.get(reverse("messages:notices"))
        self.assertContains(response, "and 6 more records by the same act")

    def test_the_bell_counts_acts_not_records(self):
        companies = [Company.objects.create(name=f"Company {number}") for number in range(9)]
        give_to(self.ben, companies, by=self.maya)
        self.assertEqual(unread.count(self.ben), 2)

    def test_others_do_not_see_my_notices(self):
        self.client.force_login(self.zoe)
        self.assertNotContains(self.client.get(reverse("messages:notices")), "Maison Verdier")

    def test_the_bell_counts_what_is_unread(self):
        live = self.client.get(reverse("live")).json()
        self.assertEqual(live["counts"]["notices"], 1)
        self.assertContains(
            self.client.get(reverse("messages:notice_menu"), headers={"HX-Request": "true"}), "Ann wrote"
        )

    def test_looking_at_the_record_reads_them(self):
        self.assertContains(self.client.get(self.door("timeline")), "data-read")
        self.post(self.door("read"))
        self.assertEqual(unread.count(self.ben), 0)
        self.assertNotContains(self.client.get(self.door("timeline")), "data-read")

    def test_all_are_read_at_once(self):
        write_note(self.verdier, by=self.zoe, body="@Ben and @Maya")
        self.client.post(reverse("messages:read_all"))
        self.assertEqual((unread.count(self.ben), unread.count(self.maya)), (0, 1))
        self.assertNotContains(self.client.get(reverse("messages:notices"), {"unread": "1"}), "Maison Verdier")

    def test_an_observer_reads_his_notices_too(self):
        write_note(self.verdier, by=self.ann, body="@Olga look")
        self.client.force_login(self.olga)
        self.client.post(reverse("messages:read_all"))
        self.assertEqual(unread.count(self.olga), 0)

    def test_its_number_of_queries_does_not_grow(self):
        def cost(count):
            for number in range(count):
                write_note(Company.objects.create(name=str(number)), by=self.ann, body="@Ben look")
            with self.counted() as queries:
                self.client.get(reverse("messages:notices"))
            return len(queries)

        cost(1)
        self.assertEqual(cost(9), cost(30))


class FollowDoorsTest(ThreadTestCase):
    def setUp(self):
        self.client.force_login(self.olga)

    def test_following_is_undone_from_the_toast_and_the_timeline_tells_it_on_demand(self):
        self.client.force_login(self.ben)
        done = self.post(self.door("follow"))
        change_set = ChangeSet.objects.newest_first().first()
        address = reverse("history:undo", args=[change_set.pk])
        self.assertIn(address, done.headers["HX-Trigger"])
        self.assertNotContains(self.client.get(self.door("timeline")), "Ben follows it now")
        whole = self.client.get(self.door("timeline"), {"all": "1"})
        self.assertContains(whole, "Ben follows it now")
        self.assertContains(whole, address)
        self.assertContains(self.client.get(self.door("timeline"), {"all": "1", "kind": "changes"}), "Ben follows it")
        self.assertIn("follower-changed", self.post(address).headers["HX-Trigger"])
        self.assertContains(self.client.get(self.door("timeline")), 'aria-pressed="false"')
        self.assertContains(self.client.get(self.door("timeline"), {"all": "1"}), "Ben undid: Ben follows it now")

    def test_others_are_named_in_the_timeline(self):
        self.client.force_login(self.ann)
        lea = create_person(by=self.ann, first_name="Léa")
        follow(self.verdier, by=self.ann, user=self.ben)
        unfollow(self.verdier, by=self.ann, user=self.ben)
        add_contact(self.verdier, by=self.ann, person=lea)
        remove_contact(self.verdier, by=self.ann, person=lea)
        page = self.client.get(self.door("timeline"), {"all": "1"})
        for name in ("Ben", "Léa"):
            self.assertContains(page, f"Ann made {name} a follower")
            self.assertContains(page, f"Ann removed {name} from the followers")

    def test_an_observer_is_offered_no_undo(self):
        done = self.post(self.door("follow"))
        address = reverse("history:undo", args=[ChangeSet.objects.newest_first().first().pk])
        self.assertNotIn(address, done.headers["HX-Trigger"])

    def test_whoever_reads_may_follow_and_leave(self):
        self.assertContains(self.post(self.door("follow")), 'aria-pressed="true"')
        self.assertContains(self.post(self.door("unfollow")), 'aria-pressed="false"')

    def test_a_colleague_is_added(self):
        self.assertEqual(self.post(self.door("followers"), user=self.ben.pk).status_code, 200)
        self.assertContains(self.client.get(self.door("followers")), "Ben")

    def test_one_without_access_is_refused_beside_the_field(self):
        response = self.post(self.door("followers"), user=self.otto.pk)
        self.assertContains(response, "Otto cannot see this record", status_code=422)
