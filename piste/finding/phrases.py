"""Words of the palette that several rooms understand, in their plain form: English and French."""

import re

ASSIGN = re.compile(
    r"^(?:assign(?: it| them)? to|give (?:it |them )?to|attribuer a|assigner a|affecter a|donner a|confier a) (.+)$"
)
