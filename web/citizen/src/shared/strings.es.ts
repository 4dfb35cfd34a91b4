/** What every page says, in Spanish. Written for this project; nobody has certified it yet. */
import type { Key } from "./strings.en";

export const es: Record<Key, string> = {
  "language.name": "Español",
  "language.other": "English",
  "language.switch": "View this page in English",
  "frame.skip": "Ir al contenido principal",
  "frame.service": "Registro de cámaras",
  "frame.question": "¿Preguntas? Llame a {agency} al {phone}.",
  "frame.no_watch": "Registrarse nunca permite que alguien vea su cámara.",
  "frame.register": "Registrar una cámara",
  "frame.my": "Mi registro",
  "frame.faq": "Preguntas y respuestas",
  "frame.real": "¿Es auténtico este mensaje?",
  "frame.pages": "Páginas del registro",
  "frame.key": "Comprobar un paquete de evidencia entregado",
  "frame.log": "El registro público",
  "frame.loading": "Un momento…",
  "frame.unreviewed":
    "Traducción sin revisar: nadie ha certificado todavía este texto en español. Vale el texto en inglés, que aparece abajo.",

  "trouble.title": "Esta página no puede comunicarse con la ciudad en este momento",
  "trouble.body": "No se perdió nada. Revise su conexión e intente de nuevo.",
  "trouble.again": "Intentar de nuevo",
  "trouble.busy": "Demasiados intentos. Espere unos minutos e intente de nuevo.",
  "trouble.unexpected": "Algo falló de nuestro lado. Intente de nuevo en un minuto.",

  "errors.one": "Revise una respuesta",
  "errors.many": "Revise {count} respuestas",
  "errors.needed": "Responda esta pregunta.",
  "errors.kind": "Elija una opción.",
};
