/** Builds the citizens' two pages: sign-up and upload. */
import { defineConfig } from "vite";

const here = (path: string): string => new URL(path, import.meta.url).pathname;
const uswds = here("../node_modules/@uswds/uswds");

export default defineConfig({
  base: "/",
  root: here("."),
  resolve: { alias: { "@uswds-img": `${uswds}/dist/img` } },
  css: {
    preprocessorOptions: {
      scss: { loadPaths: [`${uswds}/packages`], quietDeps: true, silenceDeprecations: ["if-function"] },
    },
  },
  worker: { format: "es" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // A picture inside the style sheet would need `data:` in the site's content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2020",
    rolldownOptions: { input: { index: here("index.html"), r: here("r.html") } },
  },
});
