// AWS Signature Version 4: every call is signed by itself, with a key made for the day.
// As documented in "AWS Signature Version 4 for API requests" of the AWS IAM User Guide.

import { createHash, createHmac } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { HttpCall } from "../exchange.ts";
import type { Credentials } from "./credentials.ts";

export interface SigV4Options {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly region: string;
  /** As AWS names it in signatures: `s3`, `ses`, `execute-api`. */
  readonly service: string;
}

export function sigV4(options: SigV4Options, clock: Pick<Clock, "wall">): Credentials {
  let day = "";
  let key: Buffer = Buffer.alloc(0);
  const keyOf = (date: string): Buffer => {
    if (date !== day) {
      day = date;
      key = [date, options.region, options.service, "aws4_request"].reduce<Buffer>(
        (secret, part) => hmac(secret, part),
        Buffer.from(`AWS4${options.secretAccessKey}`),
      );
    }
    return key;
  };
  return { apply: (call) => sign(call, options, new Date(clock.wall()), keyOf) };
}

function sign(call: HttpCall, options: SigV4Options, now: Date, keyOf: (date: string) => Buffer): HttpCall {
  const time = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const date = time.slice(0, 8);
  const hash = sha256(call.body ?? "");
  const signed: Record<string, string> = {
    ...(call.headers["content-type"] === undefined ? {} : { "content-type": call.headers["content-type"] }),
    host: new URL(call.origin).host,
    "x-amz-date": time,
    ...(options.service === "s3" ? { "x-amz-content-sha256": hash } : {}),
    ...(options.sessionToken === undefined ? {} : { "x-amz-security-token": options.sessionToken }),
  };
  const names = Object.keys(signed).toSorted();
  const [path = "/", query = ""] = split(call.path);
  const canonical = [
    call.method,
    // S3 alone takes the path as it is sent; the others want each segment encoded once more.
    options.service === "s3" ? path : path.split("/").map(encode).join("/"),
    canonicalQuery(query),
    ...names.map((name) => `${name}:${(signed[name] ?? "").trim().replaceAll(/ +/g, " ")}`),
    "",
    names.join(";"),
    hash,
  ].join("\n");
  const scope = `${date}/${options.region}/${options.service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
  const signature = hmac(keyOf(date), text).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${options.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  const { host: _host, ...sent } = signed;
  return { ...call, headers: { ...call.headers, ...sent, authorization } };
}

function split(path: string): readonly string[] {
  const at = path.indexOf("?");
  return at < 0 ? [path] : [path.slice(0, at), path.slice(at + 1)];
}

function canonicalQuery(query: string): string {
  if (query === "") return "";
  return query
    .split("&")
    .map((pair) => {
      const at = pair.indexOf("=");
      const [name, value] = at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
      return [encode(decode(name)), encode(decode(value))] as const;
    })
    .toSorted(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
