// The APIs that are called: one that answers at once, and one that takes what it is asked and never answers.
// node upstream.ts <port> <port of the one that never answers>

import { createServer } from "node:http";

const [port = "0", silentPort = "0"] = process.argv.slice(2);

/** Some 400 bytes, as a payment or a product of a third party is. */
function item(id: string): string {
  return JSON.stringify({
    id,
    object: "payment_intent",
    amount: 4_990,
    currency: "eur",
    status: "succeeded",
    created: 1_760_000_000,
    description: `Order ${id}, three pieces`,
    customer: { id: `cus_${id}`, email: `customer${id}@example.com`, name: "Ada Lovelace" },
    metadata: { order: id, channel: "web", campaign: "autumn" },
    charges: [{ id: `ch_${id}`, amount: 4_990, paid: true, method: { type: "card", brand: "visa", last4: "4242" } }],
  });
}

let asked = 0;
createServer((request, response) => {
  if (request.url === "/asked") return response.end(String(asked));
  asked++;
  const body = item(/\d+$/.exec(request.url ?? "")?.[0] ?? "0");
  const answer = () =>
    response
      .writeHead(200, { "content-type": "application/json; charset=utf-8", "content-length": Buffer.byteLength(body) })
      .end(body);
  if (request.url?.startsWith("/slow") === true) setTimeout(answer, 100);
  else answer();
}).listen(Number(port), "127.0.0.1");

createServer(() => undefined).listen(Number(silentPort), "127.0.0.1");
