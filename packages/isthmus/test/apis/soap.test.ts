// SOAP services under the server's own policies, over sockets on both sides. The services are those of the package `soap`,
// which reads the same WSDLs in its own way.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { listen, passwordDigest, type Server as SoapServer } from "soap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineConfig, soap } from "../../src/index.ts";
import { serve, type Serving } from "../../src/server/command/serve.ts";

const fixtures = path.join(import.meta.dirname, "../../src/sources/soap/testing");
const closing: (() => Promise<unknown>)[] = [];

interface Service {
  readonly origin: string;
  readonly soap: SoapServer;
  /** Bodies of the requests, as they came. */
  readonly asked: { readonly body: string; readonly headers: Readonly<Record<string, unknown>> }[];
}

type Answered = (given: Record<string, unknown>, headers: unknown) => unknown;

async function service(
  wsdl: string,
  at: string,
  port: readonly [service: string, port: string],
  operations: Readonly<Record<string, Answered>>,
): Promise<Service> {
  const asked: Service["asked"] = [];
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const methods = Object.fromEntries(
    Object.entries(operations).map(([name, run]) => [
      name,
      (given: Record<string, unknown>, _done: unknown, headers: unknown) => run(given, headers),
    ]),
  );
  const running = await new Promise<SoapServer>((resolve) => {
    const opened = listen(http, {
      path: at,
      services: { [port[0]]: { [port[1]]: methods } },
      xml: readFileSync(path.join(fixtures, wsdl), "utf8"),
      uri: path.join(fixtures, wsdl),
      callback: () => resolve(opened),
    });
  });
  http.prependListener("request", (request) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => asked.push({ body: Buffer.concat(chunks).toString(), headers: request.headers }));
  });
  closing.push(() => new Promise((resolve) => (http.closeAllConnections(), http.close(resolve))));
  return { origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, soap: running, asked };
}

const local = { allowPrivate: ["127.0.0.1"], retry: { attempts: 3, firstPause: 1 } } as const;
let vat: Service;
let rates: Service;
let orders: Service;
let serving: Serving;
let unavailable = 0;
const tokens: unknown[] = [];

beforeAll(async () => {
  vat = await service("vat.wsdl", "/services/checkVat", ["checkVatService", "checkVatPort"], {
    checkVat: async ({ countryCode, vatNumber }) => {
      if (vatNumber === "77") await new Promise((resolve) => setTimeout(resolve, 200));
      if (vatNumber === "BUSY" && unavailable-- > 0) throw fault("Server", "MS_UNAVAILABLE");
      if (vatNumber === "WRONG") throw fault("Server", "INVALID_INPUT");
      if (vatNumber === "MINE") throw fault("Client", "no <such> number & so on");
      return {
        countryCode,
        vatNumber,
        requestDate: "2026-11-22+01:00",
        valid: vatNumber !== "0",
        name: "Ä & B",
        address: null,
      };
    },
  });
  rates = await service("rates.wsdl", "/rates", ["Rates", "Rates"], {
    Quote: ({ parcel, limit }) => ({
      rates: {
        rate: [{ service: "slow", price: (parcel as { weight: string }).weight, days: limit }].slice(0, Number(limit)),
      },
    }),
  });
  orders = await service("orders/orders.wsdl", "/v1/orders", ["OrderService", "OrdersSoap"], {
    PlaceOrder: (given, headers) => {
      tokens.push(headers);
      return {
        Order: {
          id: "18446744073709551615",
          Status: "new",
          Total: { attributes: { currency: "EUR" }, $value: "10.10" },
          Line: given["Line"],
          Paid: null,
        },
      };
    },
    ListOrders: () => ({
      Orders: { Order: [{ id: 1, Status: "paid", Total: { attributes: { currency: "USD" }, $value: "3.00" } }] },
    }),
    CountOrders: () => ({ Count: "9007199254740993" }),
    ForgetOrder: () => null,
  });
  orders.soap.authenticate = (security: unknown) => {
    tokens.push(security);
    return true;
  };
  serving = await serve(
    defineConfig({
      sources: {
        tax: soap({
          ...local,
          wsdl: path.join(fixtures, "vat.wsdl"),
          endpoint: `${vat.origin}/services/checkVat`,
          reads: ["checkVat"],
          faults: { INVALID_INPUT: "invalid" },
          operations: {
            checkVat: {
              failed: (body) => {
                const said = (body as { fault?: { string: string } }).fault?.string ?? "";
                return /UNAVAILABLE|MAX_CONCURRENT/.test(said) && said;
              },
            },
          },
        }),
        rates: soap({
          ...local,
          wsdl: path.join(fixtures, "rates.wsdl"),
          endpoint: `${rates.origin}/rates`,
          port: "Rates",
        }),
        orders: soap({
          ...local,
          wsdl: path.join(fixtures, "orders/orders.wsdl"),
          endpoint: `${orders.origin}/v1/orders`,
          security: { username: "shop", password: "s3cret & <more>", digest: true, timestamp: true },
          soapHeaders: { Session: { User: "shop", Token: "t-1" } },
          reads: ["List*", "CountOrders"],
          operations: { ListOrders: { cache: { ttl: 60_000 } } },
        }),
      },
      roles: {
        anonymous: {
          checkVat: { call: true },
          "rates.Quote": { call: true },
          "orders.PlaceOrder": { call: true },
          "orders.ListOrders": { call: true },
          "orders.CountOrders": { call: true },
          "orders.ForgetOrder": { call: true },
        },
      },
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
    }),
    {},
  );
});

