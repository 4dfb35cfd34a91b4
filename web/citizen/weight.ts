/** Weighs each page as a visitor's line carries it, and fails a build in which one has become too heavy. */
import type { Plugin, Rolldown } from "vite";

/** Bytes, gzip: the script and the style of a page; what is fetched only on request (the map) does not count. */
const most = 150_000;

type Bundle = Rolldown.OutputBundle;

async function gzip(text: string | Uint8Array): Promise<number> {
  const stream = new Blob([text as BlobPart]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

/** The files that a page needs at once: its own chunk, what that imports, and their styles. */
function needed(bundle: Bundle, name: string, found = new Set<string>()): Set<string> {
  const chunk = bundle[name];
  if (found.has(name) || chunk?.type !== "chunk") return found;
  found.add(name);
  chunk.viteMetadata?.importedCss.forEach((style) => found.add(style));
  chunk.imports.forEach((other) => needed(bundle, other, found));
  return found;
}

async function weigh(bundle: Bundle, name: string): Promise<number> {
  let bytes = 0;
  for (const file of needed(bundle, name)) {
    const one = bundle[file];
    if (one) bytes += await gzip(one.type === "chunk" ? one.code : one.source);
  }
  return bytes;
}

export const weight = (): Plugin => ({
  name: "weight",
  apply: "build",
  enforce: "post",
  async generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk" || !chunk.isEntry || !chunk.facadeModuleId?.endsWith(".html")) continue;
      const bytes = await weigh(bundle, chunk.fileName);
      this.info(`${chunk.name} weighs ${(bytes / 1000).toFixed(1)} kB gzip`);
      if (bytes > most) this.error(`${chunk.name} weighs ${bytes} bytes gzip; ${most} are the most`);
    }
  },
});
