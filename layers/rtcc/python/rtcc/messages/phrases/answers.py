"""The words that answer a word which somebody texted: STOP, START, HELP."""

from __future__ import annotations

from rtcc.messages.model import Template

TEXTS: dict[tuple[Template, str], str] = {
    (
        Template.STOPPED,
        "en",
    ): "{city} police: you get no more texts from us. E-mails still come. START to undo. {phone}",
    (Template.STOPPED, "es"): "Policia de {city}: no recibe mas textos. Los correos siguen. START: volver. {phone}",
    (Template.STARTED, "en"): "{city} police: you get texts from us again. STOP to end. HELP for help. {phone}",
    (Template.STARTED, "es"): "Policia de {city}: recibe textos otra vez. STOP: salir. AYUDA: ayuda. {phone}",
    (
        Template.HELP,
        "en",
    ): "{city} police camera registry: we only ask for video. Is it real? Call {phone}. STOP to end",
    (Template.HELP, "es"): "Registro de camaras, policia de {city}: solo pedimos video. Es real? {phone}. STOP: salir",
}

MAILS: dict[tuple[Template, str], tuple[str, str]] = {}
