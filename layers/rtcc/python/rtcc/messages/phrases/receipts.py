"""The words of a receipt: which files were taken, and how their sender can prove it. `files` are plain lines."""

from __future__ import annotations

from rtcc.messages.model import Template

TEXTS: dict[tuple[Template, str], str] = {}

MAILS: dict[tuple[Template, str], tuple[str, str]] = {
    (Template.RECEIPT, "en"): (
        "Your receipt from the {city} police",
        "Thank you. We received what you sent:\n\n{files}\n\nThe digest (SHA-256) was made on your own device: with it "
        "you can show at any time that a file is the one that you sent. Keep this letter; name the custody number when "
        "you ask us. The link that you used shows what becomes of each file.\n\n{agency}\nQuestions: {phone}",
    ),
    (Template.RECEIPT, "es"): (
        "Su recibo de la policía de {city}",
        "Gracias. Recibimos lo que usted envió:\n\n{files}\n\nLa huella (SHA-256) se hizo en su propio aparato: con "
        "ella puede mostrar siempre que un archivo es el que usted envió. Guarde esta carta; si pregunta, diga el "
        "número de custodia. El enlace que usó muestra qué pasa con cada archivo.\n\n{agency}\nPreguntas: {phone}",
    ),
}
