"""What a request reads like before anybody gets it: the words of the template itself, so that nobody copies them."""

from __future__ import annotations

from dataclasses import dataclass

from rtcc.aws import settings
from rtcc.messages import wording
from rtcc.messages.model import Template

_OWN = {
    "en": {"safe_word": "(safe word)", "code": "(code)", "link": "(link)"},
    "es": {"safe_word": "(palabra segura)", "code": "(clave)", "link": "(enlace)"},
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One language's text and e-mail; what is each person's own stands in round brackets."""

    language: str
    text: str
    subject: str
    mail: str


def of_request() -> list[Sample]:
    """The words that go out with a canvass, in every language that people may choose."""
    city = settings.city()
    shared = {"city": city.name, "agency": city.agency, "phone": city.phone, "site": settings.site()}
    return [_sample(language, shared | own) for language, own in _OWN.items()]


def _sample(language: str, words: dict[str, str]) -> Sample:
    letter = wording.letter(Template.ASK, language, words)
    return Sample(language, wording.text(Template.ASK, language, words), letter.subject, letter.text)
