// What services answer, right and wrong: written byte by byte, and read through the whole server.

import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { defineConfig, soap } from "../../src/index.ts";
import { serve, type Serving } from "../../src/server/command/serve.ts";
import { openSoap } from "../../src/sources/soap/index.ts";
import { openUpstream, type Upstream } from "../../src/sources/shared/http/testing/upstream.ts";

const fixtures = path.join(import.meta.dirname, "../../src/sources/soap/testing");
const soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
const soap12 = "http://www.w3.org/2003/05/soap-envelope";

let upstream: Upstream;
let serving: Serving;
let status = 200;
let type = "text/xml; charset=utf-8";
let answer: string | Uint8Array = "";
let coding: string | undefined;

beforeAll(async () => {
  upstream = await openUpstream((_asked, response) => {
    response.writeHead(status, {
      "content-type": type,
      ...(coding === undefined ? {} : { "content-encoding": coding }),
    });
    response.end(answer);
  });
  const common = {
    allowPrivate: ["127.0.0.1"],
    retry: false,
    breaker: false,
    auth: { bearer: "canary-token" },
  } as const;
  serving = await serve(
    defineConfig({
      sources: {
        tax: soap({
          ...common,
          wsdl: path.join(fixtures, "vat.wsdl"),
          endpoint: `${upstream.origin}/vat`,
          reads: ["checkVat"],
        }),
        strict: soap({
          ...common,
          wsdl: path.join(fixtures, "vat.wsdl"),
          endpoint: `${upstream.origin}/vat`,
          answers: "strict",
        }),
        orders: soap({
          ...common,
          wsdl: path.join(fixtures, "orders/orders.wsdl"),
          endpoint: `${upstream.origin}/orders`,
          version: "1.2",
        }),
        old: soap({
          ...common,
          wsdl: path.join(fixtures, "rates.wsdl"),
          endpoint: `${upstream.origin}/old`,
          port: "OldRates",
        }),
      },
      roles: {
        anonymous: {
          checkVat: { call: true },
          "strict.checkVat": { call: true },
          "orders.ListOrders": { call: true },
          "old.Quote": { call: true },
        },
      },
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
    }),
    {},
  );
});

afterAll(async () => {
  await serving?.server.stop();
  await upstream?.close();
});

beforeEach(() => {
  [status, type, coding] = [200, "text/xml; charset=utf-8", undefined];
  (upstream.asked as unknown[]).length = 0;
});

const envelope = (body: string, ns = soap11, more = "") =>
  `<?xml version="1.0"?><S:Envelope xmlns:S="${ns}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ${more}><S:Body>${body}</S:Body></S:Envelope>`;
const checked = (inner: string, ns = ' xmlns="urn:example:vat:types"') =>
  envelope(`<checkVatResponse${ns}>${inner}</checkVatResponse>`);
const whole =
  "<countryCode>DE</countryCode><vatNumber>1</vatNumber><requestDate>2026-01-02</requestDate><valid>true</valid>";

