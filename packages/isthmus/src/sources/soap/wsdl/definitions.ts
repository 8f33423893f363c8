// What a WSDL says of its services: the operations of each port, with their messages, as they stand there.

import { namespaces, type SoapVersion } from "../namespaces.ts";
import { attributeOf, childOf, childrenOf, keyOf, type QName, qnameOf } from "../xml/look.ts";
import type { XmlNode } from "../xml/parse.ts";

export interface FoundPort {
  readonly service: string;
  readonly port: string;
  readonly portType: string;
  readonly version: SoapVersion;
  readonly address?: string;
  readonly operations: readonly FoundOperation[];
}

export interface FoundOperation {
  readonly name: string;
  readonly description?: string;
  readonly style: "document" | "rpc";
  readonly action: string;
  readonly input: FoundMessage;
  readonly output?: FoundMessage;
  readonly headers: readonly Part[];
}

export interface FoundMessage {
  /** Of the body. */
  readonly parts: readonly Part[];
  readonly encoded: boolean;
  /** Of a remote procedure call: where its wrapper is. */
  readonly namespace: string;
}

export interface Part {
  readonly name: string;
  readonly element?: QName;
  readonly type?: QName;
}

type Index = ReadonlyMap<string, XmlNode>;

export function portsOf(definitions: readonly XmlNode[]): readonly FoundPort[] {
  const index = (local: string): Index => indexOf(definitions, local);
  const [messages, portTypes, bindings] = [index("message"), index("portType"), index("binding")];
  const found: FoundPort[] = [];
  for (const tree of definitions)
    for (const service of childrenOf(tree, namespaces.wsdl, "service"))
      for (const port of childrenOf(service, namespaces.wsdl, "port")) {
        const one = portOf(service, port, bindings, portTypes, messages);
        if (one !== undefined) found.push(one);
      }
  return found;
}

function indexOf(definitions: readonly XmlNode[], local: string): Index {
  const found = new Map<string, XmlNode>();
  for (const tree of definitions) {
    const ns = attributeOf(tree, "targetNamespace") ?? "";
    for (const node of childrenOf(tree, namespaces.wsdl, local)) {
      const key = keyOf({ ns, local: attributeOf(node, "name") ?? "" });
      if (!found.has(key)) found.set(key, node);
    }
  }
  return found;
}

function lookUp(index: Index, node: XmlNode, attribute: string): XmlNode | undefined {
  const name = qnameOf(node, attribute);
  return name === undefined ? undefined : index.get(keyOf(name));
}

function portOf(
  service: XmlNode,
  port: XmlNode,
  bindings: Index,
  portTypes: Index,
  messages: Index,
): FoundPort | undefined {
  const binding = lookUp(bindings, port, "binding");
  const portType = binding && lookUp(portTypes, binding, "type");
  const soap = binding?.children.find((one) => one.local === "binding" && versionOf(one.ns) !== undefined);
  const version = versionOf(soap?.ns ?? "");
  if (binding === undefined || portType === undefined || soap === undefined || version === undefined) return undefined;
  const address = port.children.find((one) => one.local === "address" && versionOf(one.ns) !== undefined);
  const location = address && attributeOf(address, "location")?.trim();
  const style = attributeOf(soap, "style") === "rpc" ? "rpc" : "document";
  return {
    service: attributeOf(service, "name") ?? "",
    port: attributeOf(port, "name") ?? "",
    portType: attributeOf(portType, "name") ?? "",
    version,
    ...(location === undefined || !/^https?:/i.test(location) || !URL.canParse(location) ? {} : { address: location }),
    operations: operationsOf(binding, portType, soap.ns, style, messages),
  };
}

function versionOf(ns: string): SoapVersion | undefined {
  return ns === namespaces.soap11 ? "1.1" : ns === namespaces.soap12 ? "1.2" : undefined;
}

