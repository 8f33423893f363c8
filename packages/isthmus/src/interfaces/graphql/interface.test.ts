// The suite that every interface has to pass.

import { describe } from "vitest";
import { readGraphqlCase } from "../../../test/golden/read-graphql-case.ts";
import { testInterface } from "../../../test/suites/interface-suite.ts";
import type { Request } from "../../core/index.ts";
import { graphql } from "./index.ts";

function request(body: string): Request {
  const headers = { "content-type": "application/json" };
  return { id: "suite", method: "POST", path: "/", query: "", headers, body, base: "http://shop.example/graphql" };
}

describe("the interface graphql", () => {
  testInterface({
    // A near miss hangs on how the asked name looks; that it names nothing hidden is looked at in parse.test.ts.
    face: graphql({ suggestions: false }),
    golden: (folder) => {
      const asked = readGraphqlCase(folder);
      return asked === undefined || asked.differs !== undefined
        ? undefined
        : { as: asked.as, request: request(asked.body) };
    },
    read: (resource, field, value) =>
      request(
        value === undefined
          ? JSON.stringify({ query: `{ ${resource} { ${field} } }` })
          : JSON.stringify({
              query: `query($value: String) { ${resource}(where: {${field}: {_eq: $value}}) { ${field} } }`,
              variables: { value },
            }),
      ),
    // What befalls a field is no matter of HTTP.
    statuses: {
      invalid: 200,
      unauthenticated: 401,
      forbidden: 200,
      missing: 200,
      conflict: 200,
      limited: 429,
      unsupported: 200,
      unavailable: 503,
      timeout: 504,
      internal: 500,
    },
  });
});
