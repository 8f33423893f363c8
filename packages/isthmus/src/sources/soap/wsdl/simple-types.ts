// A simple type of an XML Schema → what is checked of it: what it comes down to, its values and its bounds.

import { namespaces } from "../namespaces.ts";
import type { SimpleType } from "../types.ts";
import { attributeOf, childOf, type QName, qnameOf } from "../xml/look.ts";
import type { XmlNode } from "../xml/parse.ts";

const text: SimpleType = { kind: "simple", base: "string" };
const deepest = 30;

/** Lists of XML Schema's own. */
const lists: Readonly<Record<string, string>> = { NMTOKENS: "NMTOKEN", IDREFS: "IDREF", ENTITIES: "ENTITY" };

/** @param simpleAt The type behind a name. */
export function simpleTypeOf(node: XmlNode, simpleAt: (name: QName) => SimpleType, depth = 0): SimpleType {
  if (depth > deepest) return text;
  const inner = (of: XmlNode, attribute: string): SimpleType => {
    const name = qnameOf(of, attribute);
    if (name !== undefined) return builtin(simpleAt(name));
    const within = childOf(of, namespaces.xsd, "simpleType");
    return within === undefined ? text : simpleTypeOf(within, simpleAt, depth + 1);
  };
  const restriction = childOf(node, namespaces.xsd, "restriction");
  if (restriction !== undefined) return restricted(inner(restriction, "base"), restriction);
  const list = childOf(node, namespaces.xsd, "list");
  if (list !== undefined) return { ...inner(list, "itemType"), list: true };
  // Of a union nothing is known but that it is written as a text.
  return text;
}

function builtin(type: SimpleType): SimpleType {
  const item = Object.hasOwn(lists, type.base) ? lists[type.base] : undefined;
  return item === undefined ? type : { ...type, base: item, list: true };
}

function restricted(base: SimpleType, restriction: XmlNode): SimpleType {
  const facet = (local: string): string | undefined => {
    const found = childOf(restriction, namespaces.xsd, local);
    return found && attributeOf(found, "value")?.trim();
  };
  const count = (local: string): number | undefined => {
    const said = facet(local);
    return said !== undefined && /^\d{1,9}$/.test(said) ? Number(said) : undefined;
  };
  const values = restriction.children
    .filter((one) => one.ns === namespaces.xsd && one.local === "enumeration")
    .map((one) => attributeOf(one, "value") ?? "");
  const given = {
    values: values.length > 0 ? values : undefined,
    minLength: count("length") ?? count("minLength"),
    maxLength: count("length") ?? count("maxLength"),
    minimum: facet("minInclusive"),
    maximum: facet("maxInclusive"),
    above: facet("minExclusive"),
    below: facet("maxExclusive"),
    digits: count("totalDigits"),
    fractionDigits: count("fractionDigits"),
  };
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...base, ...said };
}
