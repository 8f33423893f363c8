// SOAP 1.1 and 1.2 envelopes of the simulated service: read without following anything, written with everything escaped.

import type { SAXParser } from "sax";

export interface Element {
  /** Without its prefix. */
  readonly name: string;
  readonly children: readonly Element[];
  readonly text: string;
}

type Building = { name: string; children: Building[]; text: string };

const deepest = 30;
const namespaces = ["http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"];

export interface Asked {
  /** What stands in the body. */
  readonly operation: Element;
  /** Of the envelope: answers go in the same version. */
  readonly namespace: string;
}

/** @throws Error where it is no envelope with one operation, or has a document type. */
export async function readEnvelope(text: string): Promise<Asked> {
  // Node finds no names in it but this one.
  const { default: sax } = await import("sax");
  const root: Building = { name: "", children: [], text: "" };
  const open: Building[] = [root];
  let namespace = "";
  const reader: SAXParser = sax.parser(true, { xmlns: true });
  reader.onerror = (error) => {
    throw error;
  };
  reader.ondoctype = () => {
    throw new Error("a document type is not taken");
  };
  reader.onopentag = (tag) => {
    if (open.length > deepest) throw new Error("the elements lie too deep in one another");
    if (!("uri" in tag)) return;
    if (open.length === 1) namespace = tag.uri;
    const element: Building = { name: tag.local, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  };
  reader.ontext = reader.oncdata = (piece) => {
    const at = open.at(-1);
    if (at !== undefined) at.text += piece;
  };
  reader.onclosetag = () => void open.pop();
  reader.write(text).close();
  const [envelope] = root.children;
  const operation = envelope?.children.find(({ name }) => name === "Body")?.children[0];
  if (envelope?.name !== "Envelope" || !namespaces.includes(namespace) || operation === undefined)
    throw new Error("expected a SOAP envelope with one operation in its body");
  return { operation, namespace };
}

/** Texts and lists of parts by name; what is undefined is left out. */
export type Parts = { readonly [name: string]: string | number | boolean | Parts | readonly Parts[] | undefined };

export function writeEnvelope(namespace: string, service: string, name: string, parts: Parts): string {
  const body = `<m:${name} xmlns:m="${service}">${written(parts)}</m:${name}>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope xmlns:s="${namespace}"><s:Body>${body}</s:Body></s:Envelope>`;
}

/** @param by Whose fault it is. */
export function writeFault(namespace: string, message: string, by: "Client" | "Server" = "Client"): string {
  const fault =
    namespace === namespaces[1]
      ? `<s:Code><s:Value>s:${by === "Client" ? "Sender" : "Receiver"}</s:Value></s:Code><s:Reason><s:Text xml:lang="en">${escaped(message)}</s:Text></s:Reason>`
      : `<faultcode>s:${by}</faultcode><faultstring>${escaped(message)}</faultstring>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope xmlns:s="${namespace}"><s:Body><s:Fault>${fault}</s:Fault></s:Body></s:Envelope>`;
}

export const soap11 = "http://schemas.xmlsoap.org/soap/envelope/";

function written(parts: Parts): string {
  return Object.entries(parts)
    .flatMap(([name, value]) =>
      Array.isArray(value) ? value.map((one: Parts) => [name, one] as const) : [[name, value] as const],
    )
    .map(([name, value]) => {
      if (value === undefined) return "";
      return `<m:${name}>${typeof value === "object" ? written(value as Parts) : escaped(String(value))}</m:${name}>`;
    })
    .join("");
}

function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
