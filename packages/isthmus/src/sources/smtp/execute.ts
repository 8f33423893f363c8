// Sends a mail: again where the server says to come back later, and never where it may have it already.

import { setTimeout as sleep } from "node:timers/promises";
import { type Execution, Problem, type Result } from "../../core/index.ts";
import { shapedResult } from "../shared/api/shaped.ts";
import type { SmtpCommand } from "./compile.ts";
import type { Connection } from "./connect.ts";
import { problemOfFailure, problemOfReply, SmtpFailure, type SmtpReply } from "./errors.ts";
import type { SmtpSettings } from "./options.ts";
import { type Mail, mailOf } from "./values.ts";

export interface Executor {
  readonly source: string;
  readonly connection: Connection;
  readonly settings: SmtpSettings;
}

export async function execute(executor: Executor, command: SmtpCommand, call: Execution): Promise<Result> {
  const mail = mailOf(command.given(call), executor.settings, call);
  const reply = await sent(executor, mail, call);
  const { response, accepted, rejected } = reply;
  const row = { message_id: mail.messageId, accepted, rejected, response };
  return shapedResult(
    command.answer,
    row,
    call,
    (why) =>
      new Problem({ code: "ISTHMUS602", category: "unavailable", status: 502, message: `${executor.source}: ${why}` }),
  );
}

async function sent({ source, connection, settings }: Executor, mail: Mail, call: Execution): Promise<SmtpReply> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await connection.post(mail, call.signal).catch((thrown: unknown) => {
      if (thrown instanceof SmtpFailure) return thrown;
      throw thrown;
    });
    const failed = outcome instanceof SmtpFailure;
    if (!failed && outcome.code < 400) return outcome;
    const again = failed ? outcome.kind === "refused" : outcome.code < 500;
    const pause = settings.firstPause * 2 ** (attempt - 1);
    if (!again || attempt >= settings.attempts || performance.now() + pause > call.deadline)
      throw failed ? problemOfFailure(source, outcome) : problemOfReply(source, outcome);
    await sleep(pause, undefined, { signal: call.signal }).catch(() => {
      throw call.signal.reason;
    });
  }
}
