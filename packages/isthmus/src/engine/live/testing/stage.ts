// An engine over a source that answers whatever a test wants, and subscriptions that tell what they have heard.

import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, vi } from "vitest";
import {
  anonymous,
  Problem,
  type Changed,
  type Interface,
  type Observation,
  type Principal,
  type Query,
  type Reply,
  type RoleConfiguration,
  type Source,
  type Statement,
} from "../../../core/index.ts";
import { openStore } from "../../../store/index.ts";
import { allCapabilities, smallShop, smallShopSchema, user } from "../../../../test/kit/small-shop.ts";
import { createEngine, type Engine, type LiveLimits } from "../../index.ts";

export const rowsOf = (resource: string, more: Partial<Query> = {}): Query => ({
  kind: "query",
  resource,
  select: [{ kind: "field", as: "id", of: { field: "id" } }],
  answer: { as: "many" },
  ...more,
});
export const removal = (resource: string): Statement => ({ kind: "delete", resource });
export const insertion = (resource: string): Statement => ({
  kind: "insert",
  resource,
  fields: resource === "product_tags" ? ["tag_id"] : ["id"],
  rows: { kind: "input", index: 0 },
  missing: "null",
});

const engines: Engine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.live.close();
});

export type Roles = Readonly<Record<string, RoleConfiguration>>;
export const all = { read: true, insert: true, update: true, delete: true } as const;
export const everything: Roles = { clerk: { "*": all } };

/** A source that answers with whatever `world.answer` is; a request's body is the statement it asks. */
export function stage(roles: Roles = everything, limits: Partial<LiveLimits> = {}) {
  const world = {
    answer: "[1]",
    executed: [] as unknown[],
    stalling: false,
    stopped: 0,
    failing: undefined as Problem | undefined,
    principals: new Map<string, Principal | Problem>(),
    told: undefined as ((changed: Changed) => void) | undefined,
    now: 1_000,
    seen: [] as Observation[],
  };
  const source: Source = {
    name: "shop",
    kind: "test",
    capabilities: allCapabilities,
    introspect: () => Promise.resolve(smallShopSchema),
    compile: (statement) => statement,
    execute: (command, { signal }) => {
      world.executed.push(command);
      if (world.stalling)
        return new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            world.stopped += 1;
            reject(signal.reason as Error);
          });
        });
      return world.failing === undefined
        ? Promise.resolve({ body: world.answer, rows: 1 })
        : Promise.reject(world.failing);
    },
    transaction: (_, work) => work((command, call) => source.execute(command, call)),
    watch: (told) => {
      world.told = told;
      return { ready: Promise.resolve(), stop: () => (world.told = undefined) };
    },
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const face: Interface = {
    name: "test",
    parse: ({ body }) => {
      const [statement, ...inputs] = JSON.parse(body) as [Statement, ...string[]];
      return { questions: [{ statement, inputs }], transaction: "none", context: undefined };
    },
    render: (_, [outcome]) => ({ status: 200, headers: {}, body: (outcome as { body: string }).body }),
    refuse: (problem): Reply => ({ status: 400, headers: {}, body: problem.code }),
  };
  const { catalog, policies } = smallShop(roles);
  const engine = createEngine({
    catalog,
    policies,
    sources: new Map([["shop", source]]),
    authenticate: ({ authorization = "" }) => {
      const found = world.principals.get(authorization) ?? (authorization === "" ? anonymous : user([authorization]));
      if (found instanceof Problem) throw found;
      return found;
    },
    idempotency: { ledger: openStore(":memory:").idempotency, now: () => world.now, hash: (text) => text },
    limits: { rows: 10, depth: 3, concurrency: 10 },
    live: { settle: 5, firstPause: 10, ...limits },
    record: (observation) => void world.seen.push(observation),
    clock: () => performance.now(),
  });
  engines.push(engine);
  const incoming = (statement: Statement, authorization: string, ...inputs: string[]) => ({
    interface: face,
    request: {
      id: "r1",
      method: "POST",
      path: "/",
      query: "",
      headers: {},
      body: JSON.stringify([statement, ...inputs]),
      base: "",
    },
    credentials: { authorization },
    received: performance.now(),
  });
  const listen = (statement: Statement, authorization = "clerk", ...inputs: string[]) => {
    const heard: (string | Buffer | null)[] = [];
    const ends: Problem[] = [];
    const subscription = engine.live.subscribe(incoming(statement, authorization, ...inputs), {
      next: ({ body }) => void heard.push(body),
      end: (_, problem) => void ends.push(problem),
    });
    return { heard, ends, close: subscription.close };
  };
  const ask = (statement: Statement, authorization = "clerk") =>
    engine.serve({
      ...incoming(statement, authorization, "[{}]"),
      signal: new AbortController().signal,
      deadline: performance.now() + 1_000,
    });
  /** Changes, and gives what it led to the time to happen. */
  const change = async (statement: Statement): Promise<void> => {
    expect((await ask(statement)).status).toBe(200);
    world.executed.length = 0;
    await sleep(40);
  };
  return { world, engine, listen, ask, change, replace: engine.replace, catalog, policies, source };
}

export const answered = (listening: { readonly heard: readonly unknown[] }, ...answers: string[]) =>
  vi.waitFor(() => expect(listening.heard).toEqual(answers), 5_000);
