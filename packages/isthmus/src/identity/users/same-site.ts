// Whether a request that carries a cookie was meant by the page it comes from: a browser sends cookies along with what
// any page has it send (cross-site request forgery). Pure.

export interface SentHeaders {
  readonly [name: string]: string | readonly string[] | undefined;
}

const safe: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether the method is one that changes nothing (RFC 9110, 9.2.1). */
export function isSafeMethod(method: string): boolean {
  return safe.has(method);
}

/**
 * By `Origin`, which browsers send with every request that may change something, else by `Sec-Fetch-Site`. Neither: not
 * told, so no.
 *
 * @param trusted Whether pages of an origin may act for who is signed in here.
 */
export function sameSiteRequest(headers: SentHeaders, trusted: (origin: string) => boolean): boolean {
  const origin = headers["origin"];
  if (origin !== undefined) return typeof origin === "string" && origin !== "null" && trusted(origin);
  return headers["sec-fetch-site"] === "same-origin";
}
