// What a caller shows to say who he is.

import type { IncomingHttpHeaders } from "node:http";
import type { Request } from "../../core/index.ts";
import type { Credentials } from "../../engine/index.ts";

/** @param method Where it is none of HTTP's safe ones, a cookie is believed only when a page of an allowed origin sends it. */
export function credentialsOf(headers: IncomingHttpHeaders | Request["headers"], method: string): Credentials {
  if (headers["cookie"] !== undefined || headers["x-tenant"] !== undefined)
    return { ...shown(headers), request: { method, headers } };
  return shown(headers);
}

function shown(headers: IncomingHttpHeaders | Request["headers"]): Credentials {
  const authorization = headers["authorization"];
  const apiKey = headers["x-api-key"] as string | undefined;
  if (apiKey === undefined) return authorization === undefined ? none : { authorization };
  return authorization === undefined ? { apiKey } : { authorization, apiKey };
}

const none: Credentials = {};
