// A GraphQL API as a source: its root fields are operations, and what they list and fetch are resources.

import { capabilities, type Execution, Problem, type Record as Note, type Source } from "../../core/index.ts";
import { headersOf, secretsOf } from "../shared/api/identity.ts";
import { idempotencyHeaderOf } from "../shared/api/idempotency.ts";
import { rulesOf } from "../shared/api/rules.ts";
import { transact } from "../shared/api/transact.ts";
import { allowedAddresses } from "../shared/http/addresses.ts";
import type { Outside } from "../shared/http/outside.ts";
import type { Executor } from "./ask.ts";
import type { Command } from "./command.ts";
import { compile } from "./compile.ts";
import { connect, schemaAt, schemaInFile } from "./connect.ts";
import { redactor } from "./errors.ts";
import { execute } from "./execute.ts";
import { introspect } from "./introspect.ts";
import { introspectionQuestion, readSchema } from "./introspect/read-schema.ts";
import { graphqlOptions, type GraphqlSettings } from "./options.ts";

export type { GraphqlSourceOptions } from "./options.ts";

/** Nothing is connected, and the schema is read only when the source is asked what it holds. Throws a ZodError when the options are wrong. */
export function openGraphql(name: string, options: unknown, record: Note, outside?: Outside): Source<Command> {
  const settings = graphqlOptions.parse(options);
  // An entry that is none is to be told of now, and not with the first call.
  allowedAddresses(settings.allowPrivate);
  const connection = connect(name, settings, record, outside);
  const around = aroundOf(name, settings);
  const run = async (command: Command, call: Execution) => {
    const client = await connection.client(command.address.origin);
    return execute({ ...around, client }, command, call);
  };
  return {
    name,
    kind: "graphql",
    capabilities: capabilities({ functions: true, jsonPaths: true, exactCount: true }),
    introspect: async (signal, purpose) => {
      const { schema: file, endpoint } = settings;
      const text =
        file === undefined
          ? await told(name, settings, record, signal, purpose?.remote === true)
          : await schemaInFile(file);
      return introspect(await readSchema(text, file ?? endpoint), settings);
    },
    compile: (statement, catalog) => compile(statement, catalog, settings),
    execute: run,
    transaction: (given, work) => transact(given, work, run),
    // Whether an API answers is known by asking it, which may cost something: its own routes tell.
    ping: () => Promise.resolve(),
    close: () => connection.close(),
  };
}

/** Over the network only when that is what was asked for: a server starts by its lock, whoever else is away. */
async function told(name: string, settings: GraphqlSettings, record: Note, signal: AbortSignal, remote: boolean) {
  const { endpoint } = settings;
  if (!remote)
    throw new Problem({
      code: "ISTHMUS550",
      category: "invalid",
      message: `sources.${name}: ${endpoint} is asked for its schema by \`isthmus sync\` alone`,
      hint: "Run `isthmus sync`, and keep the lock file beside the configuration",
    });
  const connection = connect(name, settings, record);
  try {
    const client = await connection.client(new URL(endpoint).origin);
    return await schemaAt(endpoint, await introspectionQuestion(), client, headersOf(settings), signal);
  } finally {
    await connection.close();
  }
}

function aroundOf(source: string, settings: GraphqlSettings): Omit<Executor, "client"> {
  return {
    source,
    redact: redactor(secretsOf(settings)),
    rules: rulesOf(settings),
    headers: headersOf(settings),
    idempotencyHeader: idempotencyHeaderOf(settings),
    partial: settings.partial,
  };
}
