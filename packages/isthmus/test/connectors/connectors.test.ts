// The other connectors, each held against its simulator through a running server.

import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  ga4,
  mailchimp,
  nominatim,
  openaiCompatible,
  openMeteo,
  resend,
  shippo,
  twilio,
  vies,
  webhookSignatures,
} from "../../src/connectors/index.ts";
import { secret } from "../../src/index.ts";
import { type Connected, openConnectors } from "./open-connectors.ts";

let open: Connected;
const quick = { retry: { firstPause: 1, longestPause: 2 } } as const;
beforeAll(async () => {
  open = await openConnectors({
    mail: resend({ key: secret("A"), ...quick }),
    sms: twilio({ accountSid: secret("B"), authToken: secret("C"), ...quick }),
    places: nominatim({ userAgent: "shop.example (webmaster@shop.example)", ...quick }),
    sky: openMeteo(),
    list: mailchimp({ key: secret("D"), ...quick }),
    counts: ga4({ measurementId: "G-ABC", apiSecret: secret("E"), ...quick }),
    checked: ga4({ measurementId: "G-ABC", apiSecret: secret("E"), debug: true, ...quick }),
    tax: vies({ breaker: false, ...quick }),
    states: vies(),
    ship: shippo({ key: secret("F"), sandbox: { webhooks: { secret: "whsec_ship" } }, ...quick }),
    model: openaiCompatible({ server: "https://models.example/v1", key: secret("G"), longestWait: 10, ...quick }),
  });
});
afterAll(() => open?.close());
afterEach(() => open.sandbox.faults.clear());

const throttled = async (source: string, operation: string, given: object): Promise<void> => {
  open.sandbox.faults.add({ source, operation, kind: "throttle", retryAfter: 9 });
  const limited = await open.call(`${source}.${operation}`, given);
  expect([limited.status, limited.headers.get("retry-after")]).toEqual([503, "9"]);
  open.sandbox.faults.clear();
};
const sentTo = (source: string) => open.sandbox.seen.list().filter((one) => one.source === source);

describe("resend()", () => {
  const mail = { from: "Shop <mail@shop.example>", to: ["ada@example.org"], subject: "Thanks", text: "…" };

  it("sends once however often it is asked under one key, also when the answer was lost", async () => {
    open.sandbox.faults.add({ source: "mail", kind: "cut", times: 1 });
    const key = { "idempotency-key": "order-7" };
    const first = await open.call("send", mail, key);
    const again = await open.call("send", mail, key);
    expect([first.status, again.body["id"]]).toEqual([200, first.body["id"]]);
    expect(open.sandbox.letterbox.mails.list().filter(({ source }) => source === "mail")).toHaveLength(1);
    expect((await open.call("get_email", { id: first.body["id"] })).body["last_event"]).toBe("delivered");
  });

  it("sends batches, and waits as it is told", async () => {
    const batch = await open.call("send_batch", { body: [mail, { ...mail, to: "bob@example.org" }] });
    expect(batch.body["data"]).toHaveLength(2);
    const refused = await open.call("send", { ...mail, to: ["not an address"] });
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining("Invalid address")]);
    open.sandbox.faults.add({ source: "mail", kind: "throttle", retryAfter: 9 });
    const limited = await open.call("send", mail);
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([503, "9"]);
  });
});

describe("twilio()", () => {
  const message = { To: "+4915112345678", From: "+15005550006", Body: "Your parcel is on its way" };

  it("sends a message, which is read like a table", async () => {
    const sent = await open.call("sms.send", message);
    expect([sent.status, sent.body["status"]]).toEqual([200, "queued"]);
    const row = await open.read(`sms.messages?sid=eq.${String(sent.body["sid"])}&select=status,to`);
    expect([row.status, row.body]).toEqual([200, [{ status: "delivered", to: message.To }]]);
  });

  it("does not send again what may have been sent, and passes a refusal on", async () => {
    const before = sentTo("sms").length;
    open.sandbox.faults.add({ source: "sms", operation: "send", kind: "cut" });
    const lost = await open.call("sms.send", message);
    expect([lost.status, lost.body["code"], sentTo("sms").length - before]).toEqual([502, "ISTHMUS601", 1]);
    open.sandbox.faults.clear();
    const refused = await open.call("sms.send", { ...message, To: "+15005550001" });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("21211")]);
    await throttled("sms", "send", message);
  });
});

describe("nominatim()", () => {
  it("finds a place both ways, and asks for the same one once", async () => {
    const found = await open.call("places.search", { q: "Berlin", limit: 1 });
    expect([found.status, found.text]).toEqual([200, expect.stringContaining("Berlin")]);
    expect(found.text).toContain("licence");
    await open.call("places.search", { q: "Berlin", limit: 1 });
    expect(sentTo("places")).toHaveLength(1);
    expect(sentTo("places")[0]?.url).toContain("format=jsonv2");
    const back = await open.call("places.reverse", { lat: 52.52, lon: 13.4 });
    expect(back.text).toContain("Berlin");
  });

  it("asks once a second for all who ask", async () => {
    const began = performance.now();
    await Promise.all(["Hamburg", "Munich", "Vienna"].map((q) => open.call("places.search", { q })));
    expect(performance.now() - began).toBeGreaterThan(1_900);
  });

  it("is not begun without a name, and takes a stale answer where there is no other", async () => {
    await expect(openConnectors({ places: nominatim({ userAgent: "isthmus" }) })).rejects.toThrow(/who asks/);
    await throttled("places", "reverse", { lat: 1, lon: 1 });
  });
});

