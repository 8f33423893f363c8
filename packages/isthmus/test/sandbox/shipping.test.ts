// Shipping by SOAP under `isthmus dev --sandbox`: the WSDL that comes along, as a source, answered by its simulator.

import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Served } from "../kit/command-line.ts";
import { caller, config, createShop, type Shop } from "./shop.ts";

const wsdl = path.join(import.meta.dirname, "../../src/connectors/shipping/shipping.wsdl");
let shop: Shop;
let served: Served;
let call: ReturnType<typeof caller>;

beforeAll(async () => {
  const sources = `shop: sqlite({ file: "shop.db" }), parcels: soap({ wsdl: "shipping.wsdl", reads: ["getRates", "track"], retry: false }),`;
  shop = createShop(config("", sources).replace("secret, sqlite", "secret, soap, sqlite"));
  shop.write("shipping.wsdl", readFileSync(wsdl, "utf8"));
  served = await shop.serve("dev", "--sandbox");
  call = caller(served.api);
});
afterAll(() => shop?.remove());

const to = { name: "Ada & <Co>", street: "Kanal 1", postcode: "10117", city: "Berlin", country: "DE" };
const parcel = [{ grams: 900 }, { grams: 1_200, reference: "7" }];

describe("shipping in the sandbox", () => {
  it("has rates, books a label, tracks it and takes it back", async () => {
    const rates = await call("parcels.getRates", { to, parcel });
    expect([rates.status, rates.headers.get("isthmus-sandbox")]).toEqual([200, "parcels"]);
    expect(rates.text).toContain('"service":"EXPRESS"');
    const booked = await call("parcels.createLabel", { service: "EXPRESS", to, parcel });
    expect(booked.body).toMatchObject({ trackingNumber: "SBX000000001", price: 16.7, currency: "EUR" });
    expect((await call("parcels.track", { trackingNumber: "SBX000000001" })).text).toContain("BOOKED");
    expect((await call("parcels.cancelLabel", { trackingNumber: "SBX000000001" })).status).toBe(200);
    expect((await call("parcels.track", { trackingNumber: "SBX000000001" })).text).toContain("CANCELLED");
  });

  it("refuses what it does not know, in its own words", async () => {
    const refused = await call("parcels.track", { trackingNumber: "none" });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.text).toContain("there is no shipment none");
  });

  it("has opened no socket", () => {
    const opened = shop
      .opened()
      .split("\n")
      .filter((line) => line !== "" && line !== "lookup 127.0.0.1");
    expect(opened).toEqual([]);
  });
});
