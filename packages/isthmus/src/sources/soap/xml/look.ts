// Looks into a tree of XML: children and attributes by name, and names that stand in texts.

import type { XmlNode } from "./parse.ts";

export interface QName {
  readonly ns: string;
  readonly local: string;
}

export function childrenOf(node: XmlNode, ns: string, local: string): readonly XmlNode[] {
  return node.children.filter((one) => one.local === local && one.ns === ns);
}

export function childOf(node: XmlNode, ns: string, local: string): XmlNode | undefined {
  return node.children.find((one) => one.local === local && one.ns === ns);
}

/** An attribute; by default one without a namespace. */
export function attributeOf(node: XmlNode, local: string, ns = ""): string | undefined {
  return node.attributes.find((one) => one.local === local && one.ns === ns)?.value;
}

/** `tns:Order` → its namespace and name, by the namespaces that hold where it stands. */
export function qnameAt(node: XmlNode, text: string): QName {
  const trimmed = text.trim();
  const at = trimmed.indexOf(":");
  const prefix = at < 0 ? "" : trimmed.slice(0, at);
  return { ns: node.scope[prefix] ?? "", local: trimmed.slice(at + 1) };
}

export function qnameOf(node: XmlNode, attribute: string): QName | undefined {
  const text = attributeOf(node, attribute);
  return text === undefined ? undefined : qnameAt(node, text);
}

/** `{namespace}name`: a name as one text. */
export function keyOf({ ns, local }: QName): string {
  return `{${ns}}${local}`;
}
