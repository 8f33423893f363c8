// What is known of the XML an API takes and gives: what is left of its XML Schemas, as it stands in the lock. Plain JSON.

/** `{namespace}name` of a shared type, or `xs:decimal` of XML Schema's own. */
export type TypeKey = string;

export type XmlType = SimpleType | ComplexType;

export interface SimpleType {
  readonly kind: "simple";
  /** The type of XML Schema that it comes down to, without its prefix. */
  readonly base: string;
  /** Several values with spaces between them. */
  readonly list?: boolean;
  readonly values?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  /** As they are written: a JavaScript number may not hold them. */
  readonly minimum?: string;
  readonly maximum?: string;
  readonly above?: string;
  readonly below?: string;
  readonly digits?: number;
  readonly fractionDigits?: number;
}

export interface ComplexType {
  readonly kind: "complex";
  /** With what it takes over from the type it extends, in the order in which it is written. */
  readonly content: readonly Particle[];
  readonly attributes: readonly XmlAttributeType[];
  /** It holds characters, beside its attributes: what they are, and the member they are read into. */
  readonly text?: { readonly name: string; readonly type: TypeKey };
  readonly extends?: TypeKey;
  readonly abstract?: boolean;
  /** It may hold anything else too. */
  readonly open?: boolean;
  /** An array of SOAP's own encoding: what its items are. */
  readonly items?: TypeKey;
  readonly description?: string;
}

export type Particle = XmlElement | XmlGroup;

export interface XmlElement {
  /** Member of the object. */
  readonly name: string;
  readonly ns: string;
  readonly local: string;
  readonly type: TypeKey;
  readonly min: number;
  /** Absent: 1; null: any number. */
  readonly max?: number | null;
  /** It is a list: because of itself, or because what holds it is repeated. */
  readonly many?: boolean;
  readonly nillable?: boolean;
  readonly fixed?: string;
  readonly description?: string;
}

export interface XmlGroup {
  readonly group: "sequence" | "choice" | "all";
  readonly min: number;
  readonly max?: number | null;
  readonly of: readonly Particle[];
}

export interface XmlAttributeType {
  readonly name: string;
  readonly ns: string;
  readonly local: string;
  readonly type: TypeKey;
  readonly required: boolean;
  readonly fixed?: string;
}

export type Types = Readonly<Record<TypeKey, XmlType>>;

export function isGroup(particle: Particle): particle is XmlGroup {
  return "group" in particle;
}

/** All elements of it, through groups within groups. */
export function elementsOf(content: readonly Particle[]): readonly XmlElement[] {
  return content.flatMap((one) => (isGroup(one) ? elementsOf(one.of) : [one]));
}

/** XML Schema's own types are known without being listed. */
export function typeOf(key: TypeKey, types: Types): XmlType {
  if (Object.hasOwn(types, key)) return types[key] ?? anything;
  return key.startsWith("xs:") && key !== "xs:anyType" ? { kind: "simple", base: key.slice(3) } : anything;
}

const anything: ComplexType = { kind: "complex", content: [], attributes: [], open: true };

/** Whether a type is another one, or extends it, over however many steps. */
export function derives(key: TypeKey, from: TypeKey, types: Types): boolean {
  let current: TypeKey | undefined = key;
  for (let hops = 0; current !== undefined && hops < 50; hops++) {
    if (current === from) return true;
    const type: XmlType | undefined = Object.hasOwn(types, current) ? types[current] : undefined;
    current = type?.kind === "complex" ? type.extends : undefined;
  }
  return false;
}

const heirs = new WeakMap<Types, ReadonlyMap<TypeKey, readonly TypeKey[]>>();

/** Types that extend this one, directly or not. */
export function heirsOf(key: TypeKey, types: Types): readonly TypeKey[] {
  let found = heirs.get(types);
  if (found === undefined) {
    found = findHeirs(types);
    heirs.set(types, found);
  }
  return found.get(key) ?? [];
}

export function isNamedType(key: TypeKey): boolean {
  return key.startsWith("{") && !key.slice(key.indexOf("}")).includes("/");
}

function findHeirs(types: Types): ReadonlyMap<TypeKey, readonly TypeKey[]> {
  const found = new Map<TypeKey, TypeKey[]>();
  for (const [key, type] of Object.entries(types)) {
    // What has no name of its own cannot be named where another is expected.
    if (!isNamedType(key)) continue;
    let base = type.kind === "complex" ? type.extends : undefined;
    for (let hops = 0; base !== undefined && hops < 50; hops++) {
      const list = found.get(base) ?? [];
      list.push(key);
      found.set(base, list);
      const next: XmlType | undefined = Object.hasOwn(types, base) ? types[base] : undefined;
      base = next?.kind === "complex" ? next.extends : undefined;
    }
  }
  return found;
}
