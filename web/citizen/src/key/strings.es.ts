/** What the seal key's page says, in Spanish. Written for this project; nobody has certified it yet. */
import type { Key } from "./strings.en";

export const es: Record<Key, string> = {
  "key.title": "Huella de la llave del sello",
  "key.lead":
    "{agency} firma cada paquete de evidencia que entrega. Con esta huella cualquiera puede comprobar que un paquete está como se firmó, y que nadie más lo firmó.",
  "key.fingerprint": "Huella (SHA-256 de la llave pública)",
  "key.algorithm": "Tipo de llave",
  "key.copy": "Copiar la huella",
  "key.copied": "Copiada",
  "key.how": "Cómo comprobar un paquete",
  "key.how_body":
    "Obtenga verify_release.py del código fuente del proyecto, nunca del paquete, y ejecútelo con Python 3 y la huella de esta página. Nombra cada archivo que haya cambiado.",
  "key.call": "Para comparar la huella por teléfono, llame a {agency} al {phone} y pida que se la lean.",
};
