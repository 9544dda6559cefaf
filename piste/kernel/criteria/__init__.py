"""One filter language for search chips, saved views, team filters, scoring rules, bulk acts and the API (00.12-00.16).

`fields` holds what each noun can be asked for, `parsing` reads JSON, `compiling` makes database conditions of it,
`wording` a sentence.
"""
