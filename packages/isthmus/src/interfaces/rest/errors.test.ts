import { describe, expect, it } from "vitest";
import { Problem, toProblem, type ProblemFields, type Request } from "../../core/index.ts";
import { refuse } from "./errors.ts";

const request: Request = {
  id: "1",
  method: "GET",
  path: "/x",
  query: "",
  headers: {},
  body: "",
  base: "https://shop.example",
};

function refusal(more: Partial<ProblemFields> = {}, authenticated = true, method = "GET") {
  return refuse(
    new Problem({ code: "PGRST100", category: "invalid", message: "No", ...more }),
    { ...request, method },
    authenticated,
  );
}

describe("a refusal", () => {
  it("has the four members in the dialect's order, empty ones as null", () => {
    const reply = refusal({ hint: "Try this" });
    expect(reply.body).toBe('{"code":"PGRST100","details":null,"hint":"Try this","message":"No"}');
    expect(reply.headers).toEqual({
      "content-type": "application/json; charset=utf-8",
      "proxy-status": "Isthmus; error=PGRST100",
    });
  });

  it.each([
    ["invalid", 400],
    ["unauthenticated", 401],
    ["forbidden", 403],
    ["missing", 404],
    ["conflict", 409],
    ["limited", 429],
    ["unsupported", 400],
    ["unavailable", 503],
    ["timeout", 504],
    ["internal", 500],
  ] as const)("of the category %s has status %i", (category, status) => {
    expect(refusal({ category }).status).toBe(status);
  });

  it("has the finer status a problem asks for", () => {
    expect(refusal({ status: 416 }).status).toBe(416);
  });

  it("for what is forbidden asks a stranger who he is", () => {
    expect(refusal({ category: "forbidden", code: "42501" }, false)).toMatchObject({
      status: 401,
      headers: { "www-authenticate": "Bearer" },
    });
    expect(refusal({ category: "forbidden", code: "42501" }, true).headers).not.toHaveProperty("www-authenticate");
  });

  it("keeps the challenge that came with the problem", () => {
    const headers = { "WWW-Authenticate": 'Bearer error="invalid_token"' };
    expect(refusal({ category: "unauthenticated", headers }).headers["www-authenticate"]).toBe(
      'Bearer error="invalid_token"',
    );
  });

  it("says after how many whole seconds to try again, and always when the database is away", () => {
    expect(refusal({ category: "limited", retryAfter: 2.2 }).headers["retry-after"]).toBe("3");
    expect(refusal({ category: "unavailable" }).headers["retry-after"]).toBe("1");
    expect(refusal({ category: "limited" }).headers).not.toHaveProperty("retry-after");
  });

  it("of a HEAD request has no body, and its code in a header", () => {
    expect(refusal({}, true, "HEAD")).toMatchObject({
      body: null,
      headers: { "proxy-status": "Isthmus; error=PGRST100" },
    });
  });

  it("never tells what caused it", () => {
    const reply = refuse(toProblem(new Error("password=hunter2")), request, true);
    expect(JSON.stringify(reply)).not.toContain("hunter2");
    expect(reply).toMatchObject({ status: 500 });
  });

  it("prints details that JSON has no word for", () => {
    expect(refusal({ details: { rows: 12n } }).body).toContain('"details":{"rows":"12"}');
  });

  it("lets no code or header that a database function raised end a header early", () => {
    const reply = refusal({ code: 'x"\r\ny: z', headers: { "X-A": "b\r\nc: d", "bad name": "e" } });
    expect(reply.headers["proxy-status"]).toBe('Isthmus; error="x\\"%0D%0Ay: z"');
    expect(reply.headers["x-a"]).toBe("b%0D%0Ac: d");
    expect(Object.keys(reply.headers)).not.toContain("bad name");
  });
});
