/** Where a package goes on the recipient's computer: straight to a file, or through memory when it is small. */
import { el } from "@open-rtcc/shared/elements";
import type { Sink } from "./arrival";

/** A browser that cannot write to a file it was given keeps the package in memory first: no more than this. */
export const mostInMemory = 500 * 1000 * 1000;

interface Picker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
}

export const writesFiles = (): boolean => Boolean((window as Picker).showSaveFilePicker);

/** Null when the person chose no file. Must be called straight from a click: the browser asks where to write. */
export async function openSink(name: string): Promise<Sink | null> {
  const pick = (window as Picker).showSaveFilePicker;
  if (!pick) return memory(name);
  try {
    const file = await pick.call(window, { suggestedName: name });
    const writer = await file.createWritable();
    return { write: (data) => writer.write(data), close: () => writer.close(), abort: () => writer.abort() };
  } catch (fault) {
    // A browser may have the picker and forbid it here; what fits then passes through memory.
    return fault instanceof DOMException && fault.name === "AbortError" ? null : memory(name);
  }
}

function memory(name: string): Sink {
  let parts: Uint8Array<ArrayBuffer>[] = [];
  return {
    write: async (data) => void parts.push(data),
    close: async () => {
      const url = URL.createObjectURL(new Blob(parts, { type: "application/zip" }));
      parts = [];
      el("a", { href: url, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },
    abort: async () => void (parts = []),
  };
}
