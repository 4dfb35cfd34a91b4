/** Builds the page of an agency that receives evidence. */
import { defineConfig } from "vite";
import { page } from "../page.config";

export default defineConfig(page("agency", "/agency/", ["index"]));
