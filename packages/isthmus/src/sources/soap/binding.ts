// How an operation is carried out by SOAP: what `introspect` writes into the lock, and `compile` reads back. Plain JSON.

import type { SoapVersion } from "./namespaces.ts";
import type { Types, XmlElement } from "./types.ts";

export interface SoapBinding {
  readonly version: SoapVersion;
  /** The port's own address; absent where the WSDL names none. */
  readonly address?: string;
  readonly action: string;
  /** What the body holds: one element, but for WSDLs that are older than that rule. */
  readonly body: readonly BodyBinding[];
  /** Values carry their types with them (rpc/encoded). */
  readonly encoded?: boolean;
  readonly headers: readonly HeaderBinding[];
  /** Absent: it answers nothing (a one-way operation). */
  readonly output?: OutputBinding;
}

/** An element that is one argument, or an object whose members are arguments. */
export interface BodyBinding {
  readonly element: XmlElement;
  readonly argument?: string;
  readonly members?: readonly MemberBinding[];
}

export interface MemberBinding {
  /** What the caller calls it. */
  readonly argument: string;
  /** The member of the element's object. */
  readonly name: string;
}

export interface HeaderBinding {
  /** Absent: the configuration supplies it, under the element's name. */
  readonly argument?: string;
  readonly element: XmlElement;
}

export interface OutputBinding {
  readonly element: XmlElement;
  /** Members to go down by, to what is answered: a wrapper with one member is that member. */
  readonly path: readonly string[];
}

/** What all bindings of a source share. */
export interface SharedDefinitions {
  readonly types: Types;
}
