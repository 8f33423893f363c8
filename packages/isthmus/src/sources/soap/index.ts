// A service that a WSDL describes, as a source: its operations are called by SOAP 1.1 or 1.2 over HTTP.

import { capabilities, type Execution, Problem, type Record as Note, type Source } from "../../core/index.ts";
import { headersOf, secretsOf } from "../shared/api/identity.ts";
import { idempotencyHeaderOf } from "../shared/api/idempotency.ts";
import { rulesOf } from "../shared/api/rules.ts";
import { transact } from "../shared/api/transact.ts";
import { allowedAddresses } from "../shared/http/addresses.ts";
import type { HttpAnswer } from "../shared/http/exchange.ts";
import type { Outside } from "../shared/http/outside.ts";
import { readAnswer } from "./answer.ts";
import type { SoapCommand } from "./command.ts";
import { compile } from "./compile.ts";
import { connect, fileLibrary, isAddress, webLibrary } from "./connect.ts";
import { messageOf } from "./envelope.ts";
import { redactor } from "./errors.ts";
import { execute, type Executor } from "./execute.ts";
import { introspect } from "./introspect.ts";
import { soapOptions, type SoapSettings } from "./options.ts";
import { type Description, readDescription } from "./wsdl/documents.ts";

export type { SoapOptions } from "./options.ts";

/** Nothing is connected, and the WSDL is read only when the source is asked what it holds. Throws a ZodError when the options are wrong. */
export function openSoap(name: string, options: unknown, record: Note, outside?: Outside): Source<SoapCommand> {
  const settings = soapOptions.parse(options);
  // An entry that is none is to be told of now, and not with the first call.
  allowedAddresses(settings.allowPrivate);
  const connection = connect(name, settings, record, outside);
  const around = aroundOf(name, settings);
  const run = async (command: SoapCommand, call: Execution) => {
    const client = await connection.client(command.home);
    return execute({ ...around, client }, command, call);
  };
  return {
    name,
    kind: "soap",
    capabilities: capabilities({ functions: true }),
    introspect: async (signal, purpose) =>
      introspect(await read(name, settings, record, signal, purpose?.remote === true), settings),
    compile: (statement, catalog) => compile(statement, catalog, settings),
    execute: run,
    transaction: (given, work) => transact(given, work, run),
    // Whether a service answers is known by calling it, which may cost something: its own routes tell.
    ping: () => Promise.resolve(),
    close: () => connection.close(),
  };
}

/** Over the network only when that is what was asked for: a server starts by its lock, whoever else is away. */
async function read(
  name: string,
  settings: SoapSettings,
  record: Note,
  signal: AbortSignal,
  remote: boolean,
): Promise<Description> {
  const { wsdl } = settings;
  if (!isAddress(wsdl)) return readDescription(wsdl, fileLibrary);
  if (!remote)
    throw new Problem({
      code: "ISTHMUS550",
      category: "invalid",
      message: `sources.${name}: ${wsdl} is read by \`isthmus sync\` alone`,
      hint: "Run `isthmus sync`, and keep the lock file beside the configuration",
    });
  const connection = connect(name, settings, record);
  try {
    const { origin } = new URL(wsdl);
    return await readDescription(
      wsdl,
      webLibrary(origin, () => connection.client(origin), headersOf(settings), signal),
    );
  } finally {
    await connection.close();
  }
}

function aroundOf(source: string, settings: SoapSettings): Omit<Executor, "client"> {
  const commands = new Map<string, SoapCommand>();
  const secrets = [...secretsOf(settings), ...(settings.security === undefined ? [] : [settings.security.password])];
  return {
    source,
    redact: redactor(secrets),
    rules: rulesOf(settings, (operation, answer) => readable(commands.get(operation), answer)),
    headers: headersOf(settings),
    idempotencyHeader: idempotencyHeaderOf(settings),
    settings,
    calls: (command) => void commands.set(command.operation, command),
  };
}

/** What a predicate of the configuration is shown of an answer: its value, its fault, or the text where it is neither. */
function readable(command: SoapCommand | undefined, answer: HttpAnswer): unknown {
  try {
    const { fault } = messageOf(answer);
    if (fault !== undefined) return { fault };
    return command === undefined
      ? undefined
      : readAnswer({ types: command.answer.types, strict: false }, command, answer);
  } catch {
    return Buffer.from(answer.body).toString();
  }
}
