// What a caller shows to say who he is.

import type { IncomingHttpHeaders } from "node:http";
import type { Request } from "../../core/index.ts";
import type { Credentials } from "../../engine/index.ts";

export function credentialsOf(headers: IncomingHttpHeaders | Request["headers"]): Credentials {
  const authorization = headers["authorization"];
  const apiKey = headers["x-api-key"] as string | undefined;
  if (apiKey === undefined) return authorization === undefined ? none : { authorization };
  return authorization === undefined ? { apiKey } : { authorization, apiKey };
}

const none: Credentials = {};
