// XML Schemas → our types. Each is translated once, when something first points at it, and stays a reference: types that
// hold themselves are as small as they are written.

import { namespaces } from "../namespaces.ts";
import {
  type ComplexType,
  elementsOf,
  type Particle,
  type SimpleType,
  type TypeKey,
  typeOf,
  type XmlAttributeType,
  type XmlElement,
  type XmlGroup,
  type XmlType,
} from "../types.ts";
import { attributeOf, childOf, childrenOf, keyOf, type QName, qnameAt, qnameOf } from "../xml/look.ts";
import type { XmlNode } from "../xml/parse.ts";
import type { SchemaDocument } from "./documents.ts";
import { type Component, indexSchemas, type Kind, substitutesOf } from "./schema-index.ts";
import { nameMembers } from "./members.ts";
import type { Schemas } from "./known-schemas.ts";
import { derivationOf, describe, occursOf, overridden } from "./schema-parts.ts";
import { simpleTypeOf } from "./simple-types.ts";

/** Types within types without names, and groups within groups; deeper ones hold anything. */
const deepest = 60;
const anything: ComplexType = { kind: "complex", content: [], attributes: [], open: true };

export function createSchemas(documents: readonly SchemaDocument[]): Schemas {
  const index = indexSchemas(documents);
  const substitutes = substitutesOf(index);
  const types = Object.create(null) as Record<TypeKey, XmlType>;
  const missing = new Set<string>();
  const waiting = new Map<TypeKey, () => void>();
  let bases = 0;
  const find = (kind: Kind, name: QName): Component | undefined => index.get(kind)?.get(keyOf(name));

  /** Named types wait until it is their turn: a type may be extended by one that it holds itself. */
  function refer(name: QName): TypeKey {
    if (name.ns === namespaces.xsd) return `xs:${name.local}`;
    const key = keyOf(name);
    if (Object.hasOwn(types, key) || waiting.has(key)) return key;
    const found = find("complexType", name) ?? find("simpleType", name);
    if (found === undefined) {
      // SOAP's own encoding repeats XML Schema's types under its own name.
      if (name.ns === namespaces.encoding && name.local !== "Array") return `xs:${name.local}`;
      missing.add(key);
      return "xs:anyType";
    }
    return later(found, key, 0);
  }

  function later(of: Component, key: TypeKey, depth: number): TypeKey {
    if (!Object.hasOwn(types, key)) waiting.set(key, () => translate(of, key, depth));
    return key;
  }

  function translate(of: Component, key: TypeKey, depth: number): void {
    // Holds its place meanwhile: it may be based on itself.
    types[key] = anything;
    types[key] = of.node.local === "simpleType" ? simpleTypeOf(of.node, simpleAt) : complexType(of, key, depth);
  }

  /** A type that another is based on is needed at once. */
  function typeNow(key: TypeKey): XmlType {
    const work = waiting.get(key);
    if (work !== undefined && bases < deepest) {
      waiting.delete(key);
      bases++;
      work();
      bases--;
    }
    return typeOf(key, types);
  }

  function settled<T>(result: T): T {
    for (const [key, work] of waiting) {
      waiting.delete(key);
      work();
    }
    return result;
  }

  function simpleAt(name: QName): SimpleType {
    const type = typeNow(refer(name));
    if (type.kind === "simple") return type;
    const inner = type.text === undefined ? undefined : typeNow(type.text.type);
    return inner?.kind === "simple" ? inner : { kind: "simple", base: "string" };
  }

  function complexType(of: Component, key: TypeKey, depth: number): ComplexType {
    const [simple, complex] = ["simpleContent", "complexContent"].map((local) =>
      childOf(of.node, namespaces.xsd, local),
    );
    const description = describe(of.node);
    const said = description === undefined ? {} : { description };
    const abstract = attributeOf(of.node, "abstract") === "true" ? { abstract: true } : {};
    if (depth > deepest) return anything;
    const built =
      simple !== undefined
        ? simpleContent(of, simple, key)
        : complex !== undefined
          ? complexContent(of, complex, key, depth)
          : plain(of, of.node, key, depth);
    return nameMembers({ ...built, ...abstract, ...said });
  }

  function plain(of: Component, node: XmlNode, key: TypeKey, depth: number): ComplexType {
    const { content, open } = contentOf(of, node, key, depth);
    return { kind: "complex", content, attributes: attributesOf(of, node, key, 0), ...(open ? { open } : {}) };
  }

  function simpleContent(of: Component, node: XmlNode, key: TypeKey): ComplexType {
    const derivation = derivationOf(node);
    const base = derivation && qnameOf(derivation, "base");
    const baseKey = base === undefined ? "xs:string" : refer(base);
    const type = typeNow(baseKey);
    const own = derivation === undefined ? [] : attributesOf(of, derivation, key, 0);
    const [text, inherited] =
      type.kind === "simple" ? [baseKey, []] : [type.text?.type ?? "xs:string", type.attributes];
    return {
      kind: "complex",
      content: [],
      text: { name: "value", type: text },
      attributes: overridden(inherited, own),
      ...(type.kind === "complex" ? { extends: baseKey } : {}),
    };
  }

  function complexContent(of: Component, node: XmlNode, key: TypeKey, depth: number): ComplexType {
    const derivation = derivationOf(node);
    if (derivation === undefined) return plain(of, node, key, depth);
    const base = qnameOf(derivation, "base") ?? { ns: namespaces.xsd, local: "anyType" };
    const own = plain(of, derivation, key, depth);
    if (base.ns === namespaces.encoding && base.local === "Array") return encodedArray(of, derivation, own);
    if (base.ns === namespaces.xsd) return own;
    const baseKey = refer(base);
    const type = typeNow(baseKey);
    if (type.kind === "simple") return own;
    const extending = derivation.local === "extension";
    return {
      ...own,
      extends: baseKey,
      content: extending ? [...type.content, ...own.content] : own.content,
      attributes: overridden(type.attributes, own.attributes),
      ...(extending && type.items !== undefined ? { items: type.items } : {}),
      ...(own.open === true || (extending && type.open === true) ? { open: true } : {}),
    };
  }

  /** SOAP's own arrays say what they hold in an attribute's attribute: `wsdl:arrayType="tns:Order[]"`. */
  function encodedArray(of: Component, derivation: XmlNode, own: ComplexType): ComplexType {
    for (const one of childrenOf(derivation, namespaces.xsd, "attribute")) {
      const said = attributeOf(one, "arrayType", namespaces.wsdl);
      if (said === undefined) continue;
      const items = refer(qnameAt(one, said.replace(/\[[\d,]*\]$/, "").replace(/(\[[\d,]*\])+$/, "")));
      return { kind: "complex", content: [], attributes: [], items };
    }
    const [item] = elementsOf(own.content);
    return { kind: "complex", content: [], attributes: [], items: item?.type ?? "xs:anyType" };
  }

  function contentOf(
    of: Component,
    node: XmlNode,
    key: TypeKey,
    depth: number,
  ): { content: readonly Particle[]; open: boolean } {
    const state = { open: false };
    const content = node.children.flatMap((one) => particle(of, one, key, depth, state));
    return { content, open: state.open };
  }

  function particle(
    of: Component,
    node: XmlNode,
    key: TypeKey,
    depth: number,
    state: { open: boolean },
  ): readonly Particle[] {
    if (node.ns !== namespaces.xsd || depth > deepest) return [];
    const occurs = occursOf(node);
    if (occurs.max === 0) return [];
    switch (node.local) {
      case "sequence":
      case "choice":
      case "all": {
        const inner = node.children.flatMap((one) => particle(of, one, key, depth + 1, state));
        return inner.length === 0 ? [] : [{ group: node.local, ...occurs, of: inner }];
      }
      case "group": {
        const name = qnameOf(node, "ref");
        const found = name && find("group", name);
        if (found === undefined) return [];
        const inner = found.node.children.flatMap((one) => particle(found, one, key, depth + 1, state));
        return inner.length === 0 ? [] : [{ group: "sequence", ...occurs, of: inner }];
      }
      case "element":
        return elementParticle(of, node, key, depth, occurs);
      case "any":
        state.open = true;
        return [];
      default:
        return [];
    }
  }

  function elementParticle(
    of: Component,
    node: XmlNode,
    key: TypeKey,
    depth: number,
    occurs: Pick<XmlElement, "min" | "max">,
  ): readonly Particle[] {
    const ref = qnameOf(node, "ref");
    if (ref === undefined) {
      const local = attributeOf(node, "name") ?? "";
      const form = attributeOf(node, "form") ?? attributeOf(of.schema, "elementFormDefault");
      const ns = form === "qualified" ? of.namespace : "";
      return [{ ...declared(of, node, { ns, local }, `${key}/${local}`, depth), ...occurs }];
    }
    const others = substitutes.get(keyOf(ref)) ?? [];
    if (others.length === 0) {
      const found = global(ref);
      return found === undefined ? [] : [{ ...found, ...occurs }];
    }
    const head = find("element", ref);
    const abstract = head !== undefined && attributeOf(head.node, "abstract") === "true";
    const choices = [...(abstract ? [] : [ref]), ...others].flatMap((name) => global(name) ?? []);
    const group: XmlGroup = { group: "choice", ...occurs, of: choices };
    return [group];
  }

  function global(name: QName): XmlElement | undefined {
    const found = find("element", name);
    if (found === undefined) {
      missing.add(keyOf(name));
      return undefined;
    }
    return declared(found, found.node, name, `${keyOf(name)}/`, 0);
  }

  function declared(of: Component, node: XmlNode, { ns, local }: QName, anonymous: TypeKey, depth: number): XmlElement {
    const fixed = attributeOf(node, "fixed");
    const description = describe(node);
    return {
      name: local,
      ns,
      local,
      type: typeAt(of, node, anonymous, depth),
      min: 1,
      ...(attributeOf(node, "nillable") === "true" ? { nillable: true } : {}),
      ...(fixed === undefined ? {} : { fixed }),
      ...(description === undefined ? {} : { description }),
    };
  }

  /** The type that an element or attribute names, or that stands within it. */
  function typeAt(of: Component, node: XmlNode, anonymous: TypeKey, depth: number): TypeKey {
    const named = qnameOf(node, "type");
    if (named !== undefined) return refer(named);
    const inner = node.children.find(
      (one) => one.ns === namespaces.xsd && (one.local === "complexType" || one.local === "simpleType"),
    );
    if (inner === undefined) return substituted(node);
    return later({ ...of, node: inner }, anonymous, depth + 1);
  }

  /** One that may stand for another has its type, where it has none. */
  function substituted(node: XmlNode): TypeKey {
    const head = qnameOf(node, "substitutionGroup");
    const found = head && find("element", head);
    if (found === undefined) return node.local === "attribute" ? "xs:string" : "xs:anyType";
    const named = qnameOf(found.node, "type");
    return named === undefined ? "xs:anyType" : refer(named);
  }

  function attributesOf(of: Component, node: XmlNode, key: TypeKey, depth: number): readonly XmlAttributeType[] {
    if (depth > deepest) return [];
    return node.children.flatMap((one): readonly XmlAttributeType[] => {
      if (one.ns !== namespaces.xsd) return [];
      if (one.local === "attributeGroup") {
        const name = qnameOf(one, "ref");
        const found = name && find("attributeGroup", name);
        return found === undefined ? [] : attributesOf(found, found.node, key, depth + 1);
      }
      if (one.local !== "attribute" || attributeOf(one, "use") === "prohibited") return [];
      return attribute(of, one, key);
    });
  }

  function attribute(of: Component, node: XmlNode, key: TypeKey): readonly XmlAttributeType[] {
    const ref = qnameOf(node, "ref");
    const found = ref && find("attribute", ref);
    if (ref !== undefined && found === undefined) return [];
    const local = ref?.local ?? attributeOf(node, "name") ?? "";
    const form = attributeOf(node, "form") ?? attributeOf(of.schema, "attributeFormDefault");
    const fixed = attributeOf(node, "fixed");
    return [
      {
        name: local,
        ns: ref?.ns ?? (form === "qualified" ? of.namespace : ""),
        local,
        type: typeAt(found ?? of, found?.node ?? node, `${key}/@${local}`, 0),
        required: attributeOf(node, "use") === "required",
        ...(fixed === undefined ? {} : { fixed }),
      },
    ];
  }

  // All that have a name: one that nothing points at may stand where the one that it extends is expected.
  for (const kind of ["complexType", "simpleType"] as const)
    for (const { node, namespace } of index.get(kind)?.values() ?? [])
      refer({ ns: namespace, local: attributeOf(node, "name") ?? "" });
  settled(undefined);

  return {
    type: (name) => settled(refer(name)),
    element: (name) => settled(global(name)),
    elementNamed: (local) => {
      const found = [...(index.get("element")?.values() ?? [])].find(({ node }) => attributeOf(node, "name") === local);
      return found && settled(global({ ns: found.namespace, local }));
    },
    add: (key, type) => void (types[key] = nameMembers(type)),
    types,
    missing,
  };
}
