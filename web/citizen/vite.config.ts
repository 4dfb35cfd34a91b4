/** Builds the citizens' pages: sign-up, upload, and the seal key's fingerprint. */
import { defineConfig } from "vite";
import { page } from "../page.config";

export default defineConfig(page("citizen", "/", ["index", "r", "key"]));
