// What an operation's messages hold: the elements of the body, those of the headers, and what is answered.

import type { BodyBinding, HeaderBinding, OutputBinding } from "../binding.ts";
import type { SoapSettings } from "../options.ts";
import { elementsOf, heirsOf, typeOf, type Types, type XmlElement } from "../types.ts";
import type { FoundMessage, FoundOperation, Part } from "../wsdl/definitions.ts";
import type { Schemas } from "../wsdl/known-schemas.ts";

export function bodyOf({ style, input, name }: FoundOperation, schemas: Schemas): readonly BodyBinding[] | string {
  if (style === "rpc") return [wholeOrMembers(callElement(input, name, schemas), schemas.types)];
  const bodies: BodyBinding[] = [];
  for (const part of input.parts) {
    const element = part.element && schemas.element(part.element);
    if (element === undefined) return partFault(part);
    bodies.push({ element });
  }
  const [only] = bodies;
  return bodies.length === 1 && only !== undefined ? [wholeOrMembers(only.element, schemas.types)] : bodies;
}

function partFault({ name, element }: Part): string {
  return element === undefined
    ? `its part ${name} is a type where a document wants an element`
    : `no schema has the element ${element.local} of its part ${name}`;
}

/** The element around the parts of a remote procedure call, which no schema describes. */
function callElement(message: FoundMessage, local: string, schemas: Schemas): XmlElement {
  const key = `rpc:{${message.namespace}}${local}`;
  const parts = message.parts.map((part): XmlElement => {
    const element = part.element && schemas.element(part.element);
    if (element !== undefined) return element;
    const type = part.type === undefined ? "xs:anyType" : schemas.type(part.type);
    return { name: part.name, ns: "", local: part.name, type, min: 1, ...(message.encoded ? { nillable: true } : {}) };
  });
  schemas.add(key, { kind: "complex", content: [{ group: "sequence", min: 1, of: parts }], attributes: [] });
  return { name: local, ns: message.namespace, local, type: key, min: 1 };
}

/** Whether its members can be arguments: whatever it holds is known. */
function wholeOrMembers(element: XmlElement, types: Types): BodyBinding {
  const type = typeOf(element.type, types);
  const plain =
    type.kind === "complex" &&
    type.open !== true &&
    type.text === undefined &&
    type.items === undefined &&
    type.abstract !== true &&
    heirsOf(element.type, types).length === 0;
  if (!plain) return { element };
  const members = [...new Set([...elementsOf(type.content), ...type.attributes].map(({ name }) => name))];
  return { element, members: members.map((name) => ({ argument: name, name })) };
}

export function headersOf(
  { headers }: FoundOperation,
  schemas: Schemas,
  { soapHeaders }: Pick<SoapSettings, "soapHeaders">,
): readonly HeaderBinding[] {
  const declared = headers.flatMap(({ element: name }): readonly HeaderBinding[] => {
    const element = name && schemas.element(name);
    if (element === undefined) return [];
    return [Object.hasOwn(soapHeaders, element.local) ? { element } : { element, argument: element.name }];
  });
  const others = Object.keys(soapHeaders).filter((name) => !declared.some(({ element }) => element.local === name));
  return [
    ...declared,
    ...others.flatMap((name) => {
      const element = schemas.elementNamed(name);
      return element === undefined ? [] : [{ element }];
    }),
  ];
}

export function outputOf(
  { style, name }: FoundOperation,
  output: FoundMessage,
  schemas: Schemas,
): OutputBinding | undefined | string {
  if (style === "rpc") {
    const element = callElement(output, `${name}Response`, schemas);
    return output.parts.length === 0 ? undefined : { element, path: pathInto(element, schemas.types) };
  }
  const [part] = output.parts;
  if (part === undefined) return undefined;
  const element = part.element && schemas.element(part.element);
  return element === undefined ? partFault(part) : { element, path: pathInto(element, schemas.types) };
}

/** A wrapper with one member is that member, and so is a list in a wrapper of its own: what is asked for is within. */
function pathInto(element: XmlElement, types: Types): readonly string[] {
  const first = onlyMember(element, types);
  if (first === undefined) return [];
  const second = first.many === true ? undefined : onlyMember(first, types);
  return second?.many === true ? [first.name, second.name] : [first.name];
}

function onlyMember({ type: key }: XmlElement, types: Types): XmlElement | undefined {
  const type = typeOf(key, types);
  if (type.kind === "simple" || type.open === true || type.text !== undefined || type.attributes.length > 0)
    return undefined;
  const elements = elementsOf(type.content);
  return elements.length === 1 && heirsOf(key, types).length === 0 ? elements[0] : undefined;
}
