// Name resolution that gives no address which may not be called. The connection is made to what it gives, so that a name
// cannot answer one way when it is looked at and another when it is used.

import { lookup as systemLookup, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import type { AllowedAddresses } from "./addresses.ts";

/** Every address of a name. */
export type Resolve = (
  host: string,
  done: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void;

export const resolveBySystem: Resolve = (host, done) => systemLookup(host, { all: true }, done);

/** Its message may be logged; it names the host and never the address, which is the network's own affair. */
export function blockedAddress(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${host} is at a private address, and is not named in allowPrivate`), {
    code: "ISTHMUS_BLOCKED",
  });
}

export function guardLookup(allowed: AllowedAddresses, resolve: Resolve): LookupFunction {
  return (host, options, done) => {
    resolve(host, (error, found) => {
      if (error !== null) return done(error, "", 0);
      const family = options.family === 4 || options.family === 6 ? options.family : undefined;
      const wanted = family === undefined ? found : found.filter((one) => one.family === family);
      const permitted = wanted.filter(({ address }) => allowed.permits(host, address));
      const [first] = permitted;
      if (first === undefined) return done(wanted.length > 0 ? blockedAddress(host) : notFound(host), "", 0);
      if (options.all === true) done(null, [...permitted]);
      else done(null, first.address, first.family);
    });
  };
}

function notFound(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${host} has no address`), { code: "ENOTFOUND" });
}
