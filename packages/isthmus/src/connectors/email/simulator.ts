// E-mail, in the manner of Resend: what is sent lies in the inbox. Facts of the API: https://resend.com/docs/api-reference.

import { defineSimulator } from "../../sources/shared/sandbox/define-simulator.ts";
import type { Shelf } from "../../sources/shared/sandbox/shelf.ts";
import type { SimulatedAnswer, SimulatedCall } from "../../sources/shared/sandbox/simulator.ts";

interface State {
  readonly emails: Shelf<Readonly<Record<string, unknown>>>;
  readonly keys: Shelf<{ readonly request: string; readonly answer: SimulatedAnswer }>;
}
type Call = SimulatedCall<State>;
type Given = Readonly<Record<string, unknown>>;

const mostRecipients = 50;
const mostInBatch = 100;

export const email = defineSimulator<State>({
  title: "E-mail, in the manner of Resend",
  state: ({ shelf }) => ({ emails: shelf(), keys: shelf() }),
  routes: {
    "POST /emails": (call) =>
      once(call, () => {
        const wrong = faultOf(call.body);
        return wrong ?? { body: { id: send(call, call.body as Given) } };
      }),
    "POST /emails/batch": (call) =>
      once(call, () => {
        const all: readonly unknown[] = Array.isArray(call.body) ? call.body : [];
        if (all.length === 0 || all.length > mostInBatch)
          return refusal(422, "validation_error", `A batch has 1 to ${mostInBatch} emails.`);
        const wrong = all.map(faultOf).find((one) => one !== undefined);
        return wrong ?? { body: { data: all.map((one) => ({ id: send(call, one as Given) })) } };
      }),
    "GET /emails/{id}": ({ state, parameters, headers }) => {
      if (headers["authorization"] === undefined) return unknownCaller;
      const found = state.emails.get(parameters["id"] ?? "");
      return found === undefined ? refusal(404, "not_found", "There is no email of this id.") : { body: found };
    },
  },
});

const unknownCaller = refusal(401, "missing_api_key", "No API key was given in the Authorization header.");

/** A key's first answer is given again to the same request, and refused to another. */
function once(call: Call, work: () => SimulatedAnswer): SimulatedAnswer {
  if (call.headers["authorization"] === undefined) return unknownCaller;
  const key = call.headers["idempotency-key"];
  if (key === undefined) return work();
  if (key === "" || key.length > 256)
    return refusal(400, "invalid_idempotency_key", "An idempotency key has 1 to 256 characters.");
  const request = `${call.path}\n${call.text}`;
  const before = call.state.keys.get(key);
  if (before !== undefined)
    return before.request === request
      ? before.answer
      : refusal(409, "invalid_idempotent_request", "The key was used for an email with other content.");
  const answer = work();
  if ((answer.status ?? 200) === 200) call.state.keys.put(key, { request, answer });
  return answer;
}

function faultOf(given: unknown): SimulatedAnswer | undefined {
  const mail = (typeof given === "object" && given !== null ? given : {}) as Given;
  for (const name of ["from", "to", "subject"])
    if (textsOf(mail[name]).length === 0) return refusal(422, "missing_required_field", `Missing \`${name}\` field.`);
  if (["html", "text", "template"].every((name) => mail[name] === undefined))
    return refusal(422, "missing_required_field", "Missing `html` or `text` field.");
  const to = textsOf(mail["to"]);
  if (to.length > mostRecipients)
    return refusal(422, "validation_error", `An email has at most ${mostRecipients} recipients.`);
  const strange = [...to, ...textsOf(mail["from"])].find((one) => !/^(?:[^<>]*<)?[^\s@<>]+@[^\s@<>]+>?$/.test(one));
  return strange === undefined
    ? undefined
    : refusal(422, "validation_error", `Invalid address: ${strange.slice(0, 200)}`);
}

function send(call: Call, mail: Given): string {
  const id = idOf(call.next());
  const to = textsOf(mail["to"]);
  const [from = "", subject = ""] = [mail["from"], mail["subject"]].map(String);
  const [text, html] = [mail["text"], mail["html"]].map((one) => (typeof one === "string" ? one : undefined));
  // Test addresses tell what becomes of an email: bounced@…, complained@…
  const [, fate] = /^(bounced|complained)(?:\+[^@]*)?@resend\.dev$/.exec(to[0] ?? "") ?? [];
  call.state.emails.put(id, {
    object: "email",
    id,
    from,
    to,
    cc: textsOf(mail["cc"]),
    bcc: textsOf(mail["bcc"]),
    reply_to: textsOf(mail["reply_to"]),
    subject,
    html: html ?? null,
    text: text ?? null,
    created_at: new Date(call.now()).toISOString(),
    last_event: fate ?? "delivered",
  });
  call.inbox.mail({
    source: call.source,
    at: call.now(),
    from,
    to,
    cc: textsOf(mail["cc"]),
    bcc: textsOf(mail["bcc"]),
    replyTo: textsOf(mail["reply_to"]),
    subject,
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    attachments: attachmentsOf(mail["attachments"]),
  });
  return id;
}

function attachmentsOf(given: unknown): { name: string; type: string; bytes: number }[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  return list.slice(0, 20).map((one) => {
    const { filename, content_type: type, content } = one as Given;
    return {
      name: typeof filename === "string" ? filename : "attachment",
      type: typeof type === "string" ? type : "application/octet-stream",
      bytes: typeof content === "string" ? Math.floor((content.length * 3) / 4) : 0,
    };
  });
}

function textsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === "string" && one.trim() !== "");
}

function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

function refusal(statusCode: number, name: string, message: string): SimulatedAnswer {
  return { status: statusCode, body: { statusCode, name, message } };
}
