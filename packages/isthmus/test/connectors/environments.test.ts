// Keys of connectors: live and test never mix, those that were not chosen are not read, and none is shown.

import { afterEach, describe, expect, it } from "vitest";
import { mailchimp, nominatim, openaiCompatible, resend, shippo, stripe } from "../../src/connectors/index.ts";
import type { Configuration } from "../../src/core/index.ts";
import { isSecretName } from "../../src/core/secret.ts";
import { secret } from "../../src/index.ts";
import { serve, type Serving } from "../../src/server/command/serve.ts";
import { settleThirdParties } from "../../src/server/sandbox/third-parties.ts";
import { json, openUpstream } from "../../src/sources/shared/http/testing/upstream.ts";

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function start(sources: Configuration["sources"]): Promise<Serving> {
  const serving = await serve(
    {
      sources,
      roles: { anonymous: { "*": { read: true, call: true } } },
      functions: false,
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
    },
    {},
  );
  opened.push(() => serving.server.stop());
  return serving;
}

const ask = (serving: Serving, name: string, given: object) =>
  fetch(`${serving.server.addresses.api}/rpc/${name}`, {
    method: "POST",
    body: JSON.stringify(given),
    headers: { "content-type": "application/json" },
  });

describe("environments of a connector", () => {
  it.each([
    ["Stripe", stripe, "sk_test_canary"],
    ["Shippo", shippo, "shippo_test_canary"],
  ])(
    "refuse a key of %s that is another's, written there or read, and do not show it",
    async (vendor, connector, key) => {
      process.env["CONNECTOR_KEY"] = key;
      opened.push(async () => delete process.env["CONNECTOR_KEY"]);
      for (const given of [key, secret("CONNECTOR_KEY")]) {
        const problem: unknown = await start({ one: connector({ environments: { live: { key: given } } }) }).catch(
          (thrown: unknown) => thrown,
        );
        expect(String(problem)).toContain(`a key of ${vendor} for its test environment`);
        expect(String(problem)).not.toContain("canary");
      }
    },
  );

  it("read the secrets of the one that was chosen, and call with them", async () => {
    const upstream = await openUpstream((_, response) => json(response, { id: "re_1", last_event: "sent" }));
    opened.push(() => upstream.close());
    process.env["CONNECTOR_LIVE"] = "re_live_canary";
    opened.push(async () => delete process.env["CONNECTOR_LIVE"]);
    const serving = await start({
      mail: resend({
        server: upstream.origin,
        allowPrivate: ["127.0.0.1"],
        environments: { live: { key: secret("CONNECTOR_LIVE") }, test: { key: secret("CONNECTOR_NEVER_SET") } },
      }),
    });
    expect((await ask(serving, "get_email", { id: "re_1" })).status).toBe(200);
    expect(upstream.asked[0]?.headers["authorization"]).toBe("Bearer re_live_canary");
  });

  it("need no secret in the sandbox", () => {
    const sources = { pay: stripe({ key: secret("NEVER_SET") }), list: mailchimp({ key: secret("NEVER_SET") }) };
    const { configuration, sandboxed } = settleThirdParties({ sources }, { development: true, all: true });
    expect(sandboxed).toEqual(["pay", "list"]);
    const { options } = configuration.sources.pay as { options: { key: unknown } };
    expect([isSecretName(options.key), options.key]).toEqual([false, "sk_test_sandbox"]);
  });
});

describe("options of a connector", () => {
  it("are checked: its own, and those of its source", async () => {
    const wrong = (sources: Configuration["sources"]) => start(sources).catch((thrown: unknown) => String(thrown));
    expect(await wrong({ list: mailchimp({ key: "no data centre" }) })).toContain("data centre");
    expect(await wrong({ model: openaiCompatible({ server: "ftp://models.example" }) })).toContain("server");
    expect(await wrong({ places: nominatim({ userAgent: "a@b.example", rates: 1 } as never) })).toContain("rates");
    expect(await wrong({ pay: stripe({} as never) })).toContain("key");
  });

  it("are laid over the connector's: headers, calls and rules one by one, all else as it is said", () => {
    const { expand } = stripe({
      key: "sk_test_1",
      headers: { "x-own": "1" },
      operations: { get_payment: { cache: { ttl: 5 } } },
      calls: { balance: { request: "GET /v1/balance" } },
      timeout: 7,
    });
    const options = expand?.({
      key: "sk_test_1",
      headers: { "x-own": "1" },
      calls: { balance: {} },
      timeout: 7,
      version: "2026",
    });
    expect(options).toMatchObject({
      headers: { "x-own": "1", "stripe-version": "2026" },
      timeout: 7,
      rate: { perSecond: 25 },
    });
    expect(Object.keys((options?.["calls"] ?? {}) as object)).toEqual(
      expect.arrayContaining(["balance", "create_payment"]),
    );
  });

  it("may name the vendor's own document, whose operations are offered with the connector's key and rules", async () => {
    const document = `${import.meta.dirname}/../apis/payments.yaml`;
    const source = stripe({ key: "sk_test_1", document, server: "https://api.stripe.com" });
    expect(source.kind).toBe("openapi");
    const serving = await start({ pay: source });
    const names = serving.schemas.get("pay")?.operations.map(({ name }) => name) ?? [];
    expect(names.length).toBeGreaterThan(0);
    expect(names).not.toContain("create_payment");
  });
});