afterAll(async () => {
  await serving?.server.stop();
  for (const close of closing) await close();
});

function fault(code: string, string: string): unknown {
  return { Fault: { faultcode: `soap:${code}`, faultstring: string, detail: { more: "x" } } };
}

async function get(rpc: string) {
  const response = await fetch(`${serving.server.addresses.api}/rpc/${rpc}`);
  return { status: response.status, text: await response.text() };
}

async function post(rpc: string, body: unknown) {
  const response = await fetch(`${serving.server.addresses.api}/rpc/${rpc}`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
  return { status: response.status, text: await response.text() };
}

const value = ({ text }: { readonly text: string }): unknown => JSON.parse(text);
const lastAsked = (of: Service) => of.asked.at(-1) ?? { body: "", headers: {} };

describe("a VAT check", () => {
  it("is typed on both sides: dates without their zones, true and false, what is nil", async () => {
    const answer = await get("checkVat?countryCode=DE&vatNumber=12");
    expect(answer.status).toBe(200);
    expect(value(answer)).toEqual({
      countryCode: "DE",
      vatNumber: "12",
      requestDate: "2026-11-22",
      valid: true,
      name: "Ä & B",
      address: null,
    });
    expect(value(await get("checkVat?countryCode=DE&vatNumber=0&select=valid"))).toEqual({ valid: false });
    expect(lastAsked(vat).headers).toMatchObject({ soapaction: '""', "content-type": "text/xml; charset=utf-8" });
  });

  it("is refused ahead of the call where an argument is wrong", async () => {
    const before = vat.asked.length;
    expect(await post("checkVat", { countryCode: "DEU", vatNumber: "1" })).toMatchObject({
      status: 400,
      text: expect.stringContaining("countryCode: expected at most 2 characters") as unknown,
    });
    expect((await post("checkVat", { countryCode: "DE", vatNumber: null })).text).toContain(
      "vatNumber: expected a value",
    );
    expect((await post("checkVat", { countryCode: "DE" })).status).toBe(404);
    expect((await post("checkVat", { countryCode: "DE", vatNumber: "\u0001" })).text).toContain(
      "characters that XML has",
    );
    expect(vat.asked).toHaveLength(before);
  });

  it("passes the caller's fault on, and says which the configuration calls his", async () => {
    const mine = await post("checkVat", { countryCode: "DE", vatNumber: "MINE" });
    expect(mine.status).toBe(400);
    expect(value(mine)).toMatchObject({
      code: "ISTHMUS611",
      details: { fault: { code: "Client", string: "no <such> number & so on", detail: { more: "x" } } },
    });
    expect((await post("checkVat", { countryCode: "DE", vatNumber: "WRONG" })).status).toBe(400);
  });

  it("that is asked a hundred times at once is asked once", async () => {
    const before = vat.asked.length;
    const answers = await Promise.all(Array.from({ length: 100 }, () => get("checkVat?countryCode=DE&vatNumber=77")));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(vat.asked.length - before).toBeLessThan(10);
  });

  it("that could not be made is asked again, and no answer in the end", async () => {
    const before = vat.asked.length;
    unavailable = 2;
    expect((await get("checkVat?countryCode=DE&vatNumber=BUSY")).status).toBe(200);
    expect(vat.asked).toHaveLength(before + 3);
    unavailable = 3;
    const given = await get("checkVat?countryCode=DE&vatNumber=BUSY");
    expect(given).toMatchObject({ status: 502, text: expect.stringContaining("MS_UNAVAILABLE") as unknown });
    expect(value(given)).toMatchObject({ code: "ISTHMUS612" });
  });
});

describe("remote procedure calls", () => {
  it("have parts without a namespace, and a list of one is a list", async () => {
    const answer = await post("rates.Quote", { parcel: { weight: 1.5, country: "D&E" }, limit: 1 });
    expect(answer).toEqual({ status: 200, text: '[{"service":"slow","price":1.5,"days":1}]' });
    expect(lastAsked(rates).body).toContain(
      "<s:Body><n1:Quote><parcel><weight>1.5</weight><country>D&amp;E</country></parcel><limit>1</limit></n1:Quote></s:Body>",
    );
    expect(lastAsked(rates).headers["soapaction"]).toBe('"urn:example:rates#Quote"');
    expect(value(await post("rates.Quote", { parcel: { weight: 1, country: "" }, limit: 0 }))).toEqual([]);
  });

  it("refuse what is not part of a type, with its place", async () => {
    const wrong = await post("rates.Quote", { parcel: { weight: 1, country: "", colour: 1 }, limit: 1 });
    expect(value(wrong)).toMatchObject({ code: "ISTHMUS610", message: "parcel.colour: expected no such member" });
    expect((await post("rates.Quote", { parcel: { weight: 1, country: "" }, limit: 2 ** 31 })).text).toContain(
      "limit: expected",
    );
  });
});

const order =
  `{"Reference":"  a<b> ","Line":[{"Sku":"x","Quantity":2,"Price":{"value":12345678901234567.25,"currency":"EUR"},
  "id":"l1","Part":[{"Sku":"y","Quantity":1,"Price":{"value":0.1,"currency":"USD"}}]}],"Iban":"DE1","Due":"2026-01-02","priority":3,
  "Note":{"_type":"LinkNote","Url":"http://x","Reply":{"_type":"TextNote","Text":"hi"}},
  "To":{"Street":"One","City":"C","country":"D"},"Document":"\\\\x00ff","Tags":[1,2],"Trace":"t"}`.replaceAll(
    "\\\\x",
    "\\\\x",
  );

describe("orders in several namespaces", () => {
  it("are written in the schemas' order and namespaces, and each number with all its digits", async () => {
    const placed = await post("orders.PlaceOrder", order);
    expect(placed.status).toBe(200);
    expect(placed.text).toContain('"id":18446744073709551615');
    expect(placed.text).toContain(
      '"Line":[{"id":"l1","Sku":"x","Quantity":2,"Price":{"currency":"EUR","value":12345678901234567.25},"Part":[{',
    );
    const { body } = lastAsked(orders);
    expect(body.slice(body.indexOf("<s:Body>"))).toBe(
      '<s:Body><n1:PlaceOrder priority="3"><n1:Reference>  a&lt;b&gt; </n1:Reference>' +
        '<n1:Line id="l1"><n1:Sku>x</n1:Sku><n1:Quantity>2</n1:Quantity><n1:Price currency="EUR">12345678901234567.25</n1:Price>' +
        '<n1:Part><n1:Sku>y</n1:Sku><n1:Quantity>1</n1:Quantity><n1:Price currency="USD">0.1</n1:Price></n1:Part></n1:Line>' +
        "<n1:Iban>DE1</n1:Iban><n1:Due>2026-01-02</n1:Due>" +
        '<n1:To country="D"><n2:Street>One</n2:Street><n2:City>C</n2:City></n1:To>' +
        "<n1:Document>AP8=</n1:Document><n1:Tags>1 2</n1:Tags>" +
        '<n1:Note xsi:type="n1:LinkNote"><n1:Url>http://x</n1:Url><n1:Reply xsi:type="n1:TextNote"><n1:Text>hi</n1:Text></n1:Reply></n1:Note>' +
        "</n1:PlaceOrder></s:Body></s:Envelope>",
    );
  });

  it("carry the configured header, the caller's own, and a token whose digest the service can verify", async () => {
    await post("orders.PlaceOrder", order);
    const headers = tokens.at(-1) as { Session: unknown; Trace: unknown };
    expect(headers.Session).toEqual({ User: "shop", Token: "t-1" });
    expect(headers.Trace).toBe("t");
    const token = (tokens.at(-2) as { UsernameToken: Token }).UsernameToken;
    expect(token.Username).toBe("shop");
    expect(token.Password.attributes.Type).toMatch(/#PasswordDigest$/);
    expect(token.Password.$value).toBe(passwordDigest(token.Nonce.$value, token.Created, "s3cret & <more>"));
    expect(lastAsked(orders).body).not.toContain("s3cret");
    expect(lastAsked(orders).body).toContain('s:mustUnderstand="1"');
  });

  it("must name one branch of a choice, and the type that stands for an abstract one", async () => {
    const line = { Sku: "x", Quantity: 1, Price: { value: 1, currency: "EUR" } };
    const refused = async (given: object) =>
      (
        value(await post("orders.PlaceOrder", { Reference: "r", Line: [line], Card: "1", ...given })) as {
          message: string;
        }
      ).message;
    expect(await refused({ Iban: "2" })).toBe("the arguments: expected only one of Card, Iban and Due");
    expect(await refused({ Card: null })).toBe("the arguments: expected one of Card, Iban and Due");
    expect(await refused({ Note: { Text: "x" } })).toBe("Note._type: expected one of LinkNote, TextNote");
    expect(await refused({ Line: [] })).toBe("Line: expected a value");
    expect(await refused({ Line: [{ ...line, Quantity: 0 }] })).toMatch(/^Line\[0\].Quantity: expected a whole number/);
    expect(await refused({ Line: [{ ...line, Price: { value: 1.005, currency: "EUR" } }] })).toBe(
      "Line[0].Price.value: expected at most 2 digits behind the point",
    );
    expect(await refused({ Line: [{ ...line, Price: { value: 1, currency: "XXX" } }] })).toBe(
      'Line[0].Price.currency: expected one of "EUR", "USD"',
    );
    expect(await refused({ Placed: "yesterday" })).toBe("Placed: expected a date and time (ISO 8601)");
  });

  it("are rows, which are kept as long as the configuration says, whatever token their question had", async () => {
    const before = orders.asked.length;
    const all = await get("orders.ListOrders?Status=paid");
    expect(all.text).toBe(
      '[{"id":1,"Status":"paid","Total":{"currency":"USD","value":3},"Line":[],"Paid":null,"Note":[],"id_attribute":null}]',
    );
    expect((await get("orders.ListOrders?Status=paid&select=id,total:Total->value")).text).toBe('[{"id":1,"total":3}]');
    expect(orders.asked).toHaveLength(before + 1);
    expect((await get("orders.CountOrders")).text).toBe("9007199254740993");
    expect(await post("orders.ForgetOrder", { ForgetOrder: 5 })).toEqual({ status: 204, text: "" });
    expect((await get("orders.ForgetOrder?ForgetOrder=5")).status).toBe(405);
  });
});

interface Token {
  readonly Username: string;
  readonly Password: { readonly attributes: { readonly Type: string }; readonly $value: string };
  readonly Nonce: { readonly $value: string };
  readonly Created: string;
}
