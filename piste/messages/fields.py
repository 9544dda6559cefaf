"""What this room adds to what companies and people can be filtered by."""

from piste.contacts.models import Company, Person
from piste.kernel.criteria.fields import add
from piste.messages.followed import followers

for model in (Company, Person):
    add(model.noun, followers(model.noun))
