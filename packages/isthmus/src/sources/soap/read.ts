// XML → values, by its types: what is a list in the schema is a list, also where it has one item or none. With tolerance,
// unless it is to be held to the schema: what is not known is passed over, and what is no such value stays the text it is.

import { namespaces } from "./namespaces.ts";
import { type ComplexType, derives, elementsOf, isGroup, type Particle, type SimpleType } from "./types.ts";
import { heirsOf, type TypeKey, typeOf, type Types, type XmlElement } from "./types.ts";
import { readSimple } from "./values.ts";
import { attributeOf, keyOf, qnameAt } from "./xml/look.ts";
import type { XmlNode } from "./xml/parse.ts";
import { localOf } from "./write.ts";

type Members = Record<string, unknown>;

export interface ReadOptions {
  readonly types: Types;
  /** What does not hold to its type is an error. */
  readonly strict: boolean;
  /** The element an `href` leads to (SOAP's own encoding). */
  readonly referred: (href: string) => XmlNode | undefined;
}

/** References that lead in a circle would never end. */
const deepest = 200;

/** @throws Error that names the place, where it is to be strict. */
export function readElement(
  node: XmlNode,
  of: Pick<XmlElement, "type">,
  options: ReadOptions,
  at = "",
  depth = 0,
): unknown {
  if (depth > deepest) throw new Error(`${at.slice(0, 100)}: it refers to itself`);
  const href = attributeOf(node, "href");
  if (href?.startsWith("#") === true && node.children.length === 0) {
    const other = options.referred(href.slice(1));
    if (other !== undefined) return readElement(other, of, options, at, depth + 1);
  }
  if (/^(?:true|1)$/.test(attributeOf(node, "nil", namespaces.xsi) ?? "")) return null;
  const key = meantType(node, of.type, options.types);
  const type = typeOf(key, options.types);
  if (type.kind === "simple") return readText(type, node.text, options, at);
  if (type.items !== undefined) return readItems(node, type.items, options, at, depth);
  if (type.open === true && type.content.length === 0 && type.attributes.length === 0) return readAnything(node);
  return readComplex(node, type, of.type, key, options, at, depth);
}

/** `xsi:type` is believed where it names a type that may stand there. */
function meantType(node: XmlNode, key: TypeKey, types: Types): TypeKey {
  const said = attributeOf(node, "type", namespaces.xsi);
  if (said === undefined) return key;
  const name = qnameAt(node, said);
  if (key === "xs:anyType" || key === "xs:anySimpleType") {
    if (name.ns === namespaces.xsd) return `xs:${name.local}`;
    return Object.hasOwn(types, keyOf(name)) ? keyOf(name) : key;
  }
  const found = keyOf(name);
  return found !== key && derives(found, key, types) ? found : key;
}

function readText(type: SimpleType, text: string, { strict }: ReadOptions, at: string): unknown {
  const value = readSimple(type, text);
  if (strict && (value === undefined || !isListed(type, text)))
    throw new Error(
      `${at}: expected ${type.values === undefined ? `xs:${type.base}` : "one of the values that are described"}`,
    );
  // Empty elements for values that are not there are a habit of many.
  return value === undefined ? (text.trim() === "" ? null : text) : value;
}

function isListed({ values, list }: SimpleType, text: string): boolean {
  if (values === undefined) return true;
  const items = list === true ? text.split(/\s+/).filter((item) => item !== "") : [text.trim()];
  return items.every((item) => values.includes(item));
}

function readItems(node: XmlNode, items: TypeKey, options: ReadOptions, at: string, depth: number): readonly unknown[] {
  return node.children.map((one, index) => readElement(one, { type: items }, options, `${at}[${index}]`, depth + 1));
}

interface Known {
  readonly elements: readonly XmlElement[];
  readonly exact: ReadonlyMap<string, XmlElement>;
  /** Servers mistake whether names have a namespace: those that are clear without one. */
  readonly loose: ReadonlyMap<string, XmlElement>;
}

