// Reads a WSDL and all that it takes in: other WSDLs and XML Schemas, each once. What is in them is untrusted.

import { Problem } from "../../../core/index.ts";
import { namespaces } from "../namespaces.ts";
import { attributeOf, childrenOf } from "../xml/look.ts";
import { decodeXml, parseXml, type XmlBounds, type XmlNode } from "../xml/parse.ts";

export interface Description {
  readonly definitions: readonly XmlNode[];
  readonly schemas: readonly SchemaDocument[];
}

export interface SchemaDocument {
  readonly node: XmlNode;
  /** Its own, or that of the schema which includes it. */
  readonly namespace: string;
}

export interface Library {
  /** The place that a document means by a location, or why it may not be read. */
  readonly resolve: (location: string, base: string) => string | Error;
  readonly read: (place: string) => Promise<{ readonly bytes: Uint8Array; readonly contentType?: string }>;
}

const bounds: XmlBounds = { depth: 200, nodes: 1_000_000 };
/** Documents of one description, and bytes of them all. */
const mostDocuments = 500;
const mostBytes = 64 * 1_048_576;

/** Schemas of standards that documents name and nobody has to have. */
const known: ReadonlySet<string> = new Set([
  namespaces.xsd,
  namespaces.encoding,
  namespaces.wsdl,
  namespaces.soap11,
  namespaces.soap12,
  namespaces.envelope11,
  "http://www.w3.org/XML/1998/namespace",
]);

/** @throws Problem that names the document which cannot be used. */
export async function readDescription(place: string, library: Library): Promise<Description> {
  const definitions: XmlNode[] = [];
  const schemas: SchemaDocument[] = [];
  const seen = new Set<string>();
  const trees = new Map<string, XmlNode>();
  let bytes = 0;

  async function treeAt(at: string): Promise<XmlNode> {
    const before = trees.get(at);
    if (before !== undefined) return before;
    if (trees.size >= mostDocuments) throw unreadable(at, new Error(`it is more than the ${mostDocuments}th document`));
    try {
      const read = await library.read(at);
      bytes += read.bytes.length;
      if (bytes > mostBytes) throw new Error(`with it the documents are larger than ${mostBytes} bytes`);
      const tree = parseXml(decodeXml(read.bytes, read.contentType), bounds);
      trees.set(at, tree);
      return tree;
    } catch (cause) {
      throw unreadable(at, cause);
    }
  }

  async function take(at: string, namespace: string): Promise<void> {
    const key = `${at} ${namespace}`;
    if (seen.has(key)) return;
    seen.add(key);
    const tree = await treeAt(at);
    if (tree.local === "definitions" && tree.ns === namespaces.wsdl) return takeDefinitions(tree, at);
    if (tree.local === "schema" && tree.ns === namespaces.xsd) return takeSchema(tree, at, namespace);
    const wsdl2 = tree.ns === "http://www.w3.org/ns/wsdl";
    throw unreadable(
      at,
      new Error(wsdl2 ? "it is WSDL 2.0, which is not supported" : "it is neither a WSDL nor an XML Schema"),
    );
  }

  async function takeDefinitions(tree: XmlNode, at: string): Promise<void> {
    definitions.push(tree);
    for (const types of childrenOf(tree, namespaces.wsdl, "types"))
      for (const schema of childrenOf(types, namespaces.xsd, "schema")) await takeSchema(schema, at, "");
    for (const one of childrenOf(tree, namespaces.wsdl, "import"))
      await follow(attributeOf(one, "location"), at, "", "");
  }

  async function takeSchema(tree: XmlNode, at: string, including: string): Promise<void> {
    const namespace = attributeOf(tree, "targetNamespace") ?? including;
    schemas.push({ node: tree, namespace });
    for (const one of tree.children) {
      if (one.ns !== namespaces.xsd) continue;
      const location = attributeOf(one, "schemaLocation");
      if (one.local === "import") await follow(location, at, "", attributeOf(one, "namespace") ?? "");
      if (one.local === "include" || one.local === "redefine" || one.local === "override")
        await follow(location, at, namespace, "");
    }
  }

  async function follow(
    location: string | undefined,
    base: string,
    including: string,
    imported: string,
  ): Promise<void> {
    if (location === undefined || location.trim() === "" || known.has(imported)) return;
    const found = library.resolve(location.trim(), base);
    if (found instanceof Error) throw unreadable(location, found);
    await take(found, including);
  }

  await take(place, "");
  if (definitions.length === 0) throw unreadable(place, new Error("it is no WSDL"));
  return { definitions, schemas };
}

function unreadable(place: string, cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  if (cause instanceof Error && "code" in cause && cause.code === "ENOENT")
    return new Problem({ code: "ISTHMUS105", category: "invalid", message: `there is no file ${place}`, cause });
  const [why = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
  return new Problem({ code: "ISTHMUS105", category: "invalid", message: `${place} cannot be read: ${why}`, cause });
}
