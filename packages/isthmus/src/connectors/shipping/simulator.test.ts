// The simulated service, asked as a SOAP client asks it; its WSDL, read by a SOAP library.

import path from "node:path";
import { describe, expect, it } from "vitest";
import { openSimulator } from "../testing/open.ts";
import { shipping } from "./simulator.ts";

const soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
const soap12 = "http://www.w3.org/2003/05/soap-envelope";
const envelope = (body: string, namespace = soap11) =>
  `<?xml version="1.0"?><e:Envelope xmlns:e="${namespace}"><e:Header/><e:Body>${body}</e:Body></e:Envelope>`;
const address = (country = "DE") =>
  `<to><name>Ada &amp; Co</name><street>Kanal 1</street><postcode>10117</postcode><city>Berlin</city><country>${country}</country></to>`;
const parcel = (grams = "900") => `<parcel><grams>${grams}</grams></parcel>`;
const asked = (name: string, inside: string) => `<${name} xmlns="urn:isthmus:shipping:1">${inside}</${name}>`;

async function ask(opened: ReturnType<typeof openSimulator>, text: string): Promise<{ status: number; body: string }> {
  const answer = await opened.ask("POST /soap", text);
  return { status: answer?.status ?? 200, body: String(answer?.body) };
}

describe("shipping by SOAP", () => {
  it("has rates, books a label in PDF, tells where it is and takes it back", async () => {
    const opened = openSimulator(shipping);
    const rates = await ask(opened, envelope(asked("getRates", address() + parcel())));
    expect(rates.status).toBe(200);
    expect(rates.body.match(/<m:service>\w+/g)).toEqual([
      "<m:service>PICKUP",
      "<m:service>STANDARD",
      "<m:service>EXPRESS",
    ]);
    const booked = await ask(
      opened,
      envelope(asked("createLabel", `<service>EXPRESS</service>${address("FR")}${parcel()}`)),
    );
    const [, number = ""] = /<m:trackingNumber>(\w+)</.exec(booked.body) ?? [];
    const [, label = ""] = /<m:label>([^<]+)</.exec(booked.body) ?? [];
    expect(Buffer.from(label, "base64").toString("latin1")).toMatch(
      /^%PDF-1\.4\n[^]*SANDBOX LABEL[^]*Ada & Co[^]*%%EOF\n$/,
    );
    const track = () => ask(opened, envelope(asked("track", `<trackingNumber>${number}</trackingNumber>`), soap12));
    expect((await track()).body).toContain("<m:status>BOOKED</m:status>");
    opened.now += 5 * 86_400_000;
    const delivered = await track();
    expect(delivered.body).toContain(`xmlns:s="${soap12}"`);
    expect(delivered.body.match(/<m:event>/g)).toHaveLength(4);
    const cancel = await ask(opened, envelope(asked("cancelLabel", `<trackingNumber>${number}</trackingNumber>`)));
    expect(cancel.body).toContain("<m:cancelled>true</m:cancelled>");
    expect((await track()).body).toContain("CANCELLED");
  });

  it.each([
    [envelope(asked("getRates", address("Germany") + parcel())), "country"],
    [envelope(asked("getRates", address() + parcel("-1"))), "parcel"],
    [envelope(asked("createLabel", `<service>DRONE</service>${address()}${parcel()}`)), "DRONE"],
    [envelope(asked("track", "<trackingNumber>&lt;b&gt;</trackingNumber>")), "&lt;b&gt;"],
    [envelope(asked("__proto__", "")), "no operation"],
    [envelope(""), "expected a SOAP envelope"],
    ["<a><b></a>", "tag"],
    ["", "expected a SOAP envelope"],
    [
      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${envelope(asked("track", "&x;")).slice(21)}`,
      "document type",
    ],
    [envelope("<a>".repeat(5_000)), "too deep"],
  ])("answers %# with a fault that says what is wrong", async (text, why) => {
    const fault = await ask(openSimulator(shipping), text);
    expect(fault.status).toBe(500);
    expect(fault.body).toContain("<faultcode>s:Client</faultcode>");
    expect(fault.body).toContain(why);
  });

  it("is described by its WSDL", async () => {
    const { createClientAsync } = await import("soap");
    const client = await createClientAsync(path.join(import.meta.dirname, "shipping.wsdl"));
    const { ShippingPort } = (client.describe() as { Shipping: { ShippingPort: Record<string, { input: object }> } })
      .Shipping;
    expect(Object.keys(ShippingPort)).toEqual(["getRates", "createLabel", "cancelLabel", "track"]);
    const request = client.wsdl.objectToDocumentXML("track", { trackingNumber: "SBX1" }, "", "urn:isthmus:shipping:1");
    expect((await ask(openSimulator(shipping), envelope(request))).body).toContain("there is no shipment SBX1");
  });
});
