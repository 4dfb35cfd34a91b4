/** Builds the page of an establishment that shares cameras through a core box. */
import { defineConfig } from "vite";
import { page } from "../page.config";

export default defineConfig(page("owner", "/owner/", ["index"]));
