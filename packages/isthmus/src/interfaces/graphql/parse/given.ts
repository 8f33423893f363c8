// What an argument is given: written in the document, taken from a variable, or put together of both. A plan is made from
// one request's values, and says for each of them where it is found in the next request's.

import { Kind, type ValueNode } from "graphql";
import { exactNumber, isObject } from "./json.ts";

export type Variables = Readonly<Record<string, unknown>>;
export type Path = readonly (string | number)[];

export type Given =
  /** `path`: where it stands among the variables; absent where the document says it. */
  | { readonly kind: "value"; readonly value: unknown; readonly path?: Path }
  | { readonly kind: "object"; readonly members: ReadonlyMap<string, Given> }
  | { readonly kind: "list"; readonly items: readonly Given[] };

/** Reads the value out of any request's variables. */
export type Read = (variables: Variables) => unknown;

/** `undefined` for a variable that has no value: the argument is then as good as not written. */
export function givenOf(node: ValueNode, variables: Variables): Given | undefined {
  switch (node.kind) {
    case Kind.VARIABLE: {
      const value = variables[node.name.value];
      return value === undefined ? undefined : { kind: "value", value, path: [node.name.value] };
    }
    case Kind.OBJECT: {
      const members = node.fields.map(
        ({ name, value }) => [name.value, givenOf(value, variables) ?? valueless] as const,
      );
      return { kind: "object", members: new Map(members) };
    }
    case Kind.LIST:
      return { kind: "list", items: node.values.map((value) => givenOf(value, variables) ?? absent) };
    default:
      return { kind: "value", value: constantOf(node) };
  }
}

const absent: Given = { kind: "value", value: null };
/** A variable without a value: what it stands for is not given. */
const valueless: Given = { kind: "value", value: undefined };

/** A value without variables in it, as JSON has it. */
export function constantOf(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.INT:
    case Kind.FLOAT:
      return exactNumber(node.value);
    case Kind.STRING:
    case Kind.ENUM:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.LIST:
      return node.values.map(constantOf);
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, constantOf(value)]));
    default:
      return null;
  }
}

export function isNull(given: Given): boolean {
  return given.kind === "value" && given.value === null;
}

/** Members of an input object, in the order in which they were given. */
export function membersOf(given: Given): readonly (readonly [string, Given])[] {
  return writtenMembersOf(given).filter(([, member]) => !isValueless(member));
}

export function isValueless(given: Given): boolean {
  return given.kind === "value" && given.value === undefined;
}

/** Those of variables without a value among them. */
export function writtenMembersOf(given: Given): readonly (readonly [string, Given])[] {
  if (given.kind === "object") return [...given.members];
  if (given.kind === "list" || !isObject(given.value)) return [];
  const { value, path } = given;
  return Object.entries(value).map(([key, member]) => [key, at(member, path, key)] as const);
}

export function member(given: Given | undefined, name: string): Given | undefined {
  if (given === undefined) return undefined;
  return membersOf(given).find(([key]) => key === name)?.[1];
}

/** Elements of a list; a single value is a list of it. */
export function itemsOf(given: Given): readonly Given[] {
  if (given.kind === "list") return given.items;
  if (given.kind === "object" || !Array.isArray(given.value)) return [given];
  const { value, path } = given;
  return (value as readonly unknown[]).map((item, index) => at(item, path, index));
}

function at(value: unknown, path: Path | undefined, step: string | number): Given {
  return path === undefined ? { kind: "value", value } : { kind: "value", value, path: [...path, step] };
}

/** The value in the request the plan is made from; where it is part of the plan, it is the same in all of its requests. */
export function now(given: Given): unknown {
  switch (given.kind) {
    case "value":
      return given.value;
    case "list":
      return given.items.map(now);
    case "object":
      return Object.fromEntries([...given.members].map(([name, one]) => [name, now(one)]));
  }
}

export function readOf(given: Given): Read {
  if (isConstant(given)) {
    const value = now(given);
    return () => value;
  }
  switch (given.kind) {
    case "value":
      return pathRead(given.path ?? []);
    case "list": {
      const reads = given.items.map(readOf);
      return (variables) => reads.map((read) => read(variables));
    }
    case "object": {
      const reads = [...given.members].map(([name, one]) => [name, readOf(one)] as const);
      return (variables) => Object.fromEntries(reads.map(([name, read]) => [name, read(variables)]));
    }
  }
}

export function isConstant(given: Given): boolean {
  switch (given.kind) {
    case "value":
      return given.path === undefined;
    case "list":
      return given.items.every(isConstant);
    case "object":
      return [...given.members.values()].every(isConstant);
  }
}

function pathRead(path: Path): Read {
  const [name = "", ...steps] = path;
  if (steps.length === 0) return (variables) => variables[name];
  return (variables) => {
    let value = variables[name] as Readonly<Record<string | number, unknown>>;
    // The same shape has something at every step of the path.
    for (const step of steps) value = value[step] as typeof value;
    return value;
  };
}
