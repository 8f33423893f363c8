// Who the server is to an API, and what of that must never be shown.

import type { HttpSettings } from "../http/options.ts";

/** Texts that must not come back to a caller in an API's own words. */
export function secretsOf({ auth, tls }: Pick<HttpSettings, "auth" | "tls">): readonly string[] {
  const { apiKey, basic, bearer, oauth2, sigv4 } = auth ?? {};
  return [
    apiKey?.value,
    basic?.password,
    bearer,
    oauth2?.clientSecret,
    oauth2?.refreshToken,
    sigv4?.secretAccessKey,
    sigv4?.sessionToken,
    tls?.key,
  ].filter((secret) => secret !== undefined);
}

/** Headers of every call, by their names in lower case. */
export function headersOf({ headers }: Pick<HttpSettings, "headers">): Readonly<Record<string, string>> {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { "user-agent": "isthmus", ...Object.fromEntries(lower) };
}