function operationsOf(
  binding: XmlNode,
  portType: XmlNode,
  soap: string,
  usual: "document" | "rpc",
  messages: Index,
): readonly FoundOperation[] {
  const declared = childrenOf(portType, namespaces.wsdl, "operation");
  return childrenOf(binding, namespaces.wsdl, "operation").flatMap((bound): readonly FoundOperation[] => {
    const name = attributeOf(bound, "name") ?? "";
    const abstract = matching(declared, bound, name);
    const input = abstract && childOf(abstract, namespaces.wsdl, "input");
    if (abstract === undefined || input === undefined) return [];
    const output = childOf(abstract, namespaces.wsdl, "output");
    const said = childOf(bound, soap, "operation");
    const style = said && attributeOf(said, "style");
    const [boundIn, boundOut] = ["input", "output"].map((local) => childOf(bound, namespaces.wsdl, local));
    const description = childOf(abstract, namespaces.wsdl, "documentation")?.text.trim().slice(0, 500);
    return [
      {
        name,
        ...(description === undefined || description === "" ? {} : { description }),
        style: style === "rpc" || style === "document" ? style : usual,
        action: (said && attributeOf(said, "soapAction")) ?? "",
        input: messageOf(lookUp(messages, input, "message"), boundIn, soap),
        ...(output === undefined ? {} : { output: messageOf(lookUp(messages, output, "message"), boundOut, soap) }),
        headers: headersOf(boundIn, soap, messages),
      },
    ];
  });
}

/** Several of one name are told apart by the names of their messages. */
function matching(declared: readonly XmlNode[], bound: XmlNode, name: string): XmlNode | undefined {
  const all = declared.filter((one) => attributeOf(one, "name") === name);
  if (all.length < 2) return all[0];
  const nameIn = (of: XmlNode) => {
    const input = childOf(of, namespaces.wsdl, "input");
    return input && attributeOf(input, "name");
  };
  return all.find((one) => nameIn(one) === nameIn(bound)) ?? all[0];
}

function messageOf(message: XmlNode | undefined, bound: XmlNode | undefined, soap: string): FoundMessage {
  // Attachments stand around the body in a part of their own.
  const body = bound && (childOf(bound, soap, "body") ?? bodyWithin(bound, soap));
  const parts = message === undefined ? [] : partsOf(message);
  const named = body && attributeOf(body, "parts");
  const chosen = named?.split(/\s+/).filter((one) => one !== "");
  const inHeader = new Set(
    bound === undefined ? [] : childrenOf(bound, soap, "header").map((one) => attributeOf(one, "part")),
  );
  return {
    parts: parts.filter(({ name }) =>
      chosen === undefined ? !inHeader.has(name) || parts.length === 1 : chosen.includes(name),
    ),
    encoded: (body && attributeOf(body, "use")) === "encoded",
    namespace: (body && attributeOf(body, "namespace")) ?? "",
  };
}

function bodyWithin(bound: XmlNode, soap: string): XmlNode | undefined {
  for (const multipart of bound.children)
    for (const part of multipart.children) {
      const body = childOf(part, soap, "body");
      if (body !== undefined) return body;
    }
  return undefined;
}

function partsOf(message: XmlNode): readonly Part[] {
  return childrenOf(message, namespaces.wsdl, "part").map((part) => {
    const [element, type] = [qnameOf(part, "element"), qnameOf(part, "type")];
    return {
      name: attributeOf(part, "name") ?? "",
      ...(element === undefined ? {} : { element }),
      ...(type === undefined ? {} : { type }),
    };
  });
}

function headersOf(bound: XmlNode | undefined, soap: string, messages: Index): readonly Part[] {
  if (bound === undefined) return [];
  return childrenOf(bound, soap, "header").flatMap((header) => {
    const message = lookUp(messages, header, "message");
    const part = message && partsOf(message).find(({ name }) => name === attributeOf(header, "part"));
    return part === undefined ? [] : [part];
  });
}
