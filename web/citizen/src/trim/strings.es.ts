/** Ver un video y recortarlo antes de enviarlo: en español. Nobody has reviewed this translation. */
export const es = {
  "trim.title": "Vea primero: {name}",
  "trim.window": "Buscamos: {window}",
  "trim.from": "Enviar desde (minutos:segundos)",
  "trim.to": "hasta (minutos:segundos)",
  "trim.here_from": "Empezar aquí",
  "trim.here_to": "Terminar aquí",
  "trim.cut": "Enviar solo esta parte",
  "trim.whole": "Enviarlo entero",
  "trim.leave": "No enviarlo",
  "trim.cutting": "Recortando… {percent}%",
  "trim.note": "Un archivo recortado queda marcado como recortado por usted. Puede empezar unos segundos antes, donde su imagen puede empezar. Nada más cambia. Si duda, envíelo entero.",
  "trim.no_look": "Este navegador no puede mostrar este formato. No importa: aceptamos cualquier formato, tal como es.",
  "trim.no_cut": "Este formato no se puede recortar aquí. Por favor, envíelo entero.",
  "trim.bad": "El final debe venir después del principio, y dentro del video.",
} as const;