describe("openMeteo()", () => {
  it("forecasts, keeps what it knows, and says when it cannot be asked", async () => {
    const place = { latitude: 52.5, longitude: 13.4 };
    const now = await open.call("sky.forecast", { ...place, current: "temperature_2m" });
    expect(now.body["current"]).toHaveProperty("temperature_2m");
    await open.call("sky.forecast", { ...place, current: "temperature_2m" });
    expect(sentTo("sky")).toHaveLength(1);
    const refused = await open.call("sky.forecast", { ...place, hourly: "gold_price" });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("gold_price")]);
    await throttled("sky", "forecast", { latitude: 1, longitude: 1 });
  });
});

describe("mailchimp()", () => {
  const email_address = "Ada@Example.org";

  it("writes the same member however his address is spelt", async () => {
    const first = await open.call("list.put_member", { list_id: "l1", email_address, status_if_new: "subscribed" });
    expect(first.body["id"]).toBe(createHash("md5").update("ada@example.org").digest("hex"));
    const again = await open.call("list.put_member", {
      list_id: "l1",
      email_address: "ada@example.org",
      status_if_new: "pending",
    });
    expect([again.body["id"], again.body["status"]]).toEqual([first.body["id"], "subscribed"]);
    const tagged = { list_id: "l1", email_address, tags: [{ name: "vip", status: "active" }] };
    expect((await open.call("list.tag_member", tagged)).status).toBeLessThan(300);
    const read = await open.call("list.get_member", { list_id: "l1", email_address });
    expect(read.text).toContain("vip");
    expect((await open.call("list.remove_member", { list_id: "l1", email_address })).status).toBeLessThan(300);
    expect((await open.call("list.get_member", { list_id: "l1", email_address })).status).toBe(404);
    await throttled("list", "get_member", { list_id: "l1", email_address });
  });

  it("knows by its key where the account is", () => {
    const { expand } = mailchimp({ key: secret("K") });
    expect(expand?.({ key: "0123456789abcdef-us21" })["server"]).toBe("https://us21.api.mailchimp.com/3.0");
    expect(() => expand?.({ key: "0123456789abcdef" })).toThrow(/data centre/);
  });
});

describe("ga4()", () => {
  const event = { name: "purchase", params: { value: 12.5 } };

  it("hands events over, and refuses ahead what would be dropped in silence", async () => {
    const taken = await open.call("counts.collect", { client_id: "1.2", events: [event] });
    expect(taken.status).toBeLessThan(300);
    expect(sentTo("counts")[0]?.url).toContain("measurement_id=G-ABC");
    expect(open.sandbox.letterbox.events.list().map(({ name }) => name)).toEqual(["purchase"]);
    const many = await open.call("counts.collect", {
      client_id: "1.2",
      events: Array.from({ length: 26 }, () => event),
    });
    expect([many.status, many.text]).toEqual([400, expect.stringContaining("events")]);
  });

  it("says with `debug` what the API does not say", async () => {
    const wrong = { client_id: "1.2", events: [{ name: "1 wrong name" }] };
    expect((await open.call("counts.collect", wrong)).status).toBeLessThan(300);
    const told = await open.call("checked.collect", wrong);
    expect([told.status, told.body["code"], told.text]).toEqual([
      502,
      "ISTHMUS612",
      expect.stringContaining("no valid name"),
    ]);
    expect((await open.call("checked.validate", wrong)).text).toContain("NAME_INVALID");
    await throttled("counts", "validate", wrong);
  });
});

