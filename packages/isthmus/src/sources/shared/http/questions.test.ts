// Reads whose question is in the body: SOAP and GraphQL ask everything by POST, of one address.

import { expect, it } from "vitest";
import { client, failed, upstream } from "./testing/kept.ts";
import { json } from "./testing/upstream.ts";
import { post } from "./testing/open-client.ts";

const ask = (origin: string, question: string, rules = {}) =>
  post(origin, "/", { body: `<id>${Math.random()}</id>`, question, repeatable: true, rules });

it("questions under way are shared by what they ask, and not by what their bodies are", async () => {
  const api = await upstream((_asked, response, count) => void setTimeout(() => json(response, count), 30));
  const http = await client(api.origin);
  const answers = await Promise.all(["a", "a", "b", "a"].map((text) => http.send(ask(api.origin, text))));
  expect(api.asked).toHaveLength(2);
  expect(answers.map(({ body }) => Buffer.from(body).toString())).toEqual(["1", "1", "2", "1"]);
});

it("answers to questions are kept for as long as the configuration says, and by nobody's headers", async () => {
  const api = await upstream((_asked, response, count) =>
    json(response, count, 200, { "cache-control": "max-age=600", etag: '"e"' }),
  );
  const http = await client(api.origin);
  const said = async (question: string, rules = {}) =>
    Buffer.from((await http.send(ask(api.origin, question, rules))).body).toString();
  const rules = { cache: { ttl: 60_000 } };
  expect([await said("a"), await said("a"), await said("a", rules), await said("a", rules)]).toEqual([
    "1",
    "2",
    "3",
    "3",
  ]);
  expect(await said("b", rules)).toBe("4");
  // A change of the same address leaves them as they are: everything has this address.
  await http.send(post(api.origin));
  expect(await said("a", rules)).toBe("3");
  expect(api.asked.every(({ headers }) => headers["if-none-match"] === undefined)).toBe(true);
  const never = { ...rules, keeps: () => false };
  expect([await said("c", never), await said("c", never)]).toEqual(["6", "7"]);
});

it("a refusal that comes as a server's failure is an answer where the protocol says so", async () => {
  const api = await upstream((_asked, response) => json(response, { fault: "Client" }, 500));
  const http = await client(api.origin);
  const answered = { answered: () => true };
  expect((await http.send(ask(api.origin, "a", answered))).status).toBe(500);
  expect(api.asked).toHaveLength(1);
  const soft = { ...answered, failed: () => ({ reason: "busy" }) };
  expect((await failed(http.send(ask(api.origin, "a", soft)))).kind).toBe("soft");
  expect(api.asked).toHaveLength(4);
});
