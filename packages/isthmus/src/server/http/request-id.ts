// Every request has an id, by which its log line is found: the caller's own when it is well-formed, else a new one.

import { randomBytes } from "node:crypto";

const wellFormed = /^[A-Za-z0-9._-]{1,64}$/;

/** Ids of one process begin alike; those of two processes differ. */
export function createRequestIds(): (given: string | undefined) => string {
  const process = randomBytes(6).toString("base64url");
  let count = 0;
  return (given) => (given !== undefined && wellFormed.test(given) ? given : `${process}.${(count++).toString(36)}`);
}
