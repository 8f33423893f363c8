// A call's arguments → a mail. Whatever a caller gives is text of the mail, and never a header, a file or an address to fetch from.

import { createHash, randomUUID } from "node:crypto";
import type { Execution } from "../../core/index.ts";
import { fromText, wrongArgument } from "../shared/api/values.ts";
import { parameters } from "./introspect.ts";
import type { SmtpSettings } from "./options.ts";

export interface Mail {
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly {
    readonly filename: string;
    readonly content: string;
    readonly contentType?: string;
  }[];
}

type Given = (name: string) => unknown;
type Settings = Pick<SmtpSettings, "from" | "senders" | "maxMessage" | "host">;

/** Recipients of one mail in all. */
const mostRecipients = 100;

/** @throws Problem that names the argument which is missing or wrong. */
export function mailOf(raw: Given, settings: Settings, call: Execution): Mail {
  const given: Given = (name) => read(raw(name), name);
  const from = textAt(given, "from") ?? settings.from;
  if (from === undefined) throw wrongArgument("from", "a sender: the configuration names none");
  const sender = addressOf(from, "from");
  if (!maySend(sender, settings.senders)) throw wrongArgument("from", "a sender that the configuration allows");
  const [to, cc, bcc] = ["to", "cc", "bcc"].map((name) => addressesAt(given, name)) as [string[], string[], string[]];
  if (to.length === 0) throw wrongArgument("to", "an address, or a list of addresses");
  if (to.length + cc.length + bcc.length > mostRecipients)
    throw wrongArgument("to", `${mostRecipients} recipients at most, those of cc and bcc included`);
  const subject = textAt(given, "subject");
  if (subject === undefined) throw wrongArgument("subject", "a text");
  const [text, html] = [textAt(given, "text"), textAt(given, "html")];
  if (text === undefined && html === undefined) throw wrongArgument("text", "a text, or html");
  const mail: Mail = {
    messageId: messageId(sender, call),
    from,
    to,
    cc,
    bcc,
    replyTo: addressesAt(given, "reply_to"),
    subject: oneLine(subject, "subject"),
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    headers: headersAt(given),
    attachments: attachmentsAt(given),
  };
  const bytes = JSON.stringify(mail).length;
  if (bytes > settings.maxMessage) throw wrongArgument("attachments", `a mail of ${settings.maxMessage} bytes at most`);
  return mail;
}

/** The same under the same key of the same caller, so that whoever gets it twice can tell. */
function messageId(sender: string, { request, principal }: Execution): string {
  const key = request?.headers["idempotency-key"];
  const domain = sender.slice(sender.lastIndexOf("@") + 1);
  if (key === undefined) return `<${randomUUID()}@${domain}>`;
  const text = JSON.stringify(["send", principal.kind, principal.id, key]);
  return `<${createHash("sha256").update(text).digest("hex").slice(0, 40)}@${domain}>`;
}

function read(value: unknown, name: string): unknown {
  if (value === undefined || value === null) return undefined;
  const isJson = parameters.some((one) => one.name === name && one.type.name === "json");
  // What comes from an address is text: a list of it is JSON.
  return isJson && typeof value === "string" && /^\s*[[{]/.test(value)
    ? fromText(value, { types: ["array", "object"] }, {})
    : value;
}

function textAt(given: Given, name: string): string | undefined {
  const value = given(name);
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw wrongArgument(name, "a text");
  return value;
}

function addressesAt(given: Given, name: string): string[] {
  const value = given(name);
  if (value === undefined) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one) => {
    if (typeof one !== "string") throw wrongArgument(name, "an address, or a list of addresses");
    addressOf(one, name);
    return one;
  });
}

/** `ada@example.org`, or `Ada <ada@example.org>`. One address: what has a comma in it could be many. */
function addressOf(text: string, name: string): string {
  const [, , address] =
    /^(?:([^<>"\\@,;:]*)<)?([^\s<>"\\@,;:]{1,64}@[^\s<>"\\@,;:]{1,255})>?$/.exec(oneLine(text, name)) ?? [];
  if (address === undefined || text.includes("<") !== text.endsWith(">"))
    throw wrongArgument(name, "an e-mail address");
  return address;
}

function maySend(address: string, senders: readonly string[] | undefined): boolean {
  const given = address.toLowerCase();
  return (
    senders === undefined ||
    senders.some((one) => (one.startsWith("@") ? given.endsWith(one.toLowerCase()) : given === one.toLowerCase()))
  );
}

/** Another line would be another header. */
function oneLine(text: string, name: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(text)) throw wrongArgument(name, "a single line");
  return text;
}

/** Of those that a mail has anyway, none is a caller's to set. */
const own =
  /^(?:from|to|cc|bcc|reply-to|subject|sender|return-path|message-id|date|mime-version|received|dkim-.*|content-.*|resent-.*)$/i;

function headersAt(given: Given): Readonly<Record<string, string>> {
  const value = given("headers") ?? {};
  if (typeof value !== "object" || Array.isArray(value)) throw wrongArgument("headers", "an object");
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  for (const [name, one] of entries) {
    if (!/^[A-Za-z][A-Za-z\d-]{0,70}$/.test(name) || own.test(name))
      throw wrongArgument("headers", `no header ${name.slice(0, 80)}`);
    if (typeof one !== "string") throw wrongArgument(`headers.${name}`, "a text");
    oneLine(one, `headers.${name}`);
  }
  return Object.fromEntries(entries) as Readonly<Record<string, string>>;
}

function attachmentsAt(given: Given): Mail["attachments"] {
  const value = given("attachments") ?? [];
  if (!Array.isArray(value)) throw wrongArgument("attachments", "a list");
  return (value as readonly unknown[]).map((one, at) => {
    const { filename, content, content_type: type } = (one ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof filename !== "string" || typeof content !== "string" || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(content))
      throw wrongArgument(`attachments[${at}]`, "a filename, and content in Base64");
    if (type !== undefined && (typeof type !== "string" || !/^[\w.+-]+\/[\w.+-]+$/.test(type)))
      throw wrongArgument(`attachments[${at}].content_type`, "a media type");
    return {
      filename: oneLine(filename, `attachments[${at}].filename`),
      content,
      ...(type === undefined ? {} : { contentType: type }),
    };
  });
}
