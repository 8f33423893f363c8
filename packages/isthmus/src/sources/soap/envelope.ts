// What stands around a message: the envelope, and in an answer the fault that may stand in its body.

import { envelopeOf, namespaces, type SoapVersion } from "./namespaces.ts";
import { readAnything } from "./read.ts";
import { escapeAttribute } from "./xml/escape.ts";
import { childOf, qnameAt } from "./xml/look.ts";
import { decodeXml, parseXml, type XmlBounds, type XmlNode } from "./xml/parse.ts";
import type { HttpAnswer } from "../shared/http/exchange.ts";

export interface Fault {
  /** Without its prefix: `Client`, `Server`, `Sender`, `Receiver`, or one of the API's own, the most particular last. */
  readonly codes: readonly string[];
  readonly string: string;
  readonly actor?: string;
  readonly detail?: unknown;
}

export interface Message {
  readonly body: XmlNode;
  readonly payload: XmlNode | undefined;
  readonly fault: Fault | undefined;
}

const bounds: XmlBounds = { depth: 200, nodes: 250_000 };

/** Answers are read once, whoever looks at them: the judge, the configuration's predicates, the source. */
const read = new WeakMap<HttpAnswer, Message | Error>();

/** @throws Error that says what is wrong with it. */
export function messageOf(answer: HttpAnswer): Message {
  let found = read.get(answer);
  if (found === undefined) {
    found = attempt(answer);
    read.set(answer, found);
  }
  if (found instanceof Error) throw found;
  return found;
}

function attempt(answer: HttpAnswer): Message | Error {
  try {
    return parseMessage(answer);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function parseMessage({ body: bytes, headers }: HttpAnswer): Message {
  const type = headers["content-type"];
  if (type !== undefined && /^multipart\//i.test(type))
    throw new Error("it is a message with attachments (MTOM), which is not supported");
  const root = parseXml(decodeXml(bytes, type), bounds);
  const ns = [namespaces.envelope11, namespaces.envelope12].find((one) => one === root.ns);
  if (ns === undefined || root.local !== "Envelope") throw new Error("it is XML and no SOAP envelope");
  const body = childOf(root, ns, "Body");
  if (body === undefined) throw new Error("its envelope has no body");
  const fault = childOf(body, ns, "Fault");
  const payload = body.children.find((one) => one !== fault);
  return { body, payload, fault: fault && (ns === namespaces.envelope11 ? fault11(fault) : fault12(fault)) };
}

function fault11(node: XmlNode): Fault {
  // They have no namespace; some servers give them the envelope's.
  const part = (local: string) => node.children.find((one) => one.local === local);
  const code = part("faultcode");
  const local = code === undefined ? "" : qnameAt(code, code.text).local;
  const [actor, detail] = [part("faultactor")?.text.trim(), part("detail")];
  return {
    codes: local.split(".").filter((one) => one !== ""),
    string: part("faultstring")?.text.trim() ?? "",
    ...(actor === undefined || actor === "" ? {} : { actor }),
    ...(detail === undefined || detail.children.length + detail.text.trim().length === 0
      ? {}
      : { detail: readAnything(detail) }),
  };
}

function fault12(node: XmlNode): Fault {
  const part = (of: XmlNode | undefined, local: string) => of?.children.find((one) => one.local === local);
  const codes: string[] = [];
  let code = part(node, "Code");
  for (let depth = 0; code !== undefined && depth < 10; depth++) {
    const value = part(code, "Value");
    if (value !== undefined) codes.push(qnameAt(value, value.text).local);
    code = part(code, "Subcode");
  }
  const [role, detail] = [part(node, "Role")?.text.trim(), part(node, "Detail")];
  return {
    codes,
    string: part(part(node, "Reason"), "Text")?.text.trim() ?? "",
    ...(role === undefined || role === "" ? {} : { actor: role }),
    ...(detail === undefined || detail.children.length + detail.text.trim().length === 0
      ? {}
      : { detail: readAnything(detail) }),
  };
}

export interface EnvelopeFrame {
  readonly head: string;
  readonly middle: string;
  readonly tail: string;
}

/** What never changes of an operation's messages: around the headers and around the body. */
export function frameOf(version: SoapVersion, encoded: boolean, prefixes: ReadonlyMap<string, string>): EnvelopeFrame {
  const ns = envelopeOf(version);
  const declared = [...prefixes].map(([uri, prefix]) => ` xmlns:${prefix}="${escapeAttribute(uri)}"`).join("");
  return {
    head: `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${ns}" xmlns:xsi="${namespaces.xsi}" xmlns:xs="${namespaces.xsd}"${declared}>`,
    middle: encoded ? `<s:Body s:encodingStyle="${namespaces.encoding}">` : "<s:Body>",
    tail: "</s:Body></s:Envelope>",
  };
}
