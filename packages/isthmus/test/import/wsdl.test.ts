// WSDLs in the manners of many tools: each operation is asked with values made by its types, and what was written is read
// again, held to the same types.

import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { WSDL } from "soap";
import type { OperationSchema, SourceSchema } from "../../src/core/index.ts";
import type { SharedDefinitions, SoapBinding } from "../../src/sources/soap/binding.ts";
import { frameOf } from "../../src/sources/soap/envelope.ts";
import { readElement } from "../../src/sources/soap/read.ts";
import { readWsdl } from "../../src/sources/soap/testing/read-wsdl.ts";
import {
  elementsOf,
  heirsOf,
  isGroup,
  type Particle,
  type SimpleType,
  typeOf,
  type Types,
  type XmlElement,
} from "../../src/sources/soap/types.ts";
import { createWriter } from "../../src/sources/soap/write.ts";
import { parseXml } from "../../src/sources/soap/xml/parse.ts";

const fixtures = path.join(import.meta.dirname, "../../src/sources/soap/testing");
const files = ["vat.wsdl", "rates.wsdl", "orders/orders.wsdl", "inventory.wsdl", "ledger.wsdl"];

const texts: Readonly<Record<string, unknown>> = {
  boolean: true,
  float: 1.5,
  double: -2.25e30,
  date: "2026-02-28",
  dateTime: "2026-02-28T12:00:00Z",
  time: "12:00:00",
  base64Binary: "\\x00ff10",
  hexBinary: "\\x00ff10",
  duration: "P1D",
};

function simple(type: SimpleType): unknown {
  if (type.list === true) return [simple({ ...type, list: false }), simple({ ...type, list: false })];
  const { base, values, minLength = 0, maxLength, minimum } = type;
  if (values !== undefined) return values[0];
  if (Object.hasOwn(texts, base)) return texts[base];
  if (/decimal/.test(base)) return minimum === undefined ? 12_345.678 : Number(minimum) + 0.25;
  if (/int|long|short|byte/i.test(base)) return 7;
  const text = base === "NCName" || base === "ID" ? "abc" : "a&b <c>";
  return text.padEnd(minLength, "x").slice(0, maxLength);
}

/** All members that may be given together; of a choice the branch of that number. */
function valueOf(element: XmlElement, types: Types, branch: number, depth: number): unknown {
  const heirs = heirsOf(element.type, types).filter((key) => {
    const type = typeOf(key, types);
    return type.kind === "complex" && type.abstract !== true;
  });
  const declared = typeOf(element.type, types);
  const abstract = declared.kind === "complex" && declared.abstract === true;
  const heir = abstract ? heirs[branch % heirs.length] : undefined;
  const type = heir === undefined ? declared : typeOf(heir, types);
  if (type.kind === "simple") return simple(type);
  if (type.items !== undefined) return [valueOf({ ...element, type: type.items }, types, branch, depth + 1)];
  if (type.open === true && type.content.length === 0 && type.attributes.length === 0)
    return { "@id": "a<b", part: [{ deep: "x&y" }, "second"], value: "t" };
  const members: Record<string, unknown> = {};
  if (heirsOf(element.type, types).length > 0) {
    const key = heir ?? element.type;
    members["_type"] = key.slice(key.indexOf("}") + 1);
  }
  for (const { name, type: key, fixed } of type.attributes) {
    const kind = typeOf(key, types);
    if (kind.kind === "simple") members[name] = fixed ?? simple(kind);
  }
  const inner = type.text === undefined ? undefined : typeOf(type.text.type, types);
  if (type.text !== undefined && inner?.kind === "simple") members[type.text.name] = simple(inner);
  for (const one of elementsOf(type.content)) if (one.many === true) members[one.name] = [];
  for (const one of chosen(type.content, branch, depth)) {
    const made = valueOf(one, types, branch, depth + 1);
    members[one.name] = one.many === true ? [made] : made;
  }
  return members;
}

