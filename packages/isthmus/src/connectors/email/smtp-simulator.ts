// Stands in for a mail server: what the source `smtp` would have sent lies in the inbox. Recipients whose name begins with `bounced` or
// `later` are refused for good, and for now.

import { defineSimulator } from "../../sources/shared/sandbox/define-simulator.ts";
import type { SimulatedAnswer, SimulatedCall } from "../../sources/shared/sandbox/simulator.ts";

type Given = Readonly<Record<string, unknown>>;

export const smtpSimulator = defineSimulator({
  title: "A mail server",
  state: () => ({}),
  routes: { "POST /send": send },
});

function send(call: SimulatedCall<unknown>): SimulatedAnswer {
  const mail = (call.body ?? {}) as Given;
  const to = textsOf(mail["to"]);
  const all = [...to, ...textsOf(mail["cc"]), ...textsOf(mail["bcc"])];
  if (all.some((address) => /(?:^|<)later\b/.test(address)))
    return { body: { code: 451, response: "451 4.7.1 Come back later" } };
  if (all.some((address) => /(?:^|<)bounced\b/.test(address)))
    return { body: { code: 550, response: "550 5.1.1 There is no such mailbox" } };
  const [text, html] = [mail["text"], mail["html"]].map((part) => (typeof part === "string" ? part : undefined));
  call.inbox.mail({
    source: call.source,
    at: call.now(),
    from: String(mail["from"]),
    to,
    cc: textsOf(mail["cc"]),
    bcc: textsOf(mail["bcc"]),
    replyTo: textsOf(mail["replyTo"]),
    subject: String(mail["subject"]),
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    attachments: (Array.isArray(mail["attachments"]) ? mail["attachments"] : []).map((one: Given) => ({
      name: String(one["filename"]),
      type: typeof one["contentType"] === "string" ? one["contentType"] : "application/octet-stream",
      bytes: Math.floor((String(one["content"]).length * 3) / 4),
    })),
  });
  return { body: { code: 250, response: "250 2.0.0 Ok", accepted: all } };
}

function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
}
