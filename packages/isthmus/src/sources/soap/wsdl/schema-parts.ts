// Small parts of XML Schemas, as they stand there.

import { namespaces } from "../namespaces.ts";
import type { XmlAttributeType, XmlElement } from "../types.ts";
import { attributeOf, childOf, keyOf } from "../xml/look.ts";
import type { XmlNode } from "../xml/parse.ts";

export function derivationOf(node: XmlNode): XmlNode | undefined {
  return node.children.find(
    (one) => one.ns === namespaces.xsd && (one.local === "extension" || one.local === "restriction"),
  );
}

export function occursOf(node: XmlNode): Pick<XmlElement, "min" | "max"> {
  const [min, max] = [attributeOf(node, "minOccurs"), attributeOf(node, "maxOccurs")];
  const number = (text: string | undefined): number =>
    text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : 1;
  const most = max?.trim() === "unbounded" ? null : number(max);
  return { min: number(min), ...(most === 1 ? {} : { max: most }) };
}

export function overridden(
  inherited: readonly XmlAttributeType[],
  own: readonly XmlAttributeType[],
): readonly XmlAttributeType[] {
  const names = new Set(own.map(keyOf));
  return [...inherited.filter((one) => !names.has(keyOf(one))), ...own];
}

export function describe(node: XmlNode): string | undefined {
  const annotation = childOf(node, namespaces.xsd, "annotation");
  const text = annotation && childOf(annotation, namespaces.xsd, "documentation")?.text.trim();
  return text === undefined || text === "" ? undefined : text.replaceAll(/\s+/g, " ").slice(0, 500);
}
