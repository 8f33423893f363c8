// Values → XML, held to their types: each type is made into one function, once. What is wrong is told with its place.

import { wrongArgument } from "../shared/api/values.ts";
import { namespaces } from "./namespaces.ts";
import {
  type ComplexType,
  elementsOf,
  heirsOf,
  isGroup,
  isNamedType,
  type Particle,
  type SimpleType,
  type TypeKey,
  typeOf,
  type Types,
  type XmlElement,
  type XmlGroup,
} from "./types.ts";
import { attributesOfAnything, contentOfAnything, membersOfAnything } from "./write-anything.ts";
import { asList, deepest, simpleText, structure } from "./write-text.ts";
import { escapeAttribute, escapeText } from "./xml/escape.ts";

type Row = Readonly<Record<string, unknown>>;
/** Appends the element's XML. `at`: where the value is within the arguments, for messages. */
export type WriteElement = (value: unknown, at: string, out: string[]) => void;
/** Of what stands within an element: its attributes, then its content. */
interface WriteType {
  readonly open: (value: unknown, at: string, out: string[]) => void;
  readonly content: (value: unknown, at: string, out: string[]) => void;
}

export interface Writer {
  element(of: XmlElement): WriteElement;
  /** Prefixes that have been used, to be declared around what was written. */
  readonly prefixes: ReadonlyMap<string, string>;
}