const knownOf = new WeakMap<ComplexType, Known>();

function known(type: ComplexType): Known {
  let found = knownOf.get(type);
  if (found === undefined) {
    const elements = elementsOf(type.content);
    found = {
      elements,
      exact: new Map(elements.map((one) => [keyOf(one), one])),
      loose: new Map(elements.map((one) => [one.local, one])),
    };
    knownOf.set(type, found);
  }
  return found;
}

function readComplex(
  node: XmlNode,
  type: ComplexType,
  declared: TypeKey,
  key: TypeKey,
  options: ReadOptions,
  at: string,
  depth: number,
): unknown {
  const { strict, types } = options;
  const { elements, exact, loose } = known(type);
  const found: [string, unknown][] = [];
  if (key !== declared || heirsOf(declared, types).length > 0) found.push(["_type", localOf(key)]);
  for (const one of type.attributes) {
    const text = attributeOf(node, one.local, one.ns);
    const kind = typeOf(one.type, types);
    if (text !== undefined && kind.kind === "simple")
      found.push([one.name, readText(kind, text, options, `${at}@${one.local}`)]);
    else if (strict && one.required) throw new Error(`${at}@${one.local}: expected a value`);
  }
  if (type.text !== undefined) {
    const kind = typeOf(type.text.type, types);
    if (kind.kind === "simple") found.push([type.text.name, readText(kind, node.text, options, at)]);
  }
  const lists = new Map<string, unknown[]>();
  const others = new Map<string, readonly unknown[]>();
  for (const one of elements) if (one.many === true) lists.set(one.name, []);
  for (const child of node.children) {
    const one = exact.get(keyOf(child)) ?? (strict ? undefined : loose.get(child.local));
    if (one === undefined) {
      if (strict && type.open !== true) throw new Error(`${at}: expected no ${child.local}`);
      if (type.open === true) others.set(child.local, [...(others.get(child.local) ?? []), readAnything(child)]);
      continue;
    }
    const list = lists.get(one.name);
    const value = readElement(child, one, options, `${at === "" ? "" : `${at}.`}${one.name}`, depth + 1);
    if (list === undefined) found.push([one.name, value]);
    else list.push(value);
  }
  const more = [...others].map(([name, values]) => [name, values.length === 1 ? values[0] : values] as const);
  const members: Members = Object.fromEntries([...more, ...found, ...lists]);
  if (strict) for (const one of type.content) checkPresent(one, members, at);
  return members;
}

function checkPresent(one: Particle, members: Members, at: string): void {
  if (one.min === 0) return;
  if (!isGroup(one)) {
    const value = Object.hasOwn(members, one.name) ? members[one.name] : undefined;
    if (value === undefined || (Array.isArray(value) && value.length < one.min))
      throw new Error(`${at === "" ? "" : `${at}.`}${one.name}: expected a value`);
    return;
  }
  if (one.group !== "choice" && (one.max ?? 1) === 1) for (const inner of one.of) checkPresent(inner, members, at);
}

/** What nothing describes: a text, or an object by the elements' names, whose attributes have an `@` ahead of theirs. */
export function readAnything(node: XmlNode): unknown {
  const attributes = node.attributes.filter(({ ns }) => ns === "");
  if (node.children.length === 0 && attributes.length === 0) return node.text.trim();
  const members = new Map<string, unknown>(attributes.map(({ local, value }) => [`@${local}`, value]));
  const times = new Map<string, number>();
  for (const child of node.children) {
    const value = readAnything(child);
    const before = times.get(child.local) ?? 0;
    times.set(child.local, before + 1);
    const held = members.get(child.local);
    if (before === 0) members.set(child.local, value);
    else if (before === 1) members.set(child.local, [held, value]);
    else (held as unknown[]).push(value);
  }
  const text = node.text.trim();
  if (text !== "") members.set("value", text);
  return Object.fromEntries(members);
}
