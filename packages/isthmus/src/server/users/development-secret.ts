// A secret that is made once and kept beside the users, for who has configured none.

import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** @param store The store's file; users kept in memory alone have a secret as short-lived. */
export function keptSecret(store: string): string {
  const made = randomBytes(32).toString("base64url");
  if (store === ":memory:") return made;
  const file = path.join(path.dirname(store), "users.secret");
  mkdirSync(path.dirname(file), { recursive: true });
  if (!existsSync(file)) {
    try {
      writeFileSync(file, made, { mode: 0o600, flag: "wx" });
    } catch (error) {
      // Another process was quicker.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  chmodSync(file, 0o600);
  return readFileSync(file, "utf8").trim();
}