export function createWriter(types: Types, encoded: boolean): Writer {
  const prefixes = new Map<string, string>();
  const made = new Map<TypeKey, WriteType>();
  const prefixOf = (ns: string): string => {
    const known = prefixes.get(ns) ?? `n${prefixes.size + 1}`;
    prefixes.set(ns, known);
    return known;
  };
  const nameOf = (ns: string, local: string): string => (ns === "" ? local : `${prefixOf(ns)}:${local}`);

  function ofType(key: TypeKey): WriteType {
    const known = made.get(key);
    if (known !== undefined) return known;
    const real: { type?: WriteType } = {};
    // Ahead of making it: it may hold itself.
    const lazy: WriteType = {
      open: (value, at, out) => real.type?.open(value, at, out),
      content: (value, at, out) => real.type?.content(value, at, out),
    };
    made.set(key, lazy);
    const type = typeOf(key, types);
    real.type = type.kind === "simple" ? simple(type, key) : complex(type, key);
    return lazy;
  }

  function simple(type: SimpleType, key: TypeKey): WriteType {
    const said = encoded ? ` xsi:type="${nameOf(...parts(key, type))}"` : "";
    return {
      open: (_value, _at, out) => void (said !== "" && out.push(said)),
      content: (value, at, out) => void out.push(escapeText(simpleText(type, value, at))),
    };
  }

  function complex(type: ComplexType, key: TypeKey): WriteType {
    const { attributes, text, items } = type;
    if (type.open === true && type.content.length === 0 && attributes.length === 0)
      return { open: attributesOfAnything, content: contentOfAnything };
    // What has no name of its own cannot be named.
    const said = encoded && isNamedType(key) ? ` xsi:type="${nameOf(...parts(key, type))}"` : "";
    const inner = text === undefined ? undefined : typeOf(text.type, types);
    const known = new Set([...elementsOf(type.content), ...attributes].map(({ name }) => name));
    if (text !== undefined) known.add(text.name);
    const writeAll = type.content.map((one) => particle(one));
    const derived = heirsOf(key, types);
    // Made now, since what they are called has to be declared ahead of everything.
    for (const one of derived) if (type.items === undefined) nameOf(namespaceOf(one), localOf(one));
    for (const one of derived) ofType(one);
    const writeItems = items === undefined ? undefined : itemsWriter(items);
    const attribute = attributes.map((one) => ({
      ...one,
      simple: typeOf(one.type, types),
      qname: nameOf(one.ns, one.local),
    }));
    const wrap = (value: unknown, at: string): Row => {
      const object = asObject(value, inner?.kind === "simple" ? text?.name : undefined, at);
      if (type.open !== true)
        for (const name in object)
          if (!known.has(name) && name !== "_type") throw wrongArgument(`${at}.${name}`, "no such member");
      return object;
    };
    const own: WriteType = {
      open(value, at, out) {
        if (items !== undefined) return;
        const object = wrap(value, at);
        for (const { name, qname, simple: kind, required, fixed } of attribute) {
          const given = member(object, name) ?? fixed;
          if (given === undefined || given === null) {
            if (required) throw wrongArgument(`${at}.${name}`, "a value");
            continue;
          }
          if (kind.kind !== "simple") continue;
          out.push(` ${qname}="${escapeAttribute(simpleText(kind, given, `${at}.${name}`))}"`);
        }
        if (said !== "") out.push(said);
      },
      content(value, at, out) {
        if (at.length > 2_000 || at.split(".").length > deepest)
          throw wrongArgument(at.slice(0, 100), "a value that is not as deep");
        if (writeItems !== undefined) return writeItems(value, at, out);
        const object = wrap(value, at);
        if (text !== undefined && inner?.kind === "simple") {
          const given = member(object, text.name);
          if (given !== undefined && given !== null)
            out.push(escapeText(simpleText(inner, given, `${at}.${text.name}`)));
          return;
        }
        for (const one of writeAll) one(object, at, out);
        if (type.open === true)
          membersOfAnything(
            Object.entries(object).filter(([name]) => !known.has(name) && name !== "_type"),
            at,
            out,
          );
      },
    };
    if (items !== undefined) {
      const array = ` xsi:type="${nameOf(namespaces.encoding, "Array")}" ${nameOf(namespaces.encoding, "arrayType")}`;
      const of = nameOf(...parts(items, typeOf(items, types)));
      return { ...own, open: (value, at, out) => void out.push(`${array}="${of}[${asList(value, at).length}]"`) };
    }
    if (derived.length === 0 && type.abstract !== true) return own;
    return choosing(type, key, derived, own);
  }

  /** `_type` names the type that is meant, where others extend the one that is described. */
  function choosing(type: ComplexType, key: TypeKey, derived: readonly TypeKey[], own: WriteType): WriteType {
    const byName = new Map(derived.map((one) => [localOf(one), one]));
    const names = [...byName.keys()].filter(
      (name) => (typeOf(byName.get(name) ?? "", types) as ComplexType).abstract !== true,
    );
    const chosen = (value: unknown, at: string): TypeKey | undefined => {
      const name = typeof value === "object" && value !== null ? member(value as Row, "_type") : undefined;
      if (name === undefined || name === localOf(key)) {
        if (type.abstract === true) throw wrongArgument(`${at}._type`, `one of ${names.join(", ")}`);
        return undefined;
      }
      const found = typeof name === "string" ? byName.get(name) : undefined;
      if (found === undefined) throw wrongArgument(`${at}._type`, `one of ${names.join(", ")}`);
      return found;
    };
    return {
      open(value, at, out) {
        const other = chosen(value, at);
        if (other === undefined) return own.open(value, at, out);
        if (!encoded) out.push(` xsi:type="${nameOf(namespaceOf(other), localOf(other))}"`);
        ofType(other).open(value, at, out);
      },
      content(value, at, out) {
        const other = chosen(value, at);
        (other === undefined ? own : ofType(other)).content(value, at, out);
      },
    };
  }

  function itemsWriter(items: TypeKey): WriteElement {
    const write = element({ name: "item", ns: "", local: "item", type: items, min: 1, nillable: true });
    return (value, at, out) => asList(value, at).forEach((one, index) => write(one ?? null, `${at}[${index}]`, out));
  }

  function particle(one: Particle): (object: Row, at: string, out: string[]) => void {
    if (isGroup(one)) return group(one);
    const write = element(one);
    return (object, at, out) => write(member(object, one.name), at === "" ? one.name : `${at}.${one.name}`, out);
  }

  function group({ group: kind, of, min, max = 1 }: XmlGroup): (object: Row, at: string, out: string[]) => void {
    const writers = of.map((one) => ({ one, write: particle(one), names: namesOf(one), optional: isOptional(one) }));
    const names = of.flatMap(namesOf);
    const once = (object: Row, at: string, out: string[]): void => {
      if (kind !== "choice") {
        for (const { write } of writers) write(object, at, out);
        return;
      }
      const given = writers.filter((branch) => branch.names.some((name) => isGiven(object, name)));
      const [first, second] = given;
      const shown = writers.map((branch) => branch.names.join(" and ")).join(", ");
      if (second !== undefined) throw wrongArgument(at === "" ? "the arguments" : at, `only one of ${shown}`);
      if (first !== undefined) return first.write(object, at, out);
      if (!writers.some(({ optional }) => optional))
        throw wrongArgument(at === "" ? "the arguments" : at, `one of ${shown}`);
    };
    const absent = (object: Row): boolean => min === 0 && !names.some((name) => isGiven(object, name));
    if (max === 1) return (object, at, out) => void (absent(object) || once(object, at, out));
    const plain = elementsOf(of).every((one) => (one.max ?? 1) === 1) && kind !== "choice";
    if (!plain) {
      // Nothing says in which order they alternate: each list is written whole.
      const lists = elementsOf(of).map((one) => element({ ...one, min: 0, max: null }));
      const members = elementsOf(of).map(({ name }) => name);
      return (object, at, out) => {
        if (absent(object)) return;
        if (!names.some((name) => isGiven(object, name)) && !writers.some(({ optional }) => optional))
          throw wrongArgument(at === "" ? "the arguments" : at, `one of ${names.join(", ")}`);
        lists.forEach((write, index) => {
          const name = members[index] ?? "";
          write(member(object, name), at === "" ? name : `${at}.${name}`, out);
        });
      };
    }
    return (object, at, out) => {
      const lists = names.map(
        (name) => [name, isGiven(object, name) ? asList(object[name], `${at}.${name}`) : []] as const,
      );
      const times = Math.max(0, ...lists.map(([, list]) => list.length));
      if (times < min) throw wrongArgument(names.join(", "), `at least ${min}`);
      for (let index = 0; index < times; index++)
        once(Object.fromEntries(lists.map(([name, list]) => [name, list[index]])), at, out);
    };
  }

  function element(of: XmlElement): WriteElement {
    const { ns, local, type, nillable, min, max = 1, fixed } = of;
    const name = nameOf(ns, local);
    const write = ofType(type);
    const one: WriteElement = (value, at, out) => {
      if (value === null) {
        if (nillable !== true) throw wrongArgument(at, "a value");
        out.push(`<${name} xsi:nil="true"/>`);
        return;
      }
      out.push(`<${name}`);
      write.open(value, at, out);
      out.push(">");
      write.content(value, at, out);
      out.push(`</${name}>`);
    };
    const missing = (value: unknown, at: string, out: string[]): void => {
      if (fixed !== undefined && min > 0) return one(fixed, at, out);
      if (value === null && nillable === true) return one(null, at, out);
      if (min > 0) throw wrongArgument(at, "a value");
    };
    if (max === 1) {
      return (value, at, out) =>
        value === undefined || value === null ? missing(value, at, out) : one(value, at, out);
    }
    return (value, at, out) => {
      const list = value === undefined || value === null ? [] : asList(value, at);
      if (list.length < min) throw wrongArgument(at, min === 1 ? "a value" : `at least ${min} values`);
      if (max !== null && list.length > max) throw wrongArgument(at, `at most ${max} values`);
      list.forEach((item, index) => one(item ?? null, `${at}[${index}]`, out));
    };
  }

  return { element, prefixes };
}

