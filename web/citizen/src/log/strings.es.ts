/** What the log's page says, in Spanish. Written for this project; nobody has certified it yet. */
import type { Key } from "./strings.en";

export const es: Record<Key, string> = {
  "log.title": "El registro público",
  "log.lead":
    "{agency} anota cada acto sobre la evidencia: quién hizo qué, cuándo y por qué, y qué se negó. Cada minuto las huellas de esas líneas se sellan en un registro que solo puede crecer. Si se cambiara, se quitara o se agregara una línea después, el registro lo mostraría.",
  "log.newest": "La cabecera sellada más reciente",
  "log.size": "Entradas en el registro",
  "log.sealed": "Sellada",
  "log.root": "Huella de todas las entradas (raíz)",
  "log.signature": "Firma de la llave del sello",
  "log.holds": "✓ Es válida",
  "log.broken": "No es válida: no confíe en esta cabecera. Llame a {agency} al {phone} y avise a los testigos.",
  "log.key": "Huella de la llave del sello",
  "log.again": "Leerla otra vez",
  "log.read": "Leída otra vez ahora mismo",
  "log.none": "Todavía no se ha sellado nada.",
  "log.witnesses": "Testigos",
  "log.witnesses_body":
    "Un testigo es alguien ajeno a {agency}, como la secretaría de un tribunal, la defensoría pública o una junta de supervisión. Recuerda la última cabecera que vio. Firma una nueva solo si esta empieza con todo lo que había en la anterior.",
  "log.no_witness": "Todavía no hay ningún testigo. Hasta que lo haya, solo la llave del sello responde por este registro.",
  "log.signed_at": "✓ Firmó esta cabecera el {when}",
  "log.unchecked_at": "Firmó esta cabecera el {when}. Su navegador no puede comprobar esta firma.",
  "log.false_at": "Lo que aparece aquí de este testigo no es su firma.",
  "log.waiting": "No ha firmado esta cabecera. Puede hacerlo en el próximo minuto.",
  "log.how": "Cómo comprobarlo",
  "log.how_body":
    "Esta página viene de {agency}, y sus marcas también. No confíe en ellas: compruébelo por su cuenta, con herramientas y llaves que no haya recibido de {agency}.",
  "log.keep": "Guarde una cabecera",
  "log.keep_body":
    "Guarde hoy la cabecera más reciente. Quien le muestre un registro más adelante debe probar que empieza con la que usted guardó.",
  "log.package": "Compruebe un paquete de evidencia",
  "log.package_body":
    "El programa comprueba que cada línea del expediente de un objeto está en el registro, que no falta ninguna y que lo firmaron los testigos que usted nombre. Pida usted mismo a cada testigo su línea.",
  "log.watch": "Sea testigo",
  "log.watch_body":
    "El programa witness.py está en el código fuente del proyecto. Necesita Python, openssl y una computadora que no administre {agency}.",
  "log.open": "Qué es público y qué no",
  "log.open_body":
    "Cualquiera puede leer la cabecera y los bloques de huellas, con los nombres que les da la norma C2SP tlog-tiles. Las líneas mismas no son públicas, porque dirían quién pidió grabaciones a quién. Una huella no dice nada a quien no tiene la línea.",
  "log.head": "La cabecera, tal como se firmó",
};
