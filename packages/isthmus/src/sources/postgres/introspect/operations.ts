// Facts → operations: the functions of the exposed schemas that can be called by name.

import type { DataType, FieldSchema, OperationSchema, ParameterSchema, ReturnSchema } from "../../../core/index.ts";
import type { Facts } from "./facts.ts";
import type { FunctionFact } from "./functions.ts";
import { readField } from "./resources.ts";
import { rowFunctions } from "./row-functions.ts";

type FunctionParameter = FunctionFact["parameters"][number];

const bodies: ReadonlyMap<string, NonNullable<OperationSchema["wholeBody"]>> = new Map([
  ["json", "json"],
  ["jsonb", "json"],
  ["text", "text"],
  ["bytea", "bytes"],
  ["xml", "xml"],
]);

/** A cast to `character` or `bit` without a length cuts to one; a parameter of that type takes any length. */
const unlimited: ReadonlyMap<string, string> = new Map([
  ["character", "character varying"],
  ["character[]", "character varying[]"],
  ["bit", "bit varying"],
  ["bit[]", "bit varying[]"],
]);

export function readOperations(facts: Facts): readonly OperationSchema[] {
  const found: OperationSchema[] = [];
  for (const fact of facts.functions) {
    if (!facts.schemas.includes(fact.schema)) continue;
    if (isUnnamed(facts, fact)) continue;
    const inputs = inputsOf(fact);
    const wholeBody = readWholeBody(facts, inputs);
    found.push({
      namespace: fact.schema,
      name: fact.name,
      ...(fact.comment === null ? {} : { description: fact.comment }),
      parameters: inputs.map((parameter, index) =>
        readParameter(facts, parameter, index < inputs.length - fact.defaults),
      ),
      effect: fact.volatile ? "write" : "read",
      returns: readReturns(facts, fact),
      ...(wholeBody === undefined ? {} : { wholeBody }),
    });
  }
  return found;
}

/** Functions of the exposed schemas that are neither operations, since their parameters cannot be given by name, nor fields. */
export function unnamedFunctions(facts: Facts): readonly FunctionFact[] {
  const overRows = new Set(rowFunctions(facts).map(({ fact }) => fact));
  return facts.functions.filter(
    (fact) => facts.schemas.includes(fact.schema) && isUnnamed(facts, fact) && !overRows.has(fact),
  );
}

function isUnnamed(facts: Facts, fact: FunctionFact): boolean {
  const inputs = inputsOf(fact);
  return readWholeBody(facts, inputs) === undefined && inputs.some((parameter) => parameter.name === "");
}

function inputsOf({ parameters }: FunctionFact): readonly FunctionParameter[] {
  return parameters.filter(({ mode }) => mode !== "o" && mode !== "t");
}

/** Parameters without names can be given in no other way, so a function with any other unnamed one is left out. */
function readWholeBody(facts: Facts, inputs: readonly FunctionParameter[]): OperationSchema["wholeBody"] {
  const [only, ...others] = inputs;
  if (only === undefined || others.length > 0 || only.name !== "") return undefined;
  const type = facts.types.fact(only.type);
  return type?.schema === "pg_catalog" ? bodies.get(type.name) : undefined;
}

function readParameter(facts: Facts, parameter: FunctionParameter, required: boolean): ParameterSchema {
  const type = facts.types.read(parameter.type);
  return {
    name: parameter.name,
    type: { ...type, native: unlimited.get(type.native) ?? type.native },
    required,
    variadic: parameter.mode === "v",
  };
}

function readReturns(facts: Facts, fact: FunctionFact): ReturnSchema {
  const many = fact.many;
  const parts = fact.parameters.filter(
    (parameter) => parameter.mode === "o" || parameter.mode === "b" || parameter.mode === "t",
  );
  if (parts.length > 0) return { many, shape: "row", fields: parts.map((part, index) => readPart(facts, part, index)) };
  const type = facts.types.fact(facts.types.base(fact.returns));
  if (type?.name === "void" && type.schema === "pg_catalog") return { many: false, shape: "void" };
  const resource = type === undefined ? undefined : facts.relationByRowType.get(type.id);
  if (resource !== undefined)
    return { many, shape: "resource", resource: { namespace: resource.schema, name: resource.name } };
  const columns = type?.kind === "c" ? facts.columns.get(type.relation) : undefined;
  if (columns !== undefined) return { many, shape: "row", fields: columns.map((column) => readField(facts, column)) };
  return { many, shape: "scalar", type: facts.types.read(fact.returns) };
}

/** PostgreSQL names an output without a name by its place. */
function readPart(facts: Facts, part: FunctionParameter, index: number): FieldSchema {
  const type: DataType = facts.types.read(part.type);
  return {
    name: part.name === "" ? `column${index + 1}` : part.name,
    type,
    nullable: true,
    hasDefault: false,
    generated: "never",
  };
}