function chosen(content: readonly Particle[], branch: number, depth: number): readonly XmlElement[] {
  return content.flatMap((one): readonly XmlElement[] => {
    if (depth > 3 && one.min === 0) return [];
    if (!isGroup(one)) return [one];
    if (one.group !== "choice") return chosen(one.of, branch, depth);
    const branchOf = one.of[branch % one.of.length];
    return branchOf === undefined ? [] : chosen([branchOf], branch, depth);
  });
}

function roundTrip(element: XmlElement, types: Types, encoded: boolean, branch: number): void {
  const value = valueOf(element, types, branch, 0);
  const writer = createWriter(types, encoded);
  const write = writer.element(element);
  const out: string[] = [];
  write(value, element.name, out);
  const frame = frameOf("1.1", encoded, writer.prefixes);
  const root = parseXml(`${frame.head}${frame.middle}${out.join("")}${frame.tail}`, { depth: 100, nodes: 10_000 });
  const [payload] = root.children[0]?.children ?? [];
  if (payload === undefined) throw new Error("nothing was written");
  expect(readElement(payload, element, { types, strict: true, referred: () => undefined })).toEqual(value);
}

describe.each(files)("%s", (file) => {
  it("gives operations whose messages, made by their types, are read as what was written", async () => {
    const schema: SourceSchema = await readWsdl(file);
    expect(schema.operations.length).toBeGreaterThan(0);
    const { types } = schema.definitions as unknown as SharedDefinitions;
    for (const operation of schema.operations) {
      const { body, headers, output, encoded } = bindingOf(operation);
      const elements = [...body, ...headers].map((one) => one.element);
      for (const element of output === undefined ? elements : [...elements, output.element])
        for (const branch of [0, 1, 2]) roundTrip(element, types, encoded === true, branch);
    }
  });

  it("offers what the library `soap` finds in it", async () => {
    const schema = await readWsdl(file);
    const place = path.join(fixtures, file);
    const wsdl = new WSDL(readFileSync(place, "utf8"), place, {});
    await new Promise<void>((resolve, reject) => {
      wsdl.onReady((error: Error | null | undefined) => (error ? reject(error) : resolve()));
    });
    const found = Object.values(wsdl.definitions.portTypes).flatMap((type) => Object.keys(type.methods));
    const known = new Set(schema.operations.map(({ name }) => name.replace(/^\w+_(?=Quote$)/, "")));
    expect([...known].toSorted()).toEqual([...new Set(found)].toSorted());
  });
});

it("a ledger's entries stand for one another, and its pairs alternate", async () => {
  const schema = await readWsdl("ledger.wsdl");
  const [operation] = schema.operations;
  expect(operation?.parameters.map(({ name, required }) => `${name}${required ? "" : "?"}`)).toEqual([
    "name",
    "vat?",
    "person?",
    "debit?",
    "credit?",
    "rate?",
    "when",
    "key?",
    "text?",
    "children?",
    "by?",
    "at",
    "schema?",
    "session?",
    "options?",
  ]);
  const { types } = schema.definitions as unknown as SharedDefinitions;
  const element = bindingOf(operation).body[0]?.element;
  if (element === undefined) throw new Error("it has no body");
  const out: string[] = [];
  const value = {
    name: "n",
    vat: "1234",
    debit: [{ value: 1, account: 2 }],
    credit: [{ value: "3.50", account: 4, limit: "Infinity" }],
    when: "2026-01-01",
    key: ["a", "b"],
    text: ["x", "y"],
    at: "2026-01-01T00:00:00Z",
  };
  createWriter(types, false).element(element)(value, "", out);
  expect(out.join("")).toBe(
    '<n1:book n1:at="2026-01-01T00:00:00Z" n1:schema="v1"><n1:name>n</n1:name><n1:vat>1234</n1:vat>' +
      '<n1:debit account="2">1</n1:debit><n1:credit account="4" n1:limit="INF">3.50</n1:credit><n1:when>2026-01-01</n1:when>' +
      "<n1:key>a</n1:key><n1:text>x</n1:text><n1:key>b</n1:key><n1:text>y</n1:text></n1:book>",
  );
});

function bindingOf(operation: OperationSchema | undefined): SoapBinding {
  return operation?.binding as SoapBinding;
}
