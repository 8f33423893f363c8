// What is offered of a WSDL, and which are refused.

import { describe, expect, it } from "vitest";
import { bindingOf, readWsdl, readWsdlText, wsdlOf } from "./testing/read-wsdl.ts";

const orders = "orders/orders.wsdl";
const nothing = '<xs:element name="In"/><xs:element name="Out"/>';

describe("a WSDL", () => {
  it("gives an operation for each of its own, with typed arguments and answers", async () => {
    const schema = await readWsdl(orders);
    const shown = schema.operations.map(({ name, effect, parameters, returns }) => [
      name,
      effect,
      parameters.map((one) => `${one.name}${one.required ? "" : "?"}: ${one.type.name}`).join(", "),
      `${returns.shape}${returns.many ? "[]" : ""}`,
    ]);
    expect(shown).toEqual([
      [
        "PlaceOrder",
        "write",
        "Reference?: text, Placed?: timestamptz, Line: array, Card?: text, Iban?: text, Due?: date, To?: composite, " +
          "Document?: bytes, Tags?: array, Note?: composite, priority?: smallint, Session?: composite, Trace?: text",
        "row",
      ],
      ["ListOrders", "write", "Status?: enum", "row[]"],
      ["CountOrders", "write", "", "scalar"],
      ["ForgetOrder", "write", "ForgetOrder: bigint", "void"],
    ]);
    const fields = schema.operations[1]?.returns.fields ?? [];
    expect(fields.map(({ name, type }) => `${name}: ${type.name}`)).toEqual([
      "id: bigint",
      "Status: enum",
      "Total: composite",
      "Line: array",
      "Paid: date",
      "Note: array",
      "id_attribute: text",
    ]);
    expect(fields[2]?.type.parts).toMatchObject([
      { name: "currency", type: { name: "enum", values: ["EUR", "USD"] } },
      { name: "value", type: { name: "decimal", scale: 2 } },
    ]);
    expect(JSON.stringify(schema)).toBe(JSON.stringify(JSON.parse(JSON.stringify(schema))));
  });

  it("is offered at one port of each port type: the first, or the one that is meant", async () => {
    expect(bindingOf(await readWsdl(orders), "ListOrders")).toMatchObject({
      version: "1.1",
      address: "https://orders.example/v1/orders",
    });
    const newer = await readWsdl(orders, { version: "1.2" });
    expect(newer.operations.map(({ name }) => name)).toEqual(["ListOrders"]);
    expect(bindingOf(newer, "ListOrders").version).toBe("1.2");
  });

  it("names what would share a name by its port, and as the configuration says", async () => {
    expect((await readWsdl("rates.wsdl")).operations.map(({ name }) => name)).toEqual([
      "Rates_Quote",
      "OldRates_Quote",
    ]);
    const named = await readWsdl("rates.wsdl", { names: { "OldRates.Quote": "oldQuote" }, reads: ["Rates.Quote"] });
    expect(named.operations.map(({ name, effect }) => [name, effect])).toEqual([
      ["Quote", "read"],
      ["oldQuote", "write"],
    ]);
    const chosen = await readWsdl(orders, { include: ["*Orders"], exclude: ["Count*"] });
    expect(chosen.operations.map(({ name }) => name)).toEqual(["ListOrders"]);
  });

  it("does not know what the configuration speaks of", async () => {
    const options = {
      include: ["Nope"],
      names: { Nope: "x" },
      reads: ["Get*"],
      soapHeaders: { Nope: "x" },
      operations: { Nope: {} },
    };
    await expect(readWsdl(orders, options)).rejects.toThrow(
      'include: the WSDL has no operation "Nope"; reads: the WSDL has no operation "Get*"; names: the WSDL has no operation "Nope"; ' +
        "operations: there is no operation Nope; soapHeaders: no schema of the WSDL has an element Nope",
    );
    await expect(readWsdl(orders, { port: "Nope" })).rejects.toThrow("port: the WSDL has no Nope");
  });

  it("may have types that hold and extend one another", async () => {
    const schema = await readWsdlText(
      wsdlOf(`<xs:element name="In" type="x:Base"/><xs:element name="Out" type="x:Base"/>
      <xs:complexType name="Base"><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="child" type="x:Heir" minOccurs="0"/></xs:sequence></xs:complexType>
      <xs:complexType name="Heir"><xs:complexContent><xs:extension base="x:Base"><xs:sequence><xs:element name="b" type="xs:int"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
      <xs:complexType name="Loop"><xs:complexContent><xs:extension base="x:Loop"><xs:group ref="x:G"/></xs:extension></xs:complexContent></xs:complexType>
      <xs:group name="G"><xs:sequence><xs:group ref="x:G"/></xs:sequence></xs:group>`),
    );
    const heir = schema.operations[0]?.returns.fields?.find(({ name }) => name === "child");
    expect(heir?.type.parts?.map(({ name }) => name)).toEqual(["a", "child", "b"]);
  });

  it("gives members of one name different names, elements first", async () => {
    const schema = await readWsdlText(
      wsdlOf(`<xs:element name="In"><xs:complexType><xs:sequence><xs:element name="v" type="xs:int"/>
      <xs:element name="v" form="unqualified" type="xs:int"/><xs:element name="__proto__" type="xs:int"/></xs:sequence>
      <xs:attribute name="v" type="xs:int"/></xs:complexType></xs:element><xs:element name="Out"/>`),
    );
    expect(schema.operations[0]?.parameters.map(({ name }) => name)).toEqual(["v", "v_2", "proto", "v_attribute"]);
    expect(({} as Record<string, unknown>)["type"]).toBeUndefined();
  });
});

