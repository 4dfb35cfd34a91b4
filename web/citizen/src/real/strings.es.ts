/** What the page that checks a code says, in Spanish. Written for this project; nobody has certified it yet. */
import type { Key } from "./strings.en";

export const es: Record<Key, string> = {
  "real.title": "¿Es auténtico este mensaje?",
  "real.lead": "Todo mensaje que pide grabaciones lleva un código. Compruébelo aquí antes de abrir nada.",
  "real.code": "Código del mensaje",
  "real.hint": "Seis letras y cifras, por ejemplo K7Q-2M9.",
  "real.check": "Comprobar el código",
  "real.fault": "Un código tiene seis letras o cifras. No lleva 0, O, 1, I ni L.",
  "real.yes": "Este código es nuestro",
  "real.yes_body": "Enviamos un mensaje con el código {code}.",
  "real.agency": "Lo envió",
  "real.phone": "Teléfono",
  "real.sent": "Enviado el",
  "real.look_alike": "Alguien podría copiar un código. El mensaje también debe llevar su palabra de seguridad, y su enlace debe empezar con la dirección de esta página.",
  "real.no": "No confíe en este mensaje",
  "real.no_body":
    "No conocemos el código {code}. Revise que lo escribió como está en el mensaje. Si es así, el mensaje no es nuestro: no abra ningún enlace, no envíe nada y llame a {agency} al {phone}.",
  "real.never": "Lo que nunca hacemos",
  "real.never_1": "Nunca pedimos una contraseña, dinero ni el acceso a su cámara.",
  "real.never_2": "Nunca le pedimos que instale algo ni que abra una cuenta.",
  "real.never_3": "Nunca enviamos un enlace a otro sitio web.",
  "real.call": "En caso de duda, llame a {agency} al {phone}, no a un número del mensaje.",
};
