/** What the page of questions and answers says by itself, in Spanish. Written for this project; nobody has certified it yet. */
import type { Key } from "./strings.en";

export const es: Record<Key, string> = {
  "faq.title": "Preguntas y respuestas",
  "faq.lead": "Lo que hace el registro de cámaras de {agency} y lo que no puede hacer.",
  "faq.version": "Versión {version}, del {dated}. Las cifras son las que valen hoy.",
  "faq.unreviewed": "Traducción sin revisar: nadie ha certificado todavía estas respuestas en español. Vale el texto en inglés.",
  "faq.more": "¿Algo más? Llame a {agency} al {phone}.",
  "topic.sight": "Lo que podemos ver",
  "topic.requests": "Cuándo preguntamos",
  "topic.footage": "Lo que usted envía",
  "topic.privacy": "Lo que sabemos de usted",
  "topic.money": "Lo que cuesta",
  "topic.other": "Más",
  "helpful.title": "¿Le sirvió esta página?",
  "helpful.yes": "Sí",
  "helpful.no": "No",
  "helpful.thanks": "Gracias. Contamos su respuesta.",
  "helpful.private": "Solo contamos. No se guarda nada de quién respondió.",
};
