// A mail server as a source: e-mails are sent by its operation `send`.

import { capabilities, type Execution, type Record as Note, type Source } from "../../core/index.ts";
import { transact } from "../shared/api/transact.ts";
import type { Outside } from "../shared/http/outside.ts";
import { compile, type SmtpCommand } from "./compile.ts";
import { connect } from "./connect.ts";
import { execute } from "./execute.ts";
import { introspect } from "./introspect.ts";
import { smtpOptions } from "./options.ts";

/** Nothing is connected before the first mail. Throws a ZodError when the options are wrong. */
export function openSmtp(name: string, options: unknown, _record: Note, outside?: Outside): Source<SmtpCommand> {
  const settings = smtpOptions.parse(options);
  const connection = connect(settings, outside);
  const run = (command: SmtpCommand, call: Execution) => execute({ source: name, connection, settings }, command, call);
  return {
    name,
    kind: "smtp",
    capabilities: capabilities({ functions: true }),
    introspect: async () => introspect(),
    compile,
    execute: run,
    transaction: (given, work) => transact(given, work, run),
    // Whether it takes mails is known by sending one.
    ping: () => Promise.resolve(),
    close: async () => connection.close(),
  };
}
