// A shop that depends on other people's APIs, as its developer has it in a folder, with a guard that notes every name that is
// looked up and every socket that is opened.

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { createFolder, type Folder } from "../kit/command-line.ts";

export const guard = `
import dns from "node:dns";
import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
const note = (what) => appendFileSync("opened.txt", what + "\\n");
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) { note("socket " + JSON.stringify(given)); return connect.apply(this, given); };
for (const name of ["lookup", "resolve", "resolve4", "resolve6"]) { const real = dns[name]; dns[name] = (...given) => { note(name + " " + given[0]); return real(...given); }; }
syncBuiltinESMExports();`;

const text = (names: string): string =>
  names
    .split(" ")
    .map((name) => `${name.replace("!", "")}: { type: "string"${name.endsWith("!") ? ", required: true" : ""} }`)
    .join(", ");

/** Calls as a developer would write them; no environment variable of these is set. */
export const sources = `
  shop: sqlite({ file: "shop.db" }),
  pay: http({
    server: "https://api.stripe.com",
    auth: { bearer: secret("PAYMENTS_KEY") },
    idempotency: { header: "Idempotency-Key" },
    retry: { firstPause: 5, longestPause: 10 },
    timeout: 2000,
    breaker: { window: 6, least: 4, pause: 60000 },
    calls: {
      create: { request: "POST /v1/payment_intents", body: "form", output: { type: "object", properties: { id: { type: "string" }, status: { type: "string" }, next_action: {}, amount: { type: "integer" } } },
        input: { amount: { type: "integer", required: true }, currency: { type: "string", required: true }, payment_method: { type: "string" }, confirm: { type: "boolean" }, capture_method: { type: "string" }, return_url: { type: "string" }, description: { type: "string" } } },
      confirm: { request: "POST /v1/payment_intents/{id}/confirm", body: "form", input: { ${text("id! payment_method")} } },
      capture: { request: "POST /v1/payment_intents/{id}/capture", body: "form", input: { id: { type: "string", required: true }, amount_to_capture: { type: "integer" } } },
      cancel: { request: "POST /v1/payment_intents/{id}/cancel", body: "form", input: { ${text("id!")} } },
      intent: { request: "GET /v1/payment_intents/{id}", input: { ${text("id!")} } },
      refund: { request: "POST /v1/refunds", body: "form", input: { payment_intent: { type: "string", required: true }, amount: { type: "integer" } } },
      balance: { request: "GET /v1/balance" },
    },
    sandbox: { webhooks: { url: "http://127.0.0.1:4000/hooks/payments", secret: "whsec_test_canary" } },
  }),
  mail: http({ server: "https://api.resend.com", auth: { bearer: secret("MAIL_KEY") },
    calls: { send: { request: "POST /emails", input: { ${text("from! to! subject! html text")} } } } }),
  text: http({ server: "https://api.twilio.com", auth: { basic: { username: secret("SMS_SID"), password: secret("SMS_TOKEN") } },
    calls: { send: { request: "POST /2010-04-01/Accounts/{account}/Messages.json", body: "form", input: { ${text("account! To! From! Body!")} } } } }),
  places: http({ server: "https://nominatim.openstreetmap.org", calls: { search: { request: "GET /search", input: { ${text("q! format")} } } } }),
  sky: http({ server: "https://api.open-meteo.com", calls: { forecast: { request: "GET /v1/forecast", input: { latitude: { type: "number" }, longitude: { type: "number" }, ${text("current daily")} } } } }),
  people: http({ server: "https://us1.api.mailchimp.com", auth: { basic: { username: "any", password: secret("LIST_KEY") } },
    calls: { put: { request: "PUT /3.0/lists/{list}/members/{hash}", input: { ${text("list! hash! email_address! status_if_new!")} } } } }),
  counts: http({ server: "https://www.google-analytics.com", auth: { apiKey: { in: "query", name: "api_secret", value: secret("GA_SECRET") } },
    calls: { collect: { request: "POST /mp/collect", output: "nothing", input: { client_id: { type: "string", required: true }, events: { type: "array", required: true } } } } }),
  pets: openapi({ document: "pets.yaml", auth: { oauth2: { tokenUrl: "https://auth.pets.invalid/token", clientId: "shop", clientSecret: secret("PETS_SECRET") } }, answers: "strict" }),
`;

const pets = `openapi: 3.1.0
info: { title: Pets, version: "1" }
servers: [{ url: https://pets.invalid/v1 }]
paths:
  /pets:
    get:
      operationId: pets
      responses: { "200": { description: ok, content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Pet" } } } } } }
  /pets/{id}:
    get:
      operationId: pet
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Pet" }, example: { id: p1, name: Rex, kind: dog, weight: 12.5, born: "2020-01-01" } } } } }
components:
  schemas:
    Pet:
      type: object
      required: [id, name, kind]
      properties:
        id: { type: string, format: uuid }
        name: { type: string, minLength: 3, maxLength: 12 }
        kind: { type: string, enum: [cat, dog] }
        weight: { type: number, minimum: 0.5, maximum: 90 }
        born: { type: string, format: date }
        parent: { oneOf: [{ $ref: "#/components/schemas/Pet" }, { type: "null" }] }
`;

export const config = (more = "", given = sources): string => `
import { defineConfig, defineSimulator, http, openapi, secret, sqlite } from "isthmus";
${guard}
export default defineConfig({
  sources: { ${given} ${more} },
  roles: { anonymous: { "*": { read: true, call: true } } },
  server: { port: 0, admin: { port: 0 } },
});`;

export interface Shop extends Folder {
  /** What the guard noted. */
  opened(): string;
}

export function createShop(text = config()): Shop {
  const folder = createFolder();
  folder.sql("shop.db", "CREATE TABLE orders (id INTEGER PRIMARY KEY, payment TEXT)");
  folder.write("pets.yaml", pets);
  folder.write("isthmus.config.ts", text);
  const noted = path.join(folder.path, "opened.txt");
  return { ...folder, opened: () => (existsSync(noted) ? readFileSync(noted, "utf8") : "") };
}

/** Calls an operation of a server that was started. */
export function caller(api: string) {
  return async (operation: string, body: object = {}, headers: Record<string, string> = {}) => {
    const response = await fetch(`${api}/rpc/${operation.split(".").at(-1)}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", "content-profile": operation.split(".")[0] ?? "", ...headers },
    });
    const text = await response.text();
    const json = text !== "" && response.headers.get("content-type")?.includes("json") === true;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: json ? (JSON.parse(text) as Record<string, unknown>) : undefined,
    };
  };
}