function parts(key: TypeKey, type: SimpleType | ComplexType): readonly [string, string] {
  if (key.startsWith("xs:")) return [namespaces.xsd, key.slice(3)];
  // An anonymous simple type is named by what it comes down to.
  if (type.kind === "simple" && key.includes("/")) return [namespaces.xsd, type.base];
  return [namespaceOf(key), localOf(key)];
}

function namespaceOf(key: TypeKey): string {
  return key.slice(1, key.indexOf("}"));
}

export function localOf(key: TypeKey): string {
  return key.slice(key.indexOf("}") + 1);
}

function namesOf(one: Particle): readonly string[] {
  return isGroup(one) ? one.of.flatMap(namesOf) : [one.name];
}

function isOptional(one: Particle): boolean {
  if (one.min === 0) return true;
  if (!isGroup(one)) return false;
  return one.group === "choice" ? one.of.some(isOptional) : one.of.every(isOptional);
}

function member(object: Row, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function isGiven(object: Row, name: string): boolean {
  const value = member(object, name);
  return value !== undefined && value !== null;
}

/** @param scalar The member that a value which is no object stands for. */
function asObject(given: unknown, scalar: string | undefined, at: string): Row {
  const value = typeof given === "string" && scalar === undefined ? structure(given) : given;
  if (typeof value === "object" && value !== null && !Array.isArray(value) && !("rawJSON" in value))
    return value as Row;
  if (scalar !== undefined && !Array.isArray(value)) return { [scalar]: value };
  throw wrongArgument(at, "an object");
}
