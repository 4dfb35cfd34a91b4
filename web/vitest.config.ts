/** Tests of what is pure in the pages: plans, digests, clocks, areas. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["*/tests/*.test.ts"], environment: "node" },
});
