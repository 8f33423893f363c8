// The file that hands prepared requests to the load generator: a line each, its parts between tabs. Headers are joined by
// control characters, which no header may hold.

import type { Request } from "../questions.ts";

export function writeRequests(requests: readonly Request[]): string {
  return requests
    .map(({ method, path, headers = {}, body = "" }) =>
      [
        method,
        path,
        Object.entries(headers)
          .map(([name, value]) => `${name}\u0001${value}\u0002`)
          .join(""),
        body,
      ].join("\t"),
    )
    .join("\n");
}

export function readRequests(text: string): readonly Request[] {
  return text.split("\n").map((line) => {
    const [method = "GET", path = "/", headers = "", body = ""] = line.split("\t");
    const pairs = headers.split("\u0002").filter((pair) => pair !== "");
    return {
      method: method as Request["method"],
      path,
      headers: Object.fromEntries(pairs.map((pair) => pair.split("\u0001") as [string, string])),
      ...(body === "" ? {} : { body }),
    };
  });
}