describe("vies()", () => {
  const of = (vatNumber: string) => open.call("tax.checkVat", { countryCode: "DE", vatNumber });

  it("says whether a number is valid, and asks for it once", async () => {
    expect((await of("100")).body).toMatchObject({ valid: true, name: "Sandbox & Co" });
    expect((await of("200")).body).toMatchObject({ valid: false });
    const before = sentTo("tax").length;
    await of("100");
    expect(sentTo("tax")).toHaveLength(before);
  });

  it.each(["300", "301", "302", "401", "500", "600"])(
    "never calls a number invalid that could not be asked for: %s",
    async (number) => {
      const answer = await of(number);
      expect([answer.status, answer.body["code"]]).toEqual([502, "ISTHMUS612"]);
      expect(answer.text).not.toContain('valid":false');
    },
  );

  it("asks again only what all of VIES could not answer: one member state's trouble is no other's", async () => {
    const tries = async (number: string) => {
      const before = sentTo("tax").length;
      await of(number);
      return sentTo("tax").length - before;
    };
    expect([await tries("301"), await tries("501")]).toEqual([1, 3]);
    for (let at = 0; at < 12; at++) await open.call("states.checkVat", { countryCode: "DE", vatNumber: "301" });
    const other = await open.call("states.checkVat", { countryCode: "FR", vatNumber: "12345678" });
    expect(other.body).toMatchObject({ valid: true });
  });

  it("tells wrong input from trouble, and gives evidence", async () => {
    expect((await of("201")).status).toBe(400);
    const asked = { countryCode: "DE", vatNumber: "100", traderName: "Sandbox & Co", requesterCountryCode: "FR" };
    const evidence = await open.call("tax.checkVatApprox", { ...asked, requesterVatNumber: "100" });
    expect(evidence.body).toMatchObject({
      valid: true,
      traderNameMatch: "1",
      requestIdentifier: expect.stringMatching(/^SANDBOX/) as string,
    });
    await throttled("tax", "checkVatApprox", asked);
  });
});

describe("shippo()", () => {
  const address = { name: "Ada", street1: "Kanal 1", city: "Berlin", zip: "10117", country: "DE" };
  const parcel = { length: 20, width: 15, height: "10", distance_unit: "cm", weight: 900, mass_unit: "g" };
  const shipment = { address_from: address, address_to: address, parcels: [parcel] };

  it("has rates at once, buys a label, tracks it, takes it back and signs what it tells", async () => {
    const made = await open.call("ship.create_shipment", shipment);
    const rates = made.body["rates"] as readonly { readonly object_id: string; readonly amount: string }[];
    expect(rates.map(({ amount }) => amount)).toEqual(["5.00", "13.50"]);
    const label = await open.call("ship.buy_label", { rate: rates[0]?.object_id });
    expect(label.body).toMatchObject({ status: "SUCCESS", tracking_number: expect.stringMatching(/^SBX/) as string });
    const tracking_number = label.body["tracking_number"];
    expect((await open.call("ship.track", { carrier: "shippo", tracking_number })).text).toContain("PRE_TRANSIT");
    const row = await open.read(`ship.labels?select=status&object_id=eq.${String(label.body["object_id"])}`);
    expect(row.body).toEqual([{ status: "SUCCESS" }]);
    expect((await open.call("ship.refund_label", { transaction: label.body["object_id"] })).status).toBe(200);
    const sent = open.sandbox.outbox.list().find(({ source }) => source === "ship");
    const received = { body: Buffer.from(sent?.body ?? ""), headers: sent?.headers ?? {} };
    expect(webhookSignatures.shippo(received, { secrets: ["whsec_ship"], now: sent?.at ?? 0 }).ok).toBe(true);
  });

  it("says that no label was bought where success is only what the status tells, and buys none twice", async () => {
    const made = await open.call("ship.create_shipment", { ...shipment, address_to: { ...address, zip: "00000" } });
    const [rate] = made.body["rates"] as readonly { readonly object_id: string }[];
    const before = sentTo("ship").length;
    const refused = await open.call("ship.buy_label", { rate: rate?.object_id });
    expect([refused.status, refused.body["code"], refused.text]).toEqual([
      502,
      "ISTHMUS612",
      expect.stringContaining("does not deliver"),
    ]);
    expect(sentTo("ship").length - before).toBe(1);
    const wrong = await open.call("ship.create_shipment", { ...shipment, parcels: [] });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining("parcels")]);
    await throttled("ship", "get_shipment", { object_id: "none" });
  });
});

describe("openaiCompatible()", () => {
  const asked = (model: string) =>
    open.call("model.complete", { model, messages: [{ role: "user", content: "Hello" }] });

  it("answers, places texts once, and lists its models like a table", async () => {
    expect((await asked("sandbox")).text).toContain("The sandbox was asked: Hello");
    const place = () => open.call("model.embed", { model: "sandbox-embedding", input: ["a", "b"] });
    expect((await place()).body["data"]).toHaveLength(2);
    const before = sentTo("model").length;
    await place();
    expect(sentTo("model")).toHaveLength(before);
    expect((await open.read("model.models?select=id&id=eq.sandbox")).body).toEqual([{ id: "sandbox" }]);
  });

  it("takes a failure within an answer of success for one, and an unknown model for none", async () => {
    const broken = await asked("sandbox-broken");
    expect([broken.status, broken.text]).toEqual([502, expect.stringContaining("not loaded")]);
    expect((await asked("nobody")).status).toBe(404);
  });

  it("stops where the tokens are used up, for as long as the headers say", async () => {
    await throttled("model", "get_model", { id: "sandbox" });
    await new Promise((resolve) => setTimeout(resolve, 0));
    const last = await asked("sandbox-busy");
    // Held by the throttle before, or by the budget from now on: no more is asked.
    const held = await asked("sandbox");
    expect([last.status, held.status].at(-1)).toBe(503);
    expect(Number(held.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});