async function ask(rpc: string, body: object) {
  const response = await fetch(`${serving.server.addresses.api}/rpc/${rpc}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
  const text = await response.text();
  return { status: response.status, text, value: () => JSON.parse(text) as Record<string, unknown> };
}
const vat = (given: string | Uint8Array, rpc = "checkVat") => {
  answer = given;
  return ask(rpc, { countryCode: "DE", vatNumber: "1" });
};

describe("an answer", () => {
  it("is read whatever its prefixes, comments, sections and white space are", async () => {
    const told = await vat(
      checked(`<!-- c --><countryCode> DE</countryCode>\n<vatNumber><![CDATA[<1>&amp;]]></vatNumber>
      <requestDate> 2026-01-02Z </requestDate><valid>1</valid><name>a &lt;&#x41; b</name><new>x</new>`),
    );
    expect(told.value()).toEqual({
      countryCode: " DE",
      vatNumber: "<1>&amp;",
      requestDate: "2026-01-02",
      valid: true,
      name: "a <A b",
      address: null,
    });
  });

  it("whose names lack their namespace is understood, but for strict ones", async () => {
    expect((await vat(checked(whole, ""))).value()).toMatchObject({ valid: true, vatNumber: "1" });
    const strict = await vat(checked(whole, ""), "strict.checkVat");
    expect(strict.status).toBe(502);
    expect(strict.value()).toMatchObject({ code: "ISTHMUS602" });
  });

  it("is held to its types where it is to be", async () => {
    expect((await vat(checked(whole), "strict.checkVat")).status).toBe(200);
    const wrong = async (inner: string) =>
      String((await vat(checked(inner), "strict.checkVat")).value()["message"]).replace(/^.*used: /, "");
    expect(await wrong(whole.replace("true", "maybe"))).toBe("valid: expected xs:boolean");
    expect(await wrong(`${whole}<more/>`)).toBe(": expected no more");
    expect(await wrong(whole.replace(/<valid>.*/, ""))).toBe("valid: expected a value");
    expect((await vat(checked(whole.replace("true", "maybe")))).value()).toMatchObject({ valid: "maybe" });
    expect((await vat(checked(whole.replace("true", "")))).value()).toMatchObject({ valid: null });
  });

  it("may be in another encoding, by its mark, its header or its own word", async () => {
    const text = checked(whole.replace("<vatNumber>1", "<vatNumber>Ä"));
    const number = async (bytes: Uint8Array, said = "text/xml") => {
      type = said;
      return (await vat(bytes)).value()["vatNumber"];
    };
    expect(await number(Buffer.from(`\ufeff${text}`, "utf16le"))).toBe("Ä");
    expect(await number(Buffer.from(text, "latin1"), "text/xml; charset=ISO-8859-1")).toBe("Ä");
    expect(await number(Buffer.from(text.replace("?>", ' encoding="ISO-8859-1"?>'), "latin1"))).toBe("Ä");
    type = "text/xml";
    expect((await vat(Buffer.from(text, "latin1"))).status).toBe(502);
  });

  it("of SOAP's own encoding has arrays, and values that stand beside it", async () => {
    answer = envelope(
      `<m:QuoteResponse xmlns:m="urn:example:rates"><return href="#a"/></m:QuoteResponse>
      <multiRef id="a" enc:arrayType="m:Rate[2]" xmlns:m="urn:example:rates" xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/">
        <item href="#b"/><item><service>slow</service><price>.50</price><days xsi:nil="1"/></item></multiRef>
      <multiRef id="b"><service>fast</service><price>100000000000000000.01</price><days>1</days></multiRef>`,
    );
    const told = await ask("old.Quote", { parcels: [{ weight: 1, country: "DE" }], currency: "EUR" });
    expect(told.text).toBe(
      '[{"service":"fast","price":100000000000000000.01,"days":1},{"service":"slow","price":0.50,"days":null}]'.replace(
        "0.50",
        "0.5",
      ),
    );
    expect(upstream.asked[0]?.body).toContain(
      '<n1:Quote><parcels xsi:type="n3:Array" n3:arrayType="n1:Parcel[1]"><item xsi:type="n1:Parcel">',
    );
    answer = envelope(
      '<m:QuoteResponse xmlns:m="urn:example:rates"><return href="#a"/></m:QuoteResponse><multiRef id="a" href="#a"/>',
    );
    expect((await ask("old.Quote", { parcels: [], currency: "EUR" })).value()).toMatchObject({ code: "ISTHMUS602" });
  });
});

describe("SOAP 1.2", () => {
  it("says its action in the content type, and its faults in codes within codes", async () => {
    type = "application/soap+xml";
    status = 400;
    answer = envelope(
      `<S:Fault><S:Code><S:Value>S:Sender</S:Value><S:Subcode><S:Value xmlns:o="urn:o">o:NoSuchStatus</S:Value></S:Subcode></S:Code>
      <S:Reason><S:Text xml:lang="en">no such status</S:Text></S:Reason><S:Detail><hint>try canary-token</hint></S:Detail></S:Fault>`,
      soap12,
    );
    const told = await ask("orders.ListOrders", { Status: "new" });
    expect(told.status).toBe(400);
    expect(told.value()["details"]).toEqual({
      fault: { code: "Sender.NoSuchStatus", string: "no such status", detail: { hint: "try [secret]" } },
    });
    expect(upstream.asked[0]?.headers["content-type"]).toBe(
      'application/soap+xml; charset=utf-8; action="urn:example:orders/List"',
    );
    expect(upstream.asked[0]?.headers["authorization"]).toBe("Bearer canary-token");
  });

  it("gives types that extend others as what they are", async () => {
    answer = envelope(
      `<r:ListOrdersResponse xmlns:r="urn:example:orders:types" xmlns:q="urn:example:orders:types"><r:Orders><r:Order id="k"><r:id>1</r:id>
      <r:Status>brand_new</r:Status><r:Total currency="EUR">1.0</r:Total><r:Note xsi:type="q:TextNote"><r:Text>t</r:Text></r:Note></r:Order>
      <r:Order xsi:nil="true"/></r:Orders></r:ListOrdersResponse>`,
      soap12,
    ).replace('<r:Order xsi:nil="true"/>', "");
    expect((await ask("orders.ListOrders", {})).text).toBe(
      '[{"id":1,"Status":"brand_new","Total":{"currency":"EUR","value":1},"Line":[],"Paid":null,"Note":[{"_type":"TextNote","Text":"t"}],"id_attribute":"k"}]',
    );
  });
});

