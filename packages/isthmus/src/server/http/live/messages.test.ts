import { describe, expect, it } from "vitest";
import { completeText, credentialsIn, errorText, nextText, readMessage } from "./messages.ts";

const payload = { query: "subscription { a }" };

describe("a message", () => {
  it.each([
    [{ type: "connection_init" }, { type: "connection_init", payload: {} }],
    [
      { type: "connection_init", payload: null },
      { type: "connection_init", payload: {} },
    ],
    [{ type: "pong", payload: 1 }, { type: "pong" }],
    [
      { type: "complete", id: "1" },
      { type: "complete", id: "1" },
    ],
    [
      { type: "subscribe", id: "1", payload: { ...payload, operationName: null, variables: null } },
      { type: "subscribe", id: "1", payload: { query: payload.query, operationName: undefined } },
    ],
    [
      { type: "subscribe", id: "1", payload: { extensions: { persistedQuery: {} } } },
      { type: "subscribe", id: "1", payload: { query: "" } },
    ],
  ])("%j is read", (message, expected) => {
    expect(readMessage(JSON.stringify(message))).toMatchObject(expected);
  });

  it.each([
    "",
    "null",
    "[]",
    "1",
    '{"type":"__proto__"}',
    '{"type":"next","id":"1","payload":{}}',
    '{"type":"connection_init","payload":1}',
    '{"type":"ping","payload":"x"}',
    '{"type":"complete"}',
    '{"type":"complete","id":1}',
    JSON.stringify({ type: "complete", id: "x".repeat(257) }),
    JSON.stringify({ type: "subscribe", payload }),
    JSON.stringify({ type: "subscribe", id: "", payload }),
    JSON.stringify({ type: "subscribe", id: "1" }),
    JSON.stringify({ type: "subscribe", id: "1", payload: {} }),
    JSON.stringify({ type: "subscribe", id: "1", payload: { query: 1 } }),
    JSON.stringify({ type: "subscribe", id: "1", payload: { ...payload, variables: [] } }),
    JSON.stringify({ type: "subscribe", id: "1", payload: { ...payload, operationName: {} } }),
  ])("%s is none", (text) => {
    expect(readMessage(text)).toBeUndefined();
  });

  it("is written so that its parts stay what they are", () => {
    expect(JSON.parse(nextText('"}', '{"data":12345678901234567890}'))).toMatchObject({ id: '"}', type: "next" });
    expect(nextText("1", '{"data":12345678901234567890}')).toContain("12345678901234567890");
    expect(JSON.parse(errorText("1", [{ message: "m" }]))).toEqual({
      id: "1",
      type: "error",
      payload: [{ message: "m" }],
    });
    expect(JSON.parse(completeText("1"))).toEqual({ id: "1", type: "complete" });
  });
});

describe("credentials in the first message", () => {
  const upgrade = { apiKey: "of the upgrade" };
  it.each([
    [{}, upgrade],
    [{ Authorization: "Bearer t" }, { authorization: "Bearer t" }],
    [{ headers: { "X-API-Key": "k" } }, { apiKey: "k" }],
    [{ headers: { authorization: "Bearer h" }, authorization: "Bearer t" }, { authorization: "Bearer t" }],
    [{ authorization: 1, headers: ["authorization"] }, upgrade],
  ])("of %j are %j", (given, expected) => {
    expect(credentialsIn(given, upgrade)).toEqual(expected);
  });
});
