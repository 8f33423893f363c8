// XML text → a tree, within bounds. Untrusted: a document type is refused, so there are no entities but XML's own five.

import sax, { type QualifiedTag, type SAXOptions } from "sax";
import { namespaces } from "../namespaces.ts";

export interface XmlNode {
  readonly local: string;
  /** Namespace; the empty text where there is none. */
  readonly ns: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
  /** Its own characters, without those of its children. */
  readonly text: string;
  /** Namespaces by prefix, for names that stand in texts. */
  readonly scope: Readonly<Record<string, string>>;
}

export interface XmlAttribute {
  readonly local: string;
  readonly ns: string;
  readonly value: string;
}

export interface XmlBounds {
  /** Elements within one another. */
  readonly depth: number;
  /** Elements and attributes in all. */
  readonly nodes: number;
}

type Growing = Omit<XmlNode, "children" | "text"> & { children: XmlNode[]; text: string };

/** Of one element. */
const mostAttributes = 1_000;
/** Characters that are read at once. */
const piece = 16_384;

/** What no XML may hold, however it is written (XML 1.0, section 2.2). */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u; // oxlint-disable-line no-control-regex

/** `strictEntities`: those of HTML are none. */
const options = { xmlns: true, strictEntities: true, position: false } as SAXOptions;

/** @throws Error that says what is wrong with it. */
export function parseXml(text: string, { depth, nodes }: XmlBounds): XmlNode {
  checked(text);
  // What is written by its number is seen only when it has been read.
  const numbered = text.includes("&#");
  const parser = sax.parser(true, options);
  // Some servers write `xsi:nil` and forget to say what `xsi` is; nobody means anything else by it.
  Object.assign((parser as unknown as { readonly ns: Record<string, string> }).ns, { xsi: namespaces.xsi });
  const open: Growing[] = [];
  let root: Growing | undefined;
  let count = 0;
  const add = (characters: string): void => {
    const node = open.at(-1);
    if (node !== undefined) node.text += characters;
  };
  parser.onerror = (error) => {
    throw new Error(error.message.split("\n")[0]);
  };
  parser.ondoctype = () => {
    throw new Error("it has a document type");
  };
  parser.onopentag = (tag) => {
    const { local, uri, attributes, ns } = tag as QualifiedTag;
    const given = Object.values(attributes);
    checkAttributes(given.length);
    count += 1 + given.length;
    if (open.length >= depth) throw new Error(`it is deeper than ${depth} elements`);
    if (count > nodes) throw new Error(`it has more than ${nodes} elements and attributes`);
    const parent = open.at(-1);
    if (parent === undefined && root !== undefined) throw new Error("it has two roots");
    const node: Growing = {
      local,
      ns: uri,
      attributes: given
        .filter(({ prefix, name }) => prefix !== "xmlns" && name !== "xmlns")
        .map((one) => ({ local: one.local, ns: one.uri, value: numbered ? checked(one.value) : one.value })),
      children: [],
      text: "",
      scope: ns,
    };
    if (parent === undefined) root = node;
    else parent.children.push(node);
    open.push(node);
  };
  parser.onclosetag = () => {
    const node = open.pop();
    if (node !== undefined && numbered) checked(node.text);
  };
  parser.ontext = add;
  parser.oncdata = add;
  // The reader looks through all attributes of an element for each of them, so that many would keep it for minutes.
  for (let at = 0; at < text.length; at += piece) {
    parser.write(text.slice(at, at + piece));
    checkAttributes((parser as unknown as { readonly attribList: readonly unknown[] }).attribList.length);
  }
  parser.close();
  if (root === undefined) throw new Error("it is empty");
  return root;
}

function checkAttributes(count: number): void {
  if (count > mostAttributes) throw new Error(`an element has more than ${mostAttributes} attributes`);
}

function checked(text: string): string {
  if (forbidden.test(text)) throw new Error("it holds a character that XML does not have");
  return text;
}

/** Bytes as text: by their byte order mark, by what is said of them, or by their own declaration. Fatal: no guesses. */
export function decodeXml(bytes: Uint8Array, contentType: string | undefined): string {
  const said = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? "")?.[1];
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const own = /^(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)/.exec(head)?.[1];
  return new TextDecoder(markOf(bytes) ?? said ?? own ?? "utf-8", { fatal: true }).decode(bytes);
}

function markOf(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xef && second === 0xbb ? "utf-8" : undefined;
}
