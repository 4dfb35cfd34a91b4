/** Builds the citizens' pages: sign-up, a registration, codes, answers, upload, the seal key, and the public log. */
import { defineConfig } from "vite";
import { page } from "../page.config";
import { weight } from "./weight";

const pages = page("citizen", "/", ["index", "my", "real", "faq", "r", "key", "log"]);

export default defineConfig({ ...pages, plugins: [weight()] });
