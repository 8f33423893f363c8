// Where a WSDL is read from: files, and at `isthmus sync` the network, through the source's own guarded client.

import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { Problem } from "../../core/index.ts";
import type { Client } from "../shared/http/client.ts";
import { noRules } from "../shared/http/rules.ts";
import type { Library } from "./wsdl/documents.ts";

export { connect } from "../shared/api/connect.ts";

/** Bytes of one file. */
const largest = 64 * 1_048_576;

export function isAddress(place: string): boolean {
  return /^https?:\/\//i.test(place);
}

/** Of files: what they take in is beside them, and nowhere else. */
export const fileLibrary: Library = {
  resolve(location, base) {
    if (/^[a-z][a-z\d+.-]+:/i.test(location))
      return new Error("a WSDL in a file takes in files alone; save it beside the WSDL, and let the location say so");
    return path.isAbsolute(location) ? new Error("its path is absolute") : path.resolve(path.dirname(base), location);
  },
  async read(place) {
    const { size } = await stat(place);
    if (size > largest) throw new Error(`it is larger than ${largest} bytes`);
    return { bytes: await readFile(place) };
  },
};

/**
 * @param home The WSDL's origin. What it takes in may lie elsewhere, where the source's headers are nobody's business.
 * @param open A client for that origin: its guard, its credentials and its deadlines hold.
 */
export function webLibrary(
  home: string,
  open: () => Promise<Client>,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Library {
  return {
    resolve(location, base) {
      const url = URL.canParse(location, base) ? new URL(location, base) : undefined;
      if (url === undefined || !/^https?:$/.test(url.protocol))
        return new Error("its location is no address of the web");
      if (base.startsWith("https:") && url.protocol === "http:") return new Error("it leads from https to http");
      url.hash = "";
      return url.href;
    },
    async read(place) {
      const client = await open();
      const { origin, pathname, search } = new URL(place);
      const answer = await client.send({
        operation: "wsdl",
        method: "GET",
        origin,
        path: pathname + search,
        headers: {
          accept: "text/xml, application/wsdl+xml, application/xml;q=0.9, */*;q=0.1",
          ...(origin === home ? headers : {}),
        },
        repeatable: true,
        signal,
        deadline: client.clock.now() + client.timeout,
        rules: { cache: { off: true }, ...noRules },
      });
      if (answer.status >= 300)
        throw new Problem({
          code: "ISTHMUS600",
          category: "unavailable",
          message: `${place} was answered with ${answer.status}`,
        });
      const contentType = answer.headers["content-type"];
      return { bytes: answer.body, ...(contentType === undefined ? {} : { contentType }) };
    },
  };
}
