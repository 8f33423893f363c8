// The suite that every interface has to pass.

import { existsSync } from "node:fs";
import { describe } from "vitest";
import { readCase } from "../../../test/golden/read-case.ts";
import { testInterface } from "../../../test/suites/interface-suite.ts";
import type { Request } from "../../core/index.ts";
import { statusOfCategory } from "./errors.ts";
import { rest } from "./index.ts";

function request(method: string, target: string, headers: Request["headers"] = {}, body = ""): Request {
  const mark = target.indexOf("?");
  const [path, query] = mark < 0 ? [target, ""] : [target.slice(0, mark), target.slice(mark + 1)];
  return { id: "suite", method, path, query, headers, body, base: "http://shop.example/api" };
}

describe("the interface rest", () => {
  testInterface({
    face: rest(),
    golden: (folder) => {
      const file = new URL("rest.http", folder);
      if (!existsSync(file)) return undefined;
      const { as, method, target, headers, body } = readCase(file.pathname);
      const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      return { as, request: request(method, target, Object.fromEntries(lowered), body) };
    },
    read: (resource, field, value) =>
      request("GET", `/${resource}?select=${field}${value === undefined ? "" : `&${field}=eq.${value}`}`),
    statuses: statusOfCategory,
  });
});
