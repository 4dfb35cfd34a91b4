"""What is said to somebody who leaves: what is deleted, and when; what is kept, and why (P7.5)."""

from __future__ import annotations

DELETED = {
    "en": (
        "Your name, e-mail address, telephone, and address, and what you told us of your cameras: deleted now.",
        "Your safe word, your choices, and the words that you agreed to: deleted now.",
        "The key by which our record could be led back to you: deleted now.",
        "Links that we sent to you open nothing from now on. What waited to be sent to you is not sent.",
        "The list of messages that we sent to you: deleted within 35 days, and our backups forget you as soon.",
    ),
    "es": (
        "Su nombre, correo, teléfono y dirección, y lo que nos dijo de sus cámaras: borrado ahora.",
        "Su palabra segura, sus preferencias y el texto que usted aceptó: borrado ahora.",
        "La clave con la que nuestro registro podría llevar hasta usted: borrada ahora.",
        "Los enlaces que le enviamos ya no abren nada. Lo que esperaba para salir no se envía.",
        "La lista de mensajes que le enviamos: se borra en 35 días, y nuestras copias lo olvidan igual de pronto.",
    ),
}
KEPT = {
    "en": (
        "What we asked you for: times, and the block of your street. No name.",
        "Our record, which nobody can change: that somebody signed up and left, by a number. No name.",
        "If you texted STOP: a mark, so that we never text that number. Not the number.",
    ),
    "es": (
        "Lo que le pedimos: horas y la cuadra de su calle. Sin nombre.",
        "Nuestro registro, que nadie puede cambiar: que alguien entró y salió, con un número. Sin nombre.",
        "Si usted escribió STOP: una marca para no escribir nunca a ese número. No el número.",
    ),
}
_EVIDENCE = {
    "en": (
        "1 file that you sent stays as evidence, with its receipt, what you signed, and which device it came from.",
        "{} files that you sent stay as evidence, with receipts, what you signed, and which device they came from.",
    ),
    "es": (
        "1 archivo que usted envió queda como evidencia, con su recibo, lo que firmó y de qué aparato vino.",
        "{} archivos que usted envió quedan como evidencia, con recibos, lo que firmó y de qué aparato vinieron.",
    ),
}


def kept(language: str, evidence: int) -> list[str]:
    """What is kept of somebody who sent so many files."""
    one, many = _EVIDENCE[language]
    files = [one if evidence == 1 else many.format(evidence)] if evidence else []
    return [*files, *KEPT[language]]
