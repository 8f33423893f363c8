// The body of an answer in the medium that was asked for. JSON passes through as the source built it.

import type { Reply, Result } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import { csv } from "./csv.ts";
import { rawBytes, rawText } from "./raw-body.ts";

export function bodyOf(context: RestContext, result: Result): Reply["body"] {
  const { body } = result;
  switch (context.media.kind) {
    case "csv":
      return csv(body ?? "[]", context.columns);
    case "text":
    case "xml":
      return body === null ? "" : rawText(body);
    case "bytes":
      return body === null ? "" : rawBytes(body);
    default:
      // A function may answer SQL null, which JSON has a word for.
      return body ?? (context.scalar === true ? "null" : "");
  }
}
