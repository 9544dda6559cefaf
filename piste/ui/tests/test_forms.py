import datetime
from decimal import Decimal
from types import SimpleNamespace

from django import forms
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import RequestFactory, SimpleTestCase, TestCase, override_settings
from django.utils import translation

from piste.ui.forms import FilesField, SearchedSelect, SearchedSelectMultiple, bind, kind


class PlanForm(forms.Form):
    due = forms.DateField(required=False)
    at = forms.DateTimeField(required=False)
    done = forms.BooleanField(required=False)


class AmountTest(TestCase):
    class Form(forms.Form):
        amount = forms.DecimalField(decimal_places=2, required=False)

    def sent(self, typed: str, language: str = "en"):
        with translation.override(language):
            form = bind(self.Form, RequestFactory().post("/", {"amount": typed}))
            return form.cleaned_data.get("amount") if form.is_valid() else "refused"

    def test_it_is_read_as_people_write_it(self):
        for typed, language, amount in (
            ("7500,50", "en", Decimal("7500.50")),
            ("7,500.50", "en", Decimal("7500.50")),
            ("7,500", "en", Decimal(7500)),
            ("7\u202f500,50", "fr", Decimal("7500.50")),
            ("7.500,50", "fr", Decimal("7500.50")),
            ("-12", "fr", Decimal(-12)),
            ("", "fr", None),
            ("7,500", "fr", "refused"),
            ("a lot", "en", "refused"),
        ):
            with self.subTest(typed=typed, language=language):
                self.assertEqual(self.sent(typed, language), amount)

    def test_it_is_shown_with_the_sign_of_the_language_in_a_field_that_takes_every_sign(self):
        with translation.override("fr"):
            form = bind(self.Form, RequestFactory().get("/"), initial={"amount": Decimal("7500.50")})
            self.assertInHTML(
                '<input type="text" name="amount" value="7500,50" inputmode="decimal" id="id_amount">',
                str(form["amount"]),
            )


class BindTest(SimpleTestCase):
    def setUp(self):
        self.requests = RequestFactory()

    def test_a_form_is_bound_by_the_method_and_not_by_what_was_sent(self):
        self.assertTrue(bind(PlanForm, self.requests.post("/")).is_bound)
        self.assertFalse(bind(PlanForm, self.requests.get("/", {"due": "2026-12-01"})).is_bound)

    def test_files_arrive_with_the_rest(self):
        class Upload(forms.Form):
            files = FilesField()

        sent = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]
        form = bind(Upload, self.requests.post("/", {"files": sent}))
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual([file.name for file in form.cleaned_data["files"]], ["a.txt", "b.txt"])
        self.assertEqual(bind(Upload, self.requests.post("/")).errors, {"files": ["This field is required."]})

    def test_what_the_form_needs_goes_through(self):
        form = bind(PlanForm, self.requests.get("/"), initial={"done": True}, prefix="plan")
        self.assertEqual((form.initial, form.prefix), ({"done": True}, "plan"))

    def test_dates_use_the_browser_s_own_fields_in_every_language(self):
        for language in ("en", "fr"):
            with translation.override(language):
                form = bind(PlanForm, self.requests.get("/"), initial={"due": datetime.date(2026, 12, 1)})
                self.assertInHTML('<input type="date" name="due" value="2026-12-01" id="id_due">', str(form["due"]))

    def test_what_the_browser_s_fields_send_is_understood_in_every_language(self):
        for language in ("en", "fr"):
            with translation.override(language):
                form = bind(PlanForm, self.requests.post("/", {"due": "2026-12-01", "at": "2026-12-01T09:30"}))
                self.assertTrue(form.is_valid(), form.errors)
                self.assertEqual(form.cleaned_data["due"], datetime.date(2026, 12, 1))


@override_settings(ROOT_URLCONF="piste.ui.tests.urls")
class SearchedTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        people = get_user_model().objects
        cls.ann, cls.ben, cls.zoe = (
            people.create_user(f"{name}@piste.example", name=name.title()) for name in ("ann", "ben", "zoe")
        )

    def form(self, field, **values):
        class Choose(forms.Form):
            who = field

        return Choose(**values)

    def test_only_the_chosen_row_travels(self):
        field = forms.ModelChoiceField(get_user_model().objects.all(), widget=SearchedSelect("choices"))
        with self.assertNumQueries(1):
            html = str(self.form(field, initial={"who": self.ben.pk})["who"])
        self.assertIn("Ben", html)
        self.assertNotIn("Ann", html)
        self.assertIn('data-source="/choices"', html)

    def test_nothing_is_asked_when_nothing_is_chosen(self):
        field = forms.ModelChoiceField(get_user_model().objects.all(), widget=SearchedSelect("choices"))
        with self.assertNumQueries(0):
            self.assertInHTML('<option value="" selected></option>', str(self.form(field)["who"]))

    def test_several_can_be_chosen(self):
        field = forms.ModelMultipleChoiceField(
            get_user_model().objects.all(), widget=SearchedSelectMultiple("choices", create=True)
        )
        html = str(self.form(field, initial={"who": [self.ann.pk, self.zoe.pk]})["who"])
        self.assertEqual(html.count("selected"), 2)
        self.assertIn('data-create="true"', html)

    def test_nonsense_chooses_nothing(self):
        field = forms.ModelChoiceField(get_user_model().objects.all(), widget=SearchedSelect("choices"))
        html = str(self.form(field, data={"who": "x' OR 1"})["who"])
        self.assertNotIn("Ann", html)


class KitFieldTest(SimpleTestCase):
    def draw(self, form):
        template = engines.all()[0].from_string('{% from "ui/kit.html" import form_fields %}{{ form_fields(form) }}')
        return template.render({"form": form})

    def test_any_form_is_drawn_with_labels_help_and_errors_that_screen_readers_find(self):
        class Customer(forms.Form):
            name = forms.CharField(help_text="As on the invoice.")
            email = forms.EmailField(required=False)

        html = self.draw(Customer({"name": "", "email": "nobody"}))
        self.assertIn('aria-describedby="id_name_helptext id_name_error"', html)
        self.assertIn('id="id_name_helptext"', html)
        self.assertIn('id="id_email_error"', html)
        self.assertIn('aria-invalid="true"', html)
        self.assertIn("optional", html)

    def test_errors_of_the_whole_form_come_first(self):
        form = PlanForm({})
        form.add_error(None, "The team is <closed>.")
        self.assertIn('role="alert"><p>The team is &lt;closed&gt;.</p>', self.draw(form))

    def test_every_widget_has_its_kind(self):
        class Everything(forms.Form):
            text = forms.CharField()
            long = forms.CharField(widget=forms.Textarea)
            one = forms.ChoiceField()
            many = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
            yes = forms.BooleanField()
            secret = forms.CharField(widget=forms.PasswordInput)

        kinds = [kind(bound) for bound in Everything()]
        self.assertEqual(kinds, ["input", "textarea", "select", "checkboxes", "checkbox", "input"])


class AttributesTest(SimpleTestCase):
    def test_attributes_are_escaped_and_may_be_left_out(self):
        button = engines.all()[0].from_string(
            '{% from "ui/kit.html" import button %}{{ button("<Won>", hx_post=url, disabled=true, id=none) }}'
        )
        html = button.render({"url": '/x?"', "row": SimpleNamespace()})
        self.assertIn('hx-post="/x?&#34;"', html.replace("&quot;", "&#34;"))
        self.assertIn(" disabled", html)
        self.assertNotIn("id=", html)
        self.assertIn("&lt;Won&gt;", html)
