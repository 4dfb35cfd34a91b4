/** La declaración y su firma: en español. Nobody has reviewed this translation. */
export const es = {
  "statement.title": "Su declaración",
  "statement.lead": "La escribimos por usted. Léala y fírmela con su nombre. Dice quién envió estos archivos y que no se cambiaron.",
  "statement.unreviewed": "Nadie ha certificado todavía esta traducción. Vale el texto en inglés.",
  "statement.name": "Su nombre completo",
  "statement.role": "Qué es usted allí: dueño, gerente, custodio de registros",
  "statement.agree": "Leí esto, es verdad, y mi nombre escrito es mi firma.",
  "statement.sign": "Firmar",
  "statement.signing": "Firmando…",
  "statement.signed": "Firmado por {name}",
  "statement.signed_body": "Un recibo con los nombres, tamaños y huellas de sus archivos va a su correo electrónico.",
  "statement.more": "Envió más desde que firmó. Por favor, firme también por eso.",
  "statement.bad": "Por favor, escriba su nombre y marque la casilla.",
  "statement.bad_role": "Por favor, diga qué es usted allí.",
  "statement.renewed": "El texto se renovó. Abra el enlace otra vez y léalo de nuevo.",
  "statement.failed": "No se pudo firmar en este momento. Intente de nuevo.",
} as const;
