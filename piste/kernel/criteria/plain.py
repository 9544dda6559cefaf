"""Text compared without case and accents, on both databases alike: `title__plain__contains`."""

from django.db.backends.signals import connection_created
from django.db.models import CharField, TextField, Transform

from piste.kernel.normal import plain

FUNCTION = "PISTE_PLAIN"
# What PostgreSQL's decomposition leaves: signs that stay one, and the accents that it sets apart.
LIGATURES = (("œ", "oe"), ("æ", "ae"), ("ß", "ss"), ("ø", "o"), ("ł", "l"), ("đ", "d"))


@CharField.register_lookup
@TextField.register_lookup
class Plain(Transform):
    """The text in the form of `kernel.normal.plain`."""

    lookup_name = "plain"
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function=FUNCTION, **extra)

    def as_postgresql(self, compiler, connection, **extra):
        spread = "normalize(lower(%(expressions)s), NFKD)"
        for sign, letters in LIGATURES:
            spread = f"replace({spread}, '{sign}', '{letters}')"
        bare = f"regexp_replace({spread}, '[\\u0300-\\u036f]', '', 'g')"
        return self.as_sql(compiler, connection, template=f"btrim(regexp_replace({bare}, '\\s+', ' ', 'g'))", **extra)


def keep_function(connection, **_) -> None:
    """SQLite knows the function for as long as the connection lasts."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, 1, _plain, deterministic=True)


def _plain(text: str | None) -> str | None:
    return None if text is None else plain(text)


connection_created.connect(keep_function, dispatch_uid="piste.kernel.criteria.plain")
