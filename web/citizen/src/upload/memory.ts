/** Remembers in this browser which file was begun under which key, so that a reload or a dead phone loses nothing. */
const place = (request: string, file: File): string =>
  `rtcc.upload.${request}.${file.size}.${file.lastModified}.${file.name}`;

/** The key under which this very file was begun before, or a new one. */
export function keyOf(request: string, file: File): string {
  const at = place(request, file);
  try {
    const known = localStorage.getItem(at);
    if (known) return known;
    const key = crypto.randomUUID();
    localStorage.setItem(at, key);
    return key;
  } catch {
    return crypto.randomUUID();
  }
}

export function forget(request: string, file: File): void {
  try {
    localStorage.removeItem(place(request, file));
  } catch {
    // Nothing was remembered.
  }
}
