// The reply to a batch: the reply of every part, in order, within one JSON text. Bodies that are JSON stand in it as
// they came; other bodies stand in it as strings.

import type { Reply } from "../../../core/index.ts";
import type { Headers } from "./prepared.ts";

export function renderBatch(replies: readonly Reply[], headers: Headers): Reply {
  const parts = replies.map(
    (reply) => `{"status":${reply.status},"headers":${JSON.stringify(reply.headers)},"body":${embed(reply)}}`,
  );
  return {
    status: 200,
    headers: { ...headers, "content-type": "application/json; charset=utf-8" },
    body: `{"results":[${parts.join(",")}]}`,
  };
}

function embed(reply: Reply): string {
  const { body } = reply;
  if (body === null || body.length === 0) return "null";
  if (typeof body !== "string") return JSON.stringify(body.toString("base64"));
  return isJson(reply.headers["content-type"]) ? body : JSON.stringify(body);
}

function isJson(type: string | readonly string[] | undefined): boolean {
  return typeof type === "string" && (type.startsWith("application/json") || type.includes("+json"));
}
