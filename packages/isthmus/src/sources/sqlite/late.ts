// A source whose file cannot be opened yet. Like any database that is down it answers 503, and it is looked for until it
// is there.

import { existsSync } from "node:fs";
import path from "node:path";
import { type Changed, Problem, type Record, type Source, type Subscription } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import type { SqliteSettings } from "./options.ts";

/** Milliseconds between looks. */
const pause = 1_000;

/** What is known of the source without its file. */
export type Known = Pick<Source<SqlCommand>, "name" | "kind" | "capabilities" | "compile" | "indexes">;

/** `first`: why it could not be opened; `open`: the next try. */
export function openLater(
  known: Known,
  settings: SqliteSettings,
  first: Problem,
  record: Record,
  open: () => Promise<Source<SqlCommand>>,
): Source<SqlCommand> {
  let source: Source<SqlCommand> | undefined;
  let trying: Promise<void> | undefined;
  let closed = false;
  const down = new Problem({
    code: first.code,
    category: "unavailable",
    message: first.message,
    retryAfter: 1,
    cause: missing(settings),
  });
  /** Who wanted to be told of changes before there was anything to watch. */
  const watching = new Set<(found: Source<SqlCommand>) => void>();
  let told = false;
  const refuse = (): Promise<never> => {
    if (!told) record({ kind: "source-down", source: known.name, problem: down, retryInMs: pause });
    told = true;
    return Promise.reject(down);
  };
  const look = async (): Promise<void> => {
    const found = await open().catch(() => undefined);
    if (found === undefined) return;
    clearInterval(timer);
    if (closed) return found.close();
    source = found;
    for (const watch of watching) watch(found);
    record({ kind: "source-up", source: known.name });
  };
  const timer = setInterval(() => {
    trying ??= look().finally(() => (trying = undefined));
  }, pause);
  timer.unref();
  return {
    ...known,
    introspect: (signal) => source?.introspect(signal) ?? Promise.reject(missing(settings)),
    execute: (command, call) => source?.execute(command, call) ?? refuse(),
    transaction: (how, work) => source?.transaction(how, work) ?? refuse(),
    outcome: (token, signal) => source?.outcome?.(token, signal) ?? refuse(),
    watch: (changed) => source?.watch?.(changed) ?? watchLater(watching, changed),
    ping: (signal) => source?.ping(signal) ?? refuse(),
    close: async () => {
      closed = true;
      clearInterval(timer);
      await trying;
      await source?.close();
    },
  };
}

function watchLater(
  watching: Set<(found: Source<SqlCommand>) => void>,
  changed: (what: Changed) => void,
): Subscription {
  let subscription: Subscription | undefined;
  const { promise, resolve } = Promise.withResolvers<void>();
  const begin = (found: Source<SqlCommand>): void => {
    watching.delete(begin);
    subscription = found.watch?.(changed);
    resolve();
    changed("everything");
  };
  watching.add(begin);
  return {
    ready: promise,
    stop() {
      watching.delete(begin);
      subscription?.stop();
    },
  };
}

/** For whoever starts the server; a caller is told neither the file's name nor that it is one. */
function missing({ file, migrations }: SqliteSettings): Problem {
  const folder = path.dirname(file);
  const why = existsSync(folder)
    ? existsSync(file)
      ? `the file ${file} cannot be opened`
      : `there is no file ${file}`
    : `there is no folder ${folder} for the file ${file}`;
  const hint =
    migrations === undefined && !existsSync(file)
      ? "Check the name; a new file is made only where `migrations` say what is in it"
      : null;
  return new Problem({ code: "58P01", category: "unavailable", message: why, hint });
}