describe("a WSDL that cannot be used", () => {
  const refused = async (text: string, beside: Record<string, string> = {}) =>
    readWsdlText(text, beside).then(
      () => "it was read",
      (error: unknown) => (error as Error).message.replace(/^.*cannot be read: /, ""),
    );
  const bomb = `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><a>&b;</a>`;

  it.each([
    ["", "it is empty"],
    ["{}", "Non-whitespace before first tag."],
    ["<a/>", "it is neither a WSDL nor an XML Schema"],
    ['<description xmlns="http://www.w3.org/ns/wsdl"/>', "it is WSDL 2.0, which is not supported"],
    [bomb, "it has a document type"],
    ['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "it has a document type"],
    ["<a>&nbsp;</a>", "Invalid character entity"],
    ["<a/><b/>", "it has two roots"],
    ["<a>".repeat(10_000), "it is deeper than 200 elements"],
    ["<a><b></a>", "Unexpected close tag"],
    ["<x:a/>", 'Unbound namespace prefix: "x:a"'],
    ['<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"/>', "the WSDL has no port for SOAP over HTTP"],
  ])("%.40s", async (text, why) => {
    expect(await refused(text)).toBe(why);
  });

  it("takes in nothing over the network, and nothing but its neighbours", async () => {
    const importing = (location: string) =>
      wsdlOf(`<xs:import namespace="urn:y" schemaLocation="${location}"/>${nothing}`);
    expect(await refused(importing("http://127.0.0.1:1/y.xsd"))).toContain("takes in files alone");
    expect(await refused(importing("file:///etc/passwd"))).toContain("takes in files alone");
    expect(await refused(importing("/etc/passwd"))).toBe("its path is absolute");
    expect(await refused(importing("none.xsd"))).toContain("there is no file");
    expect(await refused(importing("y.xsd"), { "y.xsd": bomb })).toBe("it has a document type");
    expect(await refused(importing("service.wsdl"))).toBe("it was read");
  });

  it("is read in no time, however its names are made", async () => {
    const chain = Array.from(
      { length: 3_000 },
      (_, at) =>
        `<xs:complexType name="T${at}"><xs:complexContent><xs:extension base="x:T${at + 1}"><xs:sequence><xs:element name="e${at}" type="x:T0"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>`,
    ).join("");
    const began = performance.now();
    expect(await refused(wsdlOf(`${nothing}${chain}`))).toBe("it was read");
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
