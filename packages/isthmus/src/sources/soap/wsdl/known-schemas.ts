// What can be asked of a description's schemas.

import type { ComplexType, TypeKey, XmlElement, XmlType } from "../types.ts";
import type { QName } from "../xml/look.ts";

export interface Schemas {
  /** Key of a type, translated. */
  type(name: QName): TypeKey;
  /** A global element, as it stands in a body or a header. Undefined: there is none. */
  element(name: QName): XmlElement | undefined;
  elementNamed(local: string): XmlElement | undefined;
  /** A type that no schema has: the wrapper of a remote procedure call. */
  add(key: TypeKey, type: ComplexType): void;
  readonly types: Readonly<Record<TypeKey, XmlType>>;
  /** Names that something points at and nothing declares. */
  readonly missing: ReadonlySet<string>;
}
