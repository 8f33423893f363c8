// The credentials that a source's `auth` speaks of.

import type { Clock } from "../clock.ts";
import type { Send } from "../exchange.ts";
import type { HttpSettings } from "../options.ts";
import { allOf, type Credentials } from "./credentials.ts";
import { oauth2, type TokenStore } from "./oauth2.ts";
import { apiKey, basic, bearer } from "./plain.ts";
import { sigV4 } from "./sigv4.ts";

/** @param send How a token is fetched: past the retries and the breaker of the API, which may be another host's. */
export function credentialsOf(
  auth: HttpSettings["auth"],
  send: Send,
  clock: Clock,
  tokens?: TokenStore,
): Credentials | undefined {
  if (auth === undefined) return undefined;
  const given: Credentials[] = [];
  if (auth.apiKey !== undefined) given.push(apiKey(auth.apiKey));
  if (auth.basic !== undefined) given.push(basic(auth.basic.username, auth.basic.password));
  if (auth.bearer !== undefined) given.push(bearer(auth.bearer, auth.scheme));
  if (auth.oauth2 !== undefined) given.push(oauth2(auth.oauth2, send, clock, tokens));
  // Last, since it signs what the others have added.
  if (auth.sigv4 !== undefined) given.push(sigV4(auth.sigv4, clock));
  const [only] = given;
  return given.length > 1 ? allOf(given) : only;
}
