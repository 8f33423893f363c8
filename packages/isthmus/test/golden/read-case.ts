// Reads a golden question: comment lines, the request line, headers, an empty line, the body.

import { readFileSync } from "node:fs";
import { principals, type PrincipalName } from "./roles.ts";

export interface Case {
  readonly title: string;
  readonly as: PrincipalName;
  /** The databases that can answer it alike; the others refuse it, each in its own words. Default: all. */
  readonly on?: readonly string[];
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function readCase(file: string): Case {
  const [head = "", ...rest] = readFileSync(file, "utf8").split("\n\n");
  const lines = head.split("\n");
  const comments = lines.filter((line) => line.startsWith("#")).map((line) => line.slice(1).trim());
  const [request = "", ...headers] = lines.filter((line) => !line.startsWith("#"));
  const [method = "", target = ""] = request.split(" ");
  const as = comments.find((line) => line.startsWith("as: "))?.slice(4) ?? "staff";
  const on = comments.find((line) => line.startsWith("on: "))?.slice(4).split(" ");
  if (!Object.hasOwn(principals, as)) throw new Error(`${file}: there is no principal "${as}"`);
  return {
    title: comments.find((line) => !/^(as|on): /.test(line)) ?? file,
    as: as as PrincipalName,
    ...(on === undefined ? {} : { on }),
    method,
    target,
    headers: Object.fromEntries(headers.map((line) => [line.slice(0, line.indexOf(":")).trim(), line.slice(line.indexOf(":") + 1).trim()])),
    body: rest.join("\n\n").trimEnd(),
  };
}
