// An API that a document or the configuration describes, as a source: its operations are called over HTTP.

import {
  capabilities,
  type Execute,
  type Execution,
  type Record as Note,
  type Source,
  type TransactionOptions,
  unsupported,
} from "../../core/index.ts";
import { allowedAddresses } from "../shared/http/addresses.ts";
import type { ApiCommand } from "./command.ts";
import { compile } from "./compile.ts";
import { connect } from "./connect.ts";
import { describedOptions, documentOfCalls, settingsOf } from "./described.ts";
import { type ApiDocument, readDocument } from "./document/read.ts";
import { redactor } from "./errors.ts";
import { execute, type Executor } from "./execute.ts";
import { introspect } from "./introspect.ts";
import { openApiOptions, type OpenApiSettings } from "./options.ts";
import { rulesOf } from "./rules.ts";

export type { DescribedOptions } from "./described.ts";
export type { OpenApiOptions, OperationOptions } from "./options.ts";

/** Nothing is connected, and the document is read only when the source is asked what it holds. Throws a ZodError when the options are wrong. */
export function openOpenApi(name: string, options: unknown, record: Note): Source<ApiCommand> {
  const settings = openApiOptions.parse(options);
  return sourceOver(name, "openapi", settings, () => readDocument(settings.document), record);
}

/** An API without a document: the configuration describes its calls. Throws a ZodError when the options are wrong. */
export function openHttp(name: string, options: unknown, record: Note): Source<ApiCommand> {
  const described = describedOptions.parse(options);
  return sourceOver(name, "http", settingsOf(described), () => Promise.resolve(documentOfCalls(described)), record);
}

function sourceOver(
  name: string,
  kind: string,
  settings: OpenApiSettings,
  read: () => Promise<ApiDocument>,
  record: Note,
): Source<ApiCommand> {
  // An entry that is none is to be told of now, and not with the first call.
  allowedAddresses(settings.allowPrivate);
  const connection = connect(name, settings, record);
  const around = aroundOf(name, settings);
  const run = async (command: ApiCommand, call: Execution) => {
    const client = await connection.client(command.home ?? command.address.origin);
    return execute({ ...around, client }, command, call);
  };
  return {
    name,
    kind,
    capabilities: capabilities({ functions: true }),
    introspect: async () => introspect(await read(), settings),
    compile: (statement, catalog) => compile(statement, catalog, settings),
    execute: run,
    transaction: (given, work) => transact(given, work, run),
    // Whether an API answers is known by calling it, which may cost something: its own routes tell.
    ping: () => Promise.resolve(),
    close: () => connection.close(),
  };
}

function aroundOf(source: string, settings: OpenApiSettings): Omit<Executor, "client"> {
  const lower = Object.entries(settings.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    source,
    redact: redactor(secretsOf(settings)),
    rules: rulesOf(settings),
    headers: { "user-agent": "isthmus", ...Object.fromEntries(lower) },
    idempotencyHeader: (operation) => {
      const own = Object.hasOwn(settings.operations, operation)
        ? settings.operations[operation]?.idempotency
        : undefined;
      return own === false ? undefined : (own ?? settings.idempotency)?.header;
    },
  };
}

function secretsOf({ auth, tls }: OpenApiSettings): readonly string[] {
  const { apiKey, basic, bearer, oauth2, sigv4 } = auth ?? {};
  return [
    apiKey?.value,
    basic?.password,
    bearer,
    oauth2?.clientSecret,
    oauth2?.refreshToken,
    sigv4?.secretAccessKey,
    sigv4?.sessionToken,
    tls?.key,
  ].filter((secret) => secret !== undefined);
}

/** What an API has done cannot be undone by us, so one change is as much as can be all or nothing. */
async function transact<T>(
  { readOnly, end }: TransactionOptions,
  work: (run: Execute<ApiCommand>) => Promise<T>,
  run: Execute<ApiCommand>,
): Promise<T> {
  if (end === "rollback" && !readOnly) throw unsupported("undoing a call of an API");
  let changes = 0;
  return work((command, call) => {
    if (command.effect === "write" && ++changes > 1)
      return Promise.reject<never>(unsupported("several changes by calls of an API in one transaction"));
    return run(command, call);
  });
}
