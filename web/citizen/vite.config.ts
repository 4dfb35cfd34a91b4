/** Builds the citizens' pages: sign-up, a registration, codes, answers, upload, and the seal key. */
import { defineConfig } from "vite";
import { page } from "../page.config";

export default defineConfig(page("citizen", "/", ["index", "my", "real", "faq", "r", "key"]));
