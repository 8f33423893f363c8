// An API that a document or the configuration describes, as a source: its operations are called over HTTP.

import { capabilities, type Execution, type Record as Note, type Result, type Source } from "../../core/index.ts";
import { headersOf, secretsOf } from "../shared/api/identity.ts";
import { idempotencyHeaderOf } from "../shared/api/idempotency.ts";
import { transact } from "../shared/api/transact.ts";
import { allowedAddresses } from "../shared/http/addresses.ts";
import type { Outside } from "../shared/http/outside.ts";
import type { Command } from "./command.ts";
import { compile } from "./compile.ts";
import { connect } from "./connect.ts";
import { describedAnswers } from "./described-answers.ts";
import { describedOptions, documentOfCalls, settingsOf } from "./described.ts";
import { type ApiDocument, readDocument } from "./document/read.ts";
import { redactor } from "./errors.ts";
import type { Executor } from "./ask.ts";
import { execute, executeNow } from "./execute.ts";
import { introspect } from "./introspect.ts";
import { openApiOptions, type OpenApiSettings } from "./options.ts";
import { rulesOf } from "../shared/api/rules.ts";

export type { DescribedOptions } from "./described.ts";
export type { OpenApiOptions } from "./options.ts";

/** Nothing is connected, and the document is read only when the source is asked what it holds. Throws a ZodError when the options are wrong. */
export function openOpenApi(name: string, options: unknown, record: Note, outside?: Outside): Source<Command> {
  const settings = openApiOptions.parse(options);
  return sourceOver(name, "openapi", settings, () => readDocument(settings.document), record, outside);
}

/** An API without a document: the configuration describes its calls. Throws a ZodError when the options are wrong. */
export function openHttp(name: string, options: unknown, record: Note, outside?: Outside): Source<Command> {
  const described = describedOptions.parse(options);
  return sourceOver(
    name,
    "http",
    settingsOf(described),
    () => Promise.resolve(documentOfCalls(described)),
    record,
    outside,
  );
}

function sourceOver(
  name: string,
  kind: string,
  settings: OpenApiSettings,
  read: () => Promise<ApiDocument>,
  record: Note,
  outside?: Outside,
): Source<Command> {
  // An entry that is none is to be told of now, and not with the first call.
  allowedAddresses(settings.allowPrivate);
  const connection = connect(name, settings, record, outside);
  outside?.learn?.(describedAnswers(read, settings));
  const around = aroundOf(name, settings);
  let executor: Executor | undefined;
  const open = async (command: Command): Promise<Executor> => {
    const client = await connection.client(command.home ?? originOf(command));
    return (executor ??= { ...around, client });
  };
  const run = (command: Command, call: Execution): Promise<Result> =>
    executor === undefined
      ? open(command).then((opened) => execute(opened, command, call))
      : execute(executor, command, call);
  return {
    name,
    kind,
    capabilities: capabilities({ functions: true, jsonPaths: true, exactCount: true }),
    introspect: async () => introspect(await read(), settings),
    compile: (statement, catalog) => compile(statement, catalog, settings),
    execute: run,
    executeNow: (command, call) => (executor === undefined ? undefined : executeNow(executor, command, call)),
    transaction: (given, work) => transact(given, work, run),
    // Whether an API answers is known by calling it, which may cost something: its own routes tell.
    ping: () => Promise.resolve(),
    close: () => connection.close(),
  };
}

/** Of an API that is said to be in several places, where the first call goes. */
function originOf(command: Command): string {
  const called = "plan" in command ? (command.list ?? command.get ?? command.batch) : command;
  if (called === undefined) throw new Error("a resource without any operation");
  return called.address.origin;
}

function aroundOf(source: string, settings: OpenApiSettings): Omit<Executor, "client"> {
  const { operations } = settings;
  return {
    source,
    redact: redactor(secretsOf(settings)),
    rules: rulesOf(settings),
    headers: headersOf(settings),
    idempotencyHeader: idempotencyHeaderOf(settings),
    keeps: (operation) => {
      const cache = Object.hasOwn(operations, operation) ? operations[operation]?.cache : undefined;
      return typeof cache === "object" && cache.ttl !== undefined;
    },
    prepare: (operation) => (Object.hasOwn(operations, operation) ? operations[operation]?.prepare : undefined),
  };
}
