// What a page has to load for the client, and that it loads nothing it does not use.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { measure } from "./kit/bundle.ts";

const frameworks = ["@tanstack/react-query", "@tanstack/vue-query", "@tanstack/query-core", "react", "vue"];

it("the core is at most 12 kB", async () => {
  const { code, bytes } = await measure(`import { createClient } from "@isthmus/client"; export { createClient };`);
  process.stderr.write(`@isthmus/client, core: ${bytes} bytes compressed\n`);
  expect(bytes).toBeLessThanOrEqual(12_000);
  // The queue for writes and IndexedDB are left out, where they are not imported.
  expect(code).not.toContain("isthmus.queue");
  expect(code).not.toContain("onupgradeneeded");
});

it("parts that are used alone come alone", async () => {
  const error = await measure(`import { IsthmusError } from "@isthmus/client"; export { IsthmusError };`);
  expect(error.bytes).toBeLessThan(2_500);
  expect(error.code).not.toContain("searchParams");
  const all = await measure(
    `import { createClient, offlineQueue, indexedDbStore } from "@isthmus/client"; export { createClient, offlineQueue, indexedDbStore };`,
  );
  expect(all.code).toContain("isthmus.queue");
  expect(all.code).toContain("onupgradeneeded");
});

it.each(["react", "vue"])("the binding of %s is thin, and brings no other framework", async (name) => {
  const { code, bytes } = await measure(`export * from "@isthmus/client/${name}";`, frameworks);
  process.stderr.write(`@isthmus/client/${name}: ${bytes} bytes compressed, beside the framework and TanStack Query\n`);
  expect(bytes).toBeLessThan(7_000);
  expect(code).not.toContain("@angular/core");
  const one = await measure(`export { useRows } from "@isthmus/client/${name}";`, frameworks);
  expect(one.bytes).toBeLessThan(bytes / 2);
});

it("nothing of Node is imported", () => {
  const src = path.join(import.meta.dirname, "../src");
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(30);
  for (const file of files)
    expect(readFileSync(path.join(src, file), "utf8")).not.toMatch(/from "node:|require\(|Buffer\b|process\./);
});
