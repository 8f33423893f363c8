// `isthmus user`, `isthmus tenant`, `isthmus account`: users, tenants and service accounts, in the store of the configuration.

import type { Administration } from "../../identity/index.ts";
import { resolveSecrets } from "../configuration/secrets.ts";
import { openPeople } from "../users/people.ts";
import { locateConfiguration, readConfiguration } from "./prepare.ts";
import { Problem } from "../../core/index.ts";

/** Work with the store, whether a server runs on it or not; one that does takes it over within seconds. */
export async function administer(
  given: string | undefined,
  work: (admin: Administration) => Promise<void>,
): Promise<number> {
  const unresolved = await readConfiguration(locateConfiguration(given));
  const { auth, server, roles } = unresolved;
  if (auth?.users === undefined)
    throw new Problem({
      code: "ISTHMUS100",
      category: "invalid",
      message: "auth.users: is not there, so there are no users",
    });
  // Whom the server signs in by and mails with is not needed here, and their secrets may not be either.
  const { providers: _, mail: __, ...users } = auth.users;
  const needed = resolveSecrets(
    { auth: { users }, ...(server?.store === undefined ? {} : { server: { store: server.store } }) },
    process.env,
  );
  const people = await openPeople({
    configuration: { sources: {}, roles: roles ?? {}, ...needed },
    record: () => {},
    authenticate: () => Promise.reject(new Error("nobody asks here")),
  });
  try {
    await people.open(server?.origin ?? "http://127.0.0.1:4000");
    await work(people.users().administration);
    return 0;
  } finally {
    await people.close();
  }
}

export async function listUsers(given: string | undefined): Promise<number> {
  return administer(given, async (admin) => {
    for (const { email, roles, tenants, verified, suspended } of await admin.users()) {
      const places = Object.entries(tenants).map(([slug, held]) => `${slug}: ${held.join(", ")}`);
      const remarks = [
        ...(roles.length === 0 ? [] : [roles.join(", ")]),
        ...places,
        ...(verified ? [] : ["not verified"]),
        ...(suspended ? ["suspended"] : []),
      ];
      say(remarks.length === 0 ? email : `${email}  (${remarks.join("; ")})`);
    }
  });
}

export async function listTenants(given: string | undefined): Promise<number> {
  return administer(given, async (admin) => {
    for (const { slug, name, members } of await admin.tenants()) say(`${slug}  ${name}, members: ${members}`);
  });
}

export async function listAccounts(given: string | undefined): Promise<number> {
  return administer(given, async (admin) => {
    for (const { name, roles, tenant, keys } of await admin.accounts()) {
      say(`${name}  (${roles.join(", ")}${tenant === null ? "" : `; tenant ${tenant}`})`);
      for (const key of keys) {
        const state = key.revoked === null ? (key.expires === null ? "" : `, expires ${key.expires}`) : ", revoked";
        say(`  ${key.id}  ${key.name}: ${key.start}…, last used ${key.used ?? "never"}${state}`);
      }
    }
  });
}

export async function addKey(
  given: string | undefined,
  account: string,
  name: string,
  expires: string | undefined,
): Promise<number> {
  return administer(given, async (admin) => {
    const { id, key } = await admin.addKey(account, { name, ...(expires === undefined ? {} : { expires }) });
    say(`The key, for its owner; it is shown this once:\n\n  ${key}\n\nIts id, to revoke it by: ${id}`);
  });
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
