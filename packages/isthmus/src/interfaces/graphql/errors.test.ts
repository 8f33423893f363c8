import { describe, expect, it } from "vitest";
import { type Intent, Problem, type Request } from "../../core/index.ts";
import type { GraphqlContext } from "./context.ts";
import { refuse } from "./errors.ts";
import { mediaFor } from "./media.ts";
import { invalid, tooMuch } from "./parse/problems.ts";

const request = (accept?: string): Request => ({
  id: "t",
  method: "POST",
  path: "/",
  query: "",
  headers: accept === undefined ? {} : { accept },
  body: "",
  base: "",
});

describe("the media type of an answer", () => {
  it.each([
    [undefined, "application/json"],
    ["*/*", "application/json"],
    ["application/graphql-response+json", "application/graphql-response+json"],
    ["application/graphql-response+json, application/json", "application/graphql-response+json"],
    ["application/json;q=0.9, application/graphql-response+json;q=0.5", "application/json"],
    ["text/html, application/*;q=0.1", "application/json"],
    ["application/json;q=0, application/graphql-response+json", "application/graphql-response+json"],
    ["text/html", undefined],
    ["", undefined],
  ])("for %s is %s", (accept, media) => expect(mediaFor(accept)).toBe(media));
});

describe("a refusal", () => {
  it("of a document has no data, and a status by the medium", () => {
    for (const problem of [invalid("no"), tooMuch("too much")]) {
      expect(refuse(problem, request()).status).toBe(200);
      const strict = refuse(problem, request("application/graphql-response+json"));
      expect(strict.status).toBe(400);
      expect(JSON.parse(String(strict.body))).toEqual({
        errors: [{ message: problem.message, extensions: { code: problem.code } }],
      });
    }
  });

  it("of a change has null for its data, and tells what the database said", () => {
    const problem = new Problem({
      code: "23505",
      category: "conflict",
      message: "taken",
      details: "Key (id)",
      hint: "another",
      cause: "secret",
    });
    const reply = refuse(problem, request("application/graphql-response+json"));
    expect(reply.status).toBe(200);
    expect(JSON.parse(String(reply.body))).toEqual({
      data: null,
      errors: [
        { message: "taken", extensions: { code: "23505", category: "conflict", details: "Key (id)", hint: "another" } },
      ],
    });
  });

  it("names the field of the root that failed, by its alias, and has null for the data whatever the status", () => {
    const entries = [
      { key: "a", pieces: [], questions: [0] },
      { key: "made", pieces: [], questions: [1, 2] },
    ];
    const intent = {
      questions: [],
      transaction: "commit",
      context: { operation: "mutation", entries },
    } satisfies Intent<GraphqlContext>;
    const errorsAt = (category: "conflict" | "unavailable", question?: number) => {
      const reply = refuse(new Problem({ code: "X", category, message: "no", question }), request(), true, intent);
      return { status: reply.status, ...(JSON.parse(String(reply.body)) as object) };
    };
    const extensions = { code: "X", category: "conflict" };
    expect(errorsAt("conflict", 2)).toEqual({
      status: 200,
      data: null,
      errors: [{ message: "no", path: ["made"], extensions }],
    });
    expect(errorsAt("unavailable", 0)).toMatchObject({ status: 503, data: null, errors: [{ path: ["a"] }] });
    expect(errorsAt("conflict")).toEqual({ status: 200, data: null, errors: [{ message: "no", extensions }] });
    expect(errorsAt("unavailable")).not.toHaveProperty("data");
  });

  it("of the request itself has its status, whatever the medium", () => {
    const local = new Problem({ code: "ISTHMUS421", category: "invalid", status: 421, message: "elsewhere" });
    expect(refuse(local, request()).status).toBe(421);
    const busy = refuse(new Problem({ code: "X", category: "unavailable", message: "busy" }), request());
    expect([busy.status, busy.headers["retry-after"]]).toEqual([503, "1"]);
    const stranger = refuse(new Problem({ code: "X", category: "unauthenticated", message: "who?" }), request());
    expect([stranger.status, stranger.headers["www-authenticate"]]).toEqual([401, "Bearer"]);
  });
});
