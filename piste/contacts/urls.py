from django.urls import path

from piste.contacts.views import cards, choices, creating, duplicates, figures, lists, merging, pages, storing, tags

app_name = "contacts"

urlpatterns = [
    path("companies/", lists.contacts, {"noun": "company"}, name="companies"),
    path("companies/cards/", cards.cards, {"noun": "company"}, name="company_cards"),
    path("companies/pivot/", figures.figures, {"noun": "company", "view": "pivot"}, name="company_pivot"),
    path("companies/graph/", figures.figures, {"noun": "company", "view": "graph"}, name="company_graph"),
    path("companies/new/", creating.new_company, name="new_company"),
    path("companies/choices/", choices.company_choices, name="company_choices"),
    path("companies/<int:pk>/", pages.company, name="company"),
    path("people/", lists.contacts, {"noun": "person"}, name="people"),
    path("people/cards/", cards.cards, {"noun": "person"}, name="person_cards"),
    path("people/pivot/", figures.figures, {"noun": "person", "view": "pivot"}, name="person_pivot"),
    path("people/graph/", figures.figures, {"noun": "person", "view": "graph"}, name="person_graph"),
    path("people/new/", creating.new_person, name="new_person"),
    path("people/choices/", choices.person_choices, name="person_choices"),
    path("people/<int:pk>/", pages.person, name="person"),
    path("tags/choices/", choices.tag_choices, name="tag_choices"),
    path("configuration/tags/", tags.tags, name="tags"),
    path("configuration/tags/new/", tags.new_tag, name="new_tag"),
    path("configuration/tags/<int:pk>/", tags.tag, name="tag"),
    path("configuration/tags/<int:pk>/archive/", tags.archive, name="archive_tag"),
    path("configuration/tags/<int:pk>/unarchive/", tags.unarchive, name="unarchive_tag"),
]

for noun, folder in (("company", "companies"), ("person", "people")):
    urlpatterns += [
        path(f"{folder}/<int:pk>/facts/<slug:key>/", pages.edit_fact, {"noun": noun}, name=f"{noun}_fact"),
        path(f"{folder}/hints/", duplicates.hints, {"noun": noun}, name=f"{noun}_hints"),
        path(f"{folder}/<int:pk>/add/", duplicates.add, {"noun": noun}, name=f"{noun}_add_to"),
        path(f"{folder}/<int:pk>/duplicates/", duplicates.of_contact, {"noun": noun}, name=f"{noun}_duplicates"),
        path(f"{folder}/<int:pk>/likeness/", duplicates.beside, {"noun": noun}, name=f"{noun}_likeness"),
        path(f"{folder}/<int:pk>/apart/<int:other>/", duplicates.apart, {"noun": noun}, name=f"{noun}_apart"),
        path(f"{folder}/merge/", merging.merge, {"noun": noun}, name=f"merge_{noun}"),
        path(f"{folder}/<int:pk>/archive/", storing.archive, {"noun": noun}, name=f"{noun}_archive"),
        path(f"{folder}/<int:pk>/unarchive/", storing.unarchive, {"noun": noun}, name=f"{noun}_unarchive"),
        path(f"{folder}/<int:pk>/trash/", storing.trash, {"noun": noun}, name=f"{noun}_trash"),
        path(f"{folder}/<int:pk>/untrash/", storing.untrash, {"noun": noun}, name=f"{noun}_untrash"),
    ]
