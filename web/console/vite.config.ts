/** Builds the staff's console, which lives under /console/ of the city's site. */
import { defineConfig } from "vite";

const here = (path: string): string => new URL(path, import.meta.url).pathname;

export default defineConfig({
  base: "/console/",
  root: here("."),
  worker: { format: "es" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    chunkSizeWarningLimit: 1500,
    // The design system marks its files for servers that render React; there is none here.
    rolldownOptions: { onwarn: (warning, say) => warning.code === "MODULE_LEVEL_DIRECTIVE" || say(warning) },
  },
});
