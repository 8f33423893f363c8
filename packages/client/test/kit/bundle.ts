// Builds a page or a script as an application does, with Vite, in memory.

import { writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { makeFolder } from "./shop.ts";

/** Code of one entry with all it needs, as a browser gets it. */
export async function bundle(entry: string, external: readonly string[] = []): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: "silent",
    oxc: { jsx: { runtime: "automatic", development: false } },
    define: {
      "process.env.NODE_ENV": '"production"',
      __VUE_OPTIONS_API__: "false",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "true",
    },
    resolve: { conditions: ["isthmus-source", "module", "browser", "import", "default"] },
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      rolldownOptions: { input: entry, external: [...external], preserveEntrySignatures: "strict" },
    },
  })) as Rolldown.RolldownOutput;
  return output.output.map((part) => (part.type === "chunk" ? part.code : "")).join("\n");
}

/** Bytes of a script that uses this of the client, compressed. */
export async function measure(
  source: string,
  external: readonly string[] = [],
): Promise<{ code: string; bytes: number }> {
  const folder = makeFolder();
  try {
    const file = path.join(folder.path, "entry.ts");
    writeFileSync(file, source);
    const code = await bundle(file, external);
    return { code, bytes: gzipSync(code, { level: 9 }).length };
  } finally {
    folder.remove();
  }
}
