// Records what a real API answers, without its secrets: those of the configuration, and those that only the call itself shows.

import type { HttpAnswer, HttpCall } from "../../sources/shared/http/exchange.ts";
import type { Outside } from "../../sources/shared/http/outside.ts";
import type { Recordings } from "../../sources/shared/sandbox/recordings.ts";
import { createRedaction } from "../../sources/shared/sandbox/redact.ts";
import { isSecretName } from "../../sources/shared/sandbox/secret-names.ts";

/** Headers that hold credentials, whatever their names. */
const holders = /^(?:authorization|proxy-authorization|cookie)$/;

export function createRecorder(
  recordings: Recordings,
  secrets: readonly string[],
  ignored: readonly string[],
): Outside {
  return {
    async heard(call, answer) {
      if (!isWorthKeeping(call, answer)) return;
      const all = [...secrets, ...inHeaders(call.headers), ...inHeaders(answer.headers)];
      const date = new Date().toISOString().slice(0, 10);
      await recordings.keep(call, answer, createRedaction(all, ignored), date).catch((error: unknown) => {
        process.stderr.write(`Not recorded: ${error instanceof Error ? error.message : String(error)}\n`);
      });
    },
  };
}

/** Tokens are never kept; 304 says nothing by itself; a refusal of the credentials or of the pace is of no use later. */
function isWorthKeeping(call: HttpCall, { status }: HttpAnswer): boolean {
  const token = call.operation === "token" && typeof call.body === "string" && call.body.includes("grant_type=");
  return !token && status !== 304 && status !== 401 && status !== 429 && status < 500;
}

function inHeaders(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (name === "set-cookie" || name === "cookie")
      return value.split(/[;,]\s*/).flatMap((pair) => pair.split("=").slice(1).join("=") || []);
    if (!holders.test(name)) return isSecretName(name) ? [value] : [];
    const [scheme = "", ...rest] = value.split(" ");
    const token = rest.join(" ");
    if (scheme.toLowerCase() !== "basic") return [token || scheme];
    const pair = Buffer.from(token, "base64").toString();
    return [token, pair.slice(pair.indexOf(":") + 1)];
  });
}
