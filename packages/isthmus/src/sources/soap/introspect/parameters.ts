// An operation's arguments and answer, as the catalog has them.

import type { ParameterSchema, ReturnSchema } from "../../../core/index.ts";
import { argumentNamesOf } from "../../shared/api/names.ts";
import type { BodyBinding, HeaderBinding, OutputBinding, SoapBinding } from "../binding.ts";
import { dataTypeOf, elementType, fieldsOf } from "../data-types.ts";
import { elementsOf, isGroup, type Particle, typeOf, type Types, type XmlElement } from "../types.ts";

/** Clean, unique names for all arguments: those of the body first, a header of a taken name is `name_header`. */
export function withArgumentNames(binding: SoapBinding): SoapBinding {
  const wishes = binding.body.flatMap(({ element, members }) => members?.map(({ name }) => name) ?? [element.name]);
  const names = argumentNamesOf(wishes);
  let at = 0;
  const next = (): string => names[at++] ?? "value";
  const body = binding.body.map((one): BodyBinding => {
    if (one.members === undefined) return { ...one, argument: next() };
    return { ...one, members: one.members.map(({ name }) => ({ argument: next(), name })) };
  });
  const taken = new Set(names);
  const given = binding.headers.filter((one) => one.argument !== undefined);
  const headerNames = argumentNamesOf(
    given.map(({ element }) => (taken.has(element.name) ? `${element.name}_header` : element.name)),
    taken,
  );
  const headers = binding.headers.map((one): HeaderBinding => {
    const place = given.indexOf(one);
    return place < 0 ? one : { ...one, argument: headerNames[place] ?? "header" };
  });
  return { ...binding, body, headers };
}

export function parametersOf({ body, headers }: SoapBinding, types: Types): readonly ParameterSchema[] {
  const inBody = body.flatMap(({ element, argument, members }): readonly ParameterSchema[] => {
    if (members === undefined) return [parameter(argument ?? element.name, element, true, types)];
    const type = typeOf(element.type, types);
    if (type.kind === "simple") return [];
    const needed = requiredIn(type.content);
    return members.flatMap(({ name, argument: given }) => {
      const inner = elementsOf(type.content).find((one) => one.name === name);
      if (inner !== undefined) return [parameter(given, inner, needed.has(name), types)];
      const attribute = type.attributes.find((one) => one.name === name);
      if (attribute === undefined) return [];
      const required = attribute.required && attribute.fixed === undefined;
      return [{ name: given, type: dataTypeOf(attribute.type, types), required, variadic: false }];
    });
  });
  const inHeaders = headers.flatMap(({ element, argument }) =>
    argument === undefined ? [] : [parameter(argument, element, false, types)],
  );
  return [...inBody, ...inHeaders];
}

function parameter(name: string, element: XmlElement, required: boolean, types: Types): ParameterSchema {
  return { name, type: elementType(element, types), required, variadic: false };
}

/** Elements that must be given whatever else is: not within a choice, or a group that may be left out. */
function requiredIn(content: readonly Particle[]): ReadonlySet<string> {
  return new Set(
    content.flatMap((one): readonly string[] => {
      if (one.min === 0) return [];
      if (isGroup(one)) return one.group === "choice" ? [] : [...requiredIn(one.of)];
      return one.fixed === undefined && one.nillable !== true ? [one.name] : [];
    }),
  );
}

export function returnsOf({ element, path }: OutputBinding, types: Types): ReturnSchema {
  let current = element;
  for (const name of path) {
    const type = typeOf(current.type, types);
    const next = type.kind === "complex" ? elementsOf(type.content).find((one) => one.name === name) : undefined;
    if (next !== undefined) current = next;
  }
  const type = typeOf(current.type, types);
  const items = type.kind === "complex" ? type.items : undefined;
  const [key, many] = items === undefined ? [current.type, current.many === true] : [items, true];
  if (items !== undefined && current.many === true)
    return { many: false, shape: "scalar", type: elementType(current, types) };
  const inner = typeOf(key, types);
  const fields = fieldsOf(key, types);
  if (inner.kind === "complex" && inner.open !== true && fields.length > 0) return { many, shape: "row", fields };
  if (path.length === 0 && inner.kind === "complex" && inner.open !== true && inner.items === undefined)
    return { many: false, shape: "void" };
  return {
    many: false,
    shape: "scalar",
    type: many ? elementType({ type: key, many }, types) : dataTypeOf(key, types),
  };
}
