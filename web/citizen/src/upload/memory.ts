/** Remembers in this browser which file was begun under which key and which parts arrived, so that a dead phone loses nothing. */
export interface Known {
  key: string;
  /** The SHA-256 of each part that storage took, by the part's number. */
  parts: Record<number, string>;
  /** Nothing was known of it: the city cannot hold any of it under this key. */
  isNew?: boolean;
}

const place = (request: string, file: File): string =>
  `rtcc.upload.${request}.${file.size}.${file.lastModified}.${file.name}`;

/** What is known of this very file: begun before in this browser, or new. */
export function recall(request: string, file: File): Known {
  try {
    const known = JSON.parse(localStorage.getItem(place(request, file)) ?? "null") as Known | null;
    if (known?.key && known.parts) return known;
  } catch {
    // Nothing can be remembered here, or somebody else wrote it.
  }
  return { key: crypto.randomUUID(), parts: {}, isNew: true };
}

export function keep(request: string, file: File, known: Known): void {
  try {
    localStorage.setItem(place(request, file), JSON.stringify({ ...known, isNew: undefined }));
  } catch {
    // A browser that forbids storage, or is full, sends all the same; what the city holds is asked of the city.
  }
}

export function forget(request: string, file: File): void {
  try {
    localStorage.removeItem(place(request, file));
  } catch {
    // Nothing was remembered.
  }
}

/** How many parts of a file this browser saw arrive, by what the city says of it: the file itself is not chosen yet. */
export function partsKnown(request: string, file: { name: string; bytes: number }): number {
  try {
    const place = Object.keys(localStorage).find((key) =>
      key.startsWith(`rtcc.upload.${request}.${file.bytes}.`) && key.endsWith(`.${file.name}`));
    return place ? Object.keys((JSON.parse(localStorage.getItem(place) ?? "{}") as Known).parts ?? {}).length : 0;
  } catch {
    return 0;
  }
}