describe("a fault", () => {
  const fault = (code: string, text = "nope") =>
    envelope(
      `<S:Fault><faultcode>${code}</faultcode><faultstring>${text}</faultstring></S:Fault>`,
      soap11,
      'xmlns:w="urn:w"',
    );

  it.each([
    ["S:Client", 500, 400, "ISTHMUS611"],
    ["S:Client.Order", 200, 400, "ISTHMUS611"],
    ["S:Server", 500, 502, "ISTHMUS612"],
    ["w:Own", 500, 502, "ISTHMUS612"],
    ["w:Own", 404, 400, "ISTHMUS611"],
    ["S:Client.Authentication", 500, 502, "ISTHMUS609"],
    ["w:FailedAuthentication", 500, 502, "ISTHMUS609"],
  ])("%s with %i is answered with %i", async (code, given, expected, problem) => {
    status = given;
    const told = await vat(fault(code, "canary-token"));
    expect(told.status).toBe(expected);
    expect(told.value()["code"]).toBe(problem);
    expect(told.text).not.toContain("canary");
  });
});

describe("an answer that is none", () => {
  const deep = `${"<a>".repeat(5_000)}${"</a>".repeat(5_000)}`;
  it.each([
    ["empty", ""],
    ["a page", "<html><body>ok</body></html>"],
    ["JSON", '{"valid":true}'],
    ["cut off", checked(whole).slice(0, -20)],
    ["followed by another", checked(whole) + checked(whole)],
    ["with a document type", `<!DOCTYPE a [<!ENTITY b "c">]>${checked("&b;")}`],
    [
      "with an external entity",
      `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>${checked("<name>&b;</name>")}`,
    ],
    [
      "with laughs",
      `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>${checked("<name>&c;</name>")}`,
    ],
    ["deep", checked(deep)],
    ["wide", checked("<a/>".repeat(260_000))],
    ["with a NUL", checked("<name>\u0000</name>")],
    ["with the number of a NUL", checked("<name>&#0;</name>")],
    ["with half a pair", checked("<name>&#xD800;</name>")],
    ["without a body", `<S:Envelope xmlns:S="${soap11}"/>`],
    ["of an unknown version", checked(whole).replace(soap11, "urn:soap:9")],
    ["no UTF-8", Buffer.concat([Buffer.from(checked(whole)), Buffer.from([0xff])])],
  ])("is refused where it is %s", async (_name, given) => {
    const began = process.cpuUsage();
    const told = await vat(given);
    expect(told.status).toBe(502);
    expect(told.value()).toMatchObject({ code: "ISTHMUS602" });
    expect(process.cpuUsage(began).user).toBeLessThan(5_000_000);
  });

  it("is refused where it has attachments or blows up", async () => {
    type = 'multipart/related; type="application/xop+xml"; boundary=b';
    expect((await vat("--b")).text).toContain("attachments (MTOM), which is not supported");
    [type, coding] = ["text/xml", "gzip"];
    expect((await vat(gzipSync(Buffer.alloc(50_000_000, 32)))).value()).toMatchObject({ code: "ISTHMUS602" });
  });

  it("does not reach the prototypes of objects", async () => {
    const told = await vat(checked(`${whole}<__proto__><valid>x</valid></__proto__><constructor>y</constructor>`));
    expect(told.value()).toMatchObject({ valid: true });
    expect(({} as Record<string, unknown>)["valid"]).toBeUndefined();
  });
});

describe("a WSDL behind a login", () => {
  it("is read when it is asked for, with the source's credentials and all it takes in, and never at a start", async () => {
    const folder = path.join(fixtures, "orders");
    const web = await openUpstream((asked, response) => {
      if (asked.headers["authorization"] !== "Bearer canary-token") return void response.writeHead(401).end();
      response.writeHead(200, { "content-type": "text/xml" }).end(readFileSync(path.join(folder, asked.path)));
    });
    try {
      const open = (auth: object) =>
        openSoap(
          "s",
          { wsdl: `${web.origin}/orders.wsdl`, allowPrivate: ["127.0.0.1"], retry: false, ...auth },
          () => {},
        );
      const { signal } = new AbortController();
      const source = open({ auth: { bearer: "canary-token" } });
      await expect(source.introspect(signal)).rejects.toMatchObject({ code: "ISTHMUS550" });
      expect(web.asked).toHaveLength(0);
      const schema = await source.introspect(signal, { remote: true });
      expect(schema.operations).toHaveLength(4);
      expect(web.asked.map((one) => one.path).toSorted()).toEqual([
        "/orders.wsdl",
        "/types/common.xsd",
        "/types/orders.xsd",
        "/types/plain.xsd",
      ]);
      await expect(open({}).introspect(signal, { remote: true })).rejects.toThrow("was answered with 401");
      await source.close();
      const guarded = openSoap("s", { wsdl: `${web.origin}/orders.wsdl`, retry: false }, () => {});
      await expect(guarded.introspect(signal, { remote: true })).rejects.toThrow("cannot be read");
    } finally {
      await web.close();
    }
  });
});
