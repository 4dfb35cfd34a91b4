/** Builds the citizens' pages: sign-up, a registration, codes, answers, upload, and the seal key. */
import { defineConfig } from "vite";
import { page } from "../page.config";
import { weight } from "./weight";

const pages = page("citizen", "/", ["index", "my", "real", "faq", "r", "key"]);

export default defineConfig({ ...pages, plugins: [weight()] });
