// Django as a program of its own: of an installed Python that has it and PyJWT, or (as root on Debian) of packages that
// apt-get installs; else what needs it is NOT TESTED.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export interface Django {
  readonly origin: string;
  readonly child: ChildProcess;
  stop(): void;
}

const guide = path.join(import.meta.dirname, "../../../../docs/guides/behind-django.md");

/** Undefined, and told on standard error, where there is no Django to be had. */
export function findPython(): string | undefined {
  const found = ["python3", "/usr/bin/python3"].find(hasDjango);
  if (found !== undefined) return found;
  let reason = "not root on Debian";
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    try {
      execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "python3-django", "python3-jwt"], {
        stdio: "pipe",
        timeout: 300_000,
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      });
      if (hasDjango("/usr/bin/python3")) return "/usr/bin/python3";
      reason = "the packages are there, and cannot be imported";
    } catch (error) {
      reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    }
  }
  process.stderr.write(`Django IS NOT THERE, routes to it are NOT TESTED: ${reason}\n`);
  const file = process.env["ISTHMUS_TEST_MISSING_FILE"];
  if (file !== undefined) appendFileSync(file, `routes to Django: ${reason}\n`);
  return undefined;
}

function hasDjango(python: string): boolean {
  try {
    execFileSync(python, ["-c", "import django, jwt"], { stdio: "pipe", timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}

/** With the middleware as it stands in the guide. */
export async function openDjango(python: string, secret: string, port = 0): Promise<Django> {
  const folder = mkdtempSync(path.join(tmpdir(), "isthmus-django-"));
  const [, middleware = ""] = /```python\n(# isthmus_identity\.py\n[^]*?)```/.exec(readFileSync(guide, "utf8")) ?? [];
  writeFileSync(path.join(folder, "isthmus_identity.py"), middleware);
  const child = spawn(python, [path.join(import.meta.dirname, "django-service.py"), folder, String(port)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, LEGACY_SECRET: secret },
  });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  return {
    origin: `http://127.0.0.1:${Number(String(said))}`,
    child,
    stop() {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
