/** How the pages in the public design system are built: citizens', owners' and agencies'. */
import type { UserConfig } from "vite";

const here = (path: string): string => new URL(path, import.meta.url).pathname;
const uswds = here("node_modules/@uswds/uswds");

/** `input` names each page's file in its folder; `base` is where the folder lies on the city's site. */
export const page = (folder: string, base: string, input: string[]): UserConfig => ({
  base,
  root: here(folder),
  resolve: { alias: { "@uswds-img": `${uswds}/dist/img` } },
  css: {
    preprocessorOptions: {
      scss: {
        loadPaths: [`${uswds}/packages`, here("shared/styles")],
        quietDeps: true,
        silenceDeprecations: ["if-function"],
      },
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
    rolldownOptions: { input: Object.fromEntries(input.map((name) => [name, here(`${folder}/${name}.html`)])) },
  },
});
