// In charge of finding a MariaDB to run: an installed one, or (as root on Debian) one that apt-get installs. Docker comes
// last, and is started by the keeper itself.

import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";

export interface MariadbBinaries {
  readonly server: string;
  readonly install: string;
  readonly from: string;
}

/** Tries every way in turn; says for each why it did not do. */
export function findMariadb(): MariadbBinaries | { readonly reasons: readonly string[] } {
  const reasons: string[] = [];
  for (const [from, find] of Object.entries({ installed, "apt-get": fromApt })) {
    try {
      return { ...find(), from };
    } catch (error) {
      reasons.push(`${from}: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
    }
  }
  return { reasons };
}

function installed(): Pick<MariadbBinaries, "server" | "install"> {
  const folders = [
    ...(process.env["PATH"] ?? "").split(path.delimiter),
    "/usr/sbin",
    "/usr/bin",
    "/usr/local/bin",
    "/opt/homebrew/bin",
  ];
  const find = (...names: readonly string[]) =>
    folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find(isExecutable);
  const server = find("mariadbd");
  const install = find("mariadb-install-db");
  if (server === undefined || install === undefined)
    throw new Error("no mariadbd and mariadb-install-db in the usual folders");
  return { server, install };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function fromApt(): Pick<MariadbBinaries, "server" | "install"> {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) throw new Error("not root on Debian");
  // A service that the package starts by itself is in nobody's way here, and not wanted.
  execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "mariadb-server"], {
    stdio: "pipe",
    timeout: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
  });
  return installed();
}
