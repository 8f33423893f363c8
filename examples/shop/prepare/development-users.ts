// Two people who can sign in to a shop in development: a customer who has ordered before, and one who works here. Their
// passwords are made by chance, once for each checkout.

import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";

export interface DevelopmentUser {
  readonly what: "customer" | "staff";
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

interface Person extends Pick<DevelopmentUser, "what" | "email" | "name"> {
  readonly roles: readonly string[];
}

/** @throws Error where the shop has no database yet. */
function people(folder: string): readonly Person[] {
  const database = new DatabaseSync(join(folder, "shop.db"), { readOnly: true });
  try {
    const { email, name } = database.prepare("SELECT email, name FROM customers WHERE id = 17").get() ?? {};
    return [
      { what: "customer", email: String(email), name: String(name), roles: [] },
      { what: "staff", email: "staff@shop.example", name: "Sam Staff", roles: ["staff"] },
    ];
  } finally {
    database.close();
  }
}

/** The same at every call: kept in `.isthmus/development.users.json`, which its owner alone can read. */
export function developmentUsers(folder: string): readonly DevelopmentUser[] {
  const file = join(folder, ".isthmus/development.users.json");
  if (!existsSync(file)) {
    const made = people(folder).map(({ what }) => [what, randomBytes(9).toString("base64url")]);
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(made))}\n`, { mode: 0o600 });
  }
  const passwords = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, string>>;
  return people(folder).map(({ what, email, name }) => ({ what, email, name, password: passwords[what] ?? "" }));
}

/** Makes those whom the store does not know, by the command line that every user has. */
export async function makeUsers(folder: string): Promise<void> {
  const isthmus = join(import.meta.dirname, "../../../packages/isthmus/bin/isthmus.mjs");
  const known = knownIn(join(folder, ".isthmus/store.db"));
  const roles = new Map(people(folder).map((one) => [one.what, one.roles]));
  for (const { what, email, name, password } of developmentUsers(folder)) {
    if (known.has(email)) continue;
    await promisify(execFile)(
      process.execPath,
      [isthmus, "user", "add", email, ...(roles.get(what) ?? []), "--name", name],
      { cwd: folder, env: { ...process.env, ISTHMUS_PASSWORD: password } },
    );
  }
}

/** Looked up beside the command line, which takes a second to start. */
function knownIn(store: string): ReadonlySet<string> {
  const file = store.replace(/store\.db$/, "users.db");
  if (!existsSync(file)) return new Set();
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return new Set(
      database
        .prepare('SELECT email FROM "user"')
        .all()
        .map(({ email }) => String(email)),
    );
  } catch {
    // A store whose tables have not been made.
    return new Set();
  } finally {
    database.close();
  }
}
