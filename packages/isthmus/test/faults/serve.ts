// The whole server in a process of its own, over a database that a test breaks, with all that was asked of it kept, so
// that the common rule can be asserted: the right answer or a documented error, a log line for each, and a live process.

import { expect } from "vitest";
import { createFolder, eventually, type Folder, type Served } from "../kit/command-line.ts";

export interface Answer {
  /** 0: no answer came. */
  readonly status: number;
  readonly code: string | undefined;
  readonly body: unknown;
  readonly id: string | null;
  readonly retryAfter: string | null;
  readonly replayed: boolean;
  readonly ms: number;
}

export interface Asked {
  readonly method?: string;
  readonly body?: unknown;
  readonly key?: string;
  readonly signal?: AbortSignal;
}

export interface Serving {
  readonly folder: Folder;
  readonly served: Served;
  ask(target: string, asked?: Asked): Promise<Answer>;
  /** Status of `/health/live` and `/health/ready`. */
  health(): Promise<{ readonly live: number; readonly ready: number }>;
  /** Milliseconds the server itself took for each, from its log: this process may have had to wait for its turn. */
  took(answers: readonly Answer[]): Promise<readonly number[]>;
  /** The log so far. */
  log(): readonly LogLine[];
  /** @throws when an answer was neither right nor a documented error, or one is not in the log. */
  obeysTheRule(): Promise<void>;
  close(): Promise<void>;
}

export interface LogLine {
  readonly level: string;
  readonly id?: string;
  readonly status?: number;
  readonly ms?: number;
  readonly msg?: string;
}

/** What a caller may be told of a fault. 500 is not among them: it says that we did not understand what happened. */
const told: ReadonlySet<number> = new Set([409, 503, 504, 507]);

/** @param sources The text of the configuration's `sources`. @param more Further members of the configuration. */
export function configurationOf(sources: string, more = ""): string {
  return `import { defineConfig, postgres, secret, sqlite } from "isthmus";
export default defineConfig({
  sources: { shop: ${sources} },
  roles: { anonymous: { "*": { read: true, insert: true, update: true, delete: true, call: true } } },
  ${more}
});`;
}

export async function serve(
  configuration: string,
  prepare: (folder: Folder) => Promise<void> | void = () => {},
): Promise<Serving> {
  const folder = createFolder();
  folder.write("isthmus.config.ts", configuration);
  try {
    await prepare(folder);
    return serving(folder, await folder.serve("start"));
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

/** Another process over the folder of one that has ended. */
export async function serveAgain(folder: Folder): Promise<Serving> {
  return serving(folder, await folder.serve("start"));
}

function serving(folder: Folder, served: Served): Serving {
  const answers: Answer[] = [];
  const log = () => logOf(served.printed());
  return {
    folder,
    served,
    ask: async (target, asked = {}) => {
      const answer = await ask(served.api + target, asked);
      answers.push(answer);
      return answer;
    },
    health: async () => {
      const statusOf = (url: string) =>
        fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
          ({ status }) => status,
          () => 0,
        );
      return { live: await statusOf(served.health.replace("ready", "live")), ready: await statusOf(served.health) };
    },
    took: async (some) => {
      const times = async () => {
        const logged = new Map(log().map((line) => [line.id, line.ms]));
        return some.map(({ id }) => logged.get(id ?? ""));
      };
      const found = await eventually(times, (all) => all.every((ms) => ms !== undefined));
      return found.filter((ms) => ms !== undefined);
    },
    log,
    obeysTheRule: async () => {
      expect(served.process.exitCode).toBeNull();
      for (const answer of answers) expectDocumented(answer);
      const answered = answers.filter(({ id }) => id !== null);
      await eventually(
        async () => {
          const logged = new Map(log().map((line) => [line.id, line.status]));
          return answered.filter(({ id, status }) => logged.get(id ?? "") !== status);
        },
        (absent) => absent.length === 0,
      );
    },
    close: () => folder.remove(),
  };
}

export function expectDocumented({ status, code, body, retryAfter }: Answer): void {
  if (status === 0 || status < 400) return;
  const shown = `${status} ${JSON.stringify(body)}`;
  expect(told.has(status), shown).toBe(true);
  expect(Object.keys(body as object).sort(), shown).toEqual(["code", "details", "hint", "message"]);
  expect(code, shown).toMatch(/^\w{5,}$/);
  if (status === 503) expect(Number(retryAfter), shown).toBeGreaterThan(0);
}

async function ask(url: string, { method = "GET", body, key, signal }: Asked): Promise<Answer> {
  const began = performance.now();
  const headers = {
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...(key === undefined ? {} : { "idempotency-key": key }),
  };
  const sent = body === undefined ? null : JSON.stringify(body);
  try {
    const answer = await fetch(url, { method, headers, body: sent, signal: signal ?? AbortSignal.timeout(25_000) });
    const text = await answer.text();
    const read: unknown = text === "" ? null : JSON.parse(text);
    const code = typeof read === "object" && read !== null && "code" in read ? String(read.code) : undefined;
    const { headers: got, status } = answer;
    return {
      status,
      code,
      body: read,
      id: got.get("x-request-id"),
      retryAfter: got.get("retry-after"),
      replayed: got.has("idempotency-replayed"),
      ms: performance.now() - began,
    };
  } catch {
    return {
      status: 0,
      code: undefined,
      body: null,
      id: null,
      retryAfter: null,
      replayed: false,
      ms: performance.now() - began,
    };
  }
}

function logOf(printed: string): readonly LogLine[] {
  return printed
    .split("\n")
    .filter((line) => line.startsWith("{") && line.endsWith("}"))
    .map((line) => JSON.parse(line) as LogLine);
}
