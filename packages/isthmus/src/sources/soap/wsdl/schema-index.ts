// What schemas declare, by kind and name; and which elements may stand for others.

import { namespaces } from "../namespaces.ts";
import { attributeOf, keyOf, type QName, qnameOf } from "../xml/look.ts";
import type { XmlNode } from "../xml/parse.ts";
import type { SchemaDocument } from "./documents.ts";

export interface Component extends SchemaDocument {
  /** The schema that the component stands in. */
  readonly schema: XmlNode;
}

export type Kind = "element" | "complexType" | "simpleType" | "group" | "attribute" | "attributeGroup";

export type SchemaIndex = ReadonlyMap<string, ReadonlyMap<string, Component>>;

export function indexSchemas(documents: readonly SchemaDocument[]): SchemaIndex {
  const index = new Map<string, Map<string, Component>>();
  const add = (node: XmlNode, schema: SchemaDocument): void => {
    const name = attributeOf(node, "name");
    if (name === undefined || node.ns !== namespaces.xsd) return;
    const kind = index.get(node.local) ?? new Map<string, Component>();
    index.set(node.local, kind);
    const key = keyOf({ ns: schema.namespace, local: name });
    if (!kind.has(key)) kind.set(key, { node, schema: schema.node, namespace: schema.namespace });
  };
  for (const schema of documents) {
    for (const redefined of schema.node.children.filter(({ local }) => local === "redefine" || local === "override"))
      for (const node of redefined.children) add(node, schema);
  }
  for (const schema of documents) for (const node of schema.node.children) add(node, schema);
  return index;
}

/** Elements that may stand for another, by that one's name; also through one another. */
export function substitutesOf(index: SchemaIndex): ReadonlyMap<string, readonly QName[]> {
  const direct = new Map<string, QName[]>();
  for (const { node, namespace } of index.get("element")?.values() ?? []) {
    const head = qnameOf(node, "substitutionGroup");
    if (head === undefined) continue;
    const list = direct.get(keyOf(head)) ?? [];
    list.push({ ns: namespace, local: attributeOf(node, "name") ?? "" });
    direct.set(keyOf(head), list);
  }
  const all = new Map<string, readonly QName[]>();
  for (const key of direct.keys()) {
    const found = new Map<string, QName>();
    const visit = (at: string): void => {
      for (const name of direct.get(at) ?? []) {
        if (found.has(keyOf(name)) || keyOf(name) === key) continue;
        found.set(keyOf(name), name);
        visit(keyOf(name));
      }
    };
    visit(key);
    all.set(key, [...found.values()]);
  }
  return all;
}
