// The record that stands for a user among the site's own data: looked for when he comes, made where there is none. Its key
// becomes a claim of his.

import type { Inside, Principal, Resource, UserRecordConfiguration } from "../../core/index.ts";
import { Generations, Problem } from "../../core/index.ts";
import type { RecordOf } from "../../identity/index.ts";

export interface OwnRecordOptions {
  readonly configuration: UserRecordConfiguration;
  readonly inside: () => Inside;
  readonly resource: (id: string) => Resource | undefined;
  /** Milliseconds. */
  readonly clock: () => number;
}

interface Found {
  readonly key: unknown;
  readonly until: number;
}

type User = Parameters<RecordOf>[0];

/** Users whose records are remembered, and milliseconds for which they are. */
const most = 5_000;
const memory = 60_000;
/** Milliseconds a user waits for it. */
const patience = 5_000;

const system: Principal = { kind: "system", id: "system", roles: ["system"], claims: {} };

/** @throws Problem when the configuration names what is not there, or the source cannot be asked. */
export function ownRecords(options: OwnRecordOptions): RecordOf {
  const { claim } = options.configuration;
  const known = new Generations<string, Found>(most);
  const asking = new Map<string, Promise<unknown>>();
  return async (user) => {
    if (!mayHave(user, options.configuration)) return {};
    const place = `${user.id}\n${user.email}`;
    const held = known.get(place);
    if (held !== undefined && held.until > options.clock()) return { [claim]: held.key };
    let finding = asking.get(place);
    if (finding === undefined) {
      finding = find(user, options).finally(() => asking.delete(place));
      asking.set(place, finding);
    }
    const key = await finding;
    if (key === undefined) return {};
    known.set(place, { key, until: options.clock() + memory });
    return { [claim]: key };
  };
}

/** Whoever could name somebody else's address would be given his record. */
function mayHave(user: User, { match }: UserRecordConfiguration): boolean {
  return user.emailVerified || !Object.values(match).includes("email");
}

async function find(user: User, { configuration, inside, resource, clock }: OwnRecordOptions): Promise<unknown> {
  const { resource: id, match, insert } = configuration;
  const key = keyOf(resource(id), configuration);
  const call = {
    inputs: [],
    principal: system,
    results: [],
    signal: AbortSignal.timeout(patience),
    deadline: clock() + patience,
  };
  const visit = inside().begin(call, { operation: "auth.users.record", readOnly: false });
  try {
    const access = visit.asSystem(`to find the record of user ${user.id}`);
    const where = valuesOf(match, user);
    const read = async (): Promise<unknown> => (await access.one(id, { select: [key], where }))?.[key];
    const found = await read();
    if (found !== undefined || insert === undefined) return found;
    // Two requests of a new user may meet here; the second takes what the first has made.
    await access.insert(
      id,
      { ...valuesOf(insert, user), ...where },
      { conflict: { fields: Object.keys(match), action: "ignore" } },
    );
    return await read();
  } finally {
    visit.end();
  }
}

function valuesOf(fields: Readonly<Record<string, "id" | "email" | "name">>, user: User): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([field, of]) => [field, user[of]]));
}

function keyOf(resource: Resource | undefined, { resource: id, match, insert = {} }: UserRecordConfiguration): string {
  if (resource === undefined) throw wrong(`there is no resource "${id}"`);
  const unknown = [...Object.keys(match), ...Object.keys(insert)].find((field) => !resource.fields.has(field));
  if (unknown !== undefined) throw wrong(`"${id}" has no field "${unknown}"`);
  const [key, more] = resource.key;
  if (key === undefined || more !== undefined) throw wrong(`"${id}" has no key of one field`);
  return key;
}

function wrong(what: string): Problem {
  return new Problem({ code: "ISTHMUS101", category: "invalid", message: `auth.users.record: ${what}` });
}

/** What of the configuration does not fit, ahead of the first user. @throws Problem */
export function checkOwnRecord(configuration: UserRecordConfiguration, resource: OwnRecordOptions["resource"]): void {
  keyOf(resource(configuration.resource), configuration);
}
