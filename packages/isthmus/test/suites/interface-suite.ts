// What every interface must keep to, run by each adapter's own test: `parse` and `render` are pure, questions in any
// language become the golden statements, what is hidden is refused like what does not exist, and whatever a caller sends
// is answered by a refusal in the interface's own form.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  Problem,
  type Catalog,
  type Intent,
  type Interface,
  type Principal,
  type ProblemCategory,
  type Query,
  type Question,
  type Reply,
  type Request,
  type Result,
  type Statement,
} from "../../src/core/index.ts";
import { createViews } from "../../src/engine/index.ts";
import { principals, rolesOn, type PrincipalName } from "../golden/roles.ts";
import { seedOf } from "../golden/seed.ts";
import { openEngine, type OpenEngine } from "../kit/open-engine.ts";
import { hostileRequests } from "./hostile-requests.ts";

export interface InterfaceUnderTest {
  readonly face: Interface;
  /** The golden question of a folder as this interface asks it; undefined where it cannot ask it. */
  readonly golden: (folder: URL) => { readonly as: PrincipalName; readonly request: Request } | undefined;
  /** Asks for one field of the records of a resource, all or those in which it has the value. */
  readonly read: (resource: string, field: string, value?: string) => Request;
  /** The status of a refusal, for a caller who has said who he is. */
  readonly statuses: Readonly<Record<ProblemCategory, number>>;
  /** Questions as they are compared with the golden ones. Default: as they are, with the callers' values. */
  readonly comparable?: (questions: readonly Question[]) => unknown;
}

const cases = new URL("../golden/cases/", import.meta.url);
/** Stands in every answered record, so that one can see it arrive; of two scripts, since some bodies are bytes. */
const mark = "⟨mark ☃⟩";

export function testInterface({
  face,
  golden,
  read,
  statuses,
  comparable = (questions) => questions,
}: InterfaceUnderTest): void {
  let opened: OpenEngine;
  const asked = readdirSync(cases)
    .sort()
    .flatMap((name) => {
      const question = golden(new URL(`${name}/`, cases));
      return question === undefined ? [] : [{ name, ...question, request: frozen(question.request) }];
    });
  // The two databases describe types in their own words; the golden statements are those over PostgreSQL.
  beforeAll(async () => {
    opened = await openEngine("postgres", seedOf("postgres"), rolesOn("postgres"));
  });
  afterAll(() => opened?.close());

  const viewOf = (principal: Principal): Catalog => createViews(opened.catalog, opened.policies).of(principal).catalog;
  const parsed = (request: Request, view: Catalog): Intent | Problem => {
    try {
      return face.parse(request, view);
    } catch (thrown) {
      if (thrown instanceof Problem) return thrown;
      throw thrown;
    }
  };
  const refused = (problem: Problem, request: Request): Reply => {
    const reply = face.refuse(problem, request, true);
    expect(sendable(reply), `headers of ${JSON.stringify(reply.headers)}`).toBe(true);
    return reply;
  };
  /** The answer where no source is needed for it: a refusal, or what an intent without questions gives. */
  const answered = (request: Request, view: Catalog): Reply | undefined => {
    const intent = parsed(request, view);
    if (intent instanceof Problem) return refused(intent, request);
    return intent.questions.length > 0 ? undefined : face.render(intent, [], request, view);
  };

  describe("parse", () => {
    it.each(asked)("makes the golden statements of $name", ({ name, as, request }) => {
      const file = new URL(`${name}/statement.json`, cases);
      const intent = parsed(request, viewOf(principals[as]));
      if (intent instanceof Problem || !existsSync(file))
        return expect([intent instanceof Problem, existsSync(file)]).toEqual([true, false]);
      const questions = JSON.parse(readFileSync(file, "utf8")) as readonly Question[];
      expect(comparable(plain(intent.questions))).toEqual(comparable(questions));
    });

    it("is pure: the same request gives the same, whatever was asked in between, and nothing is changed", () => {
      const ask = () => asked.map(({ as, request }) => asText(parsed(request, viewOf(principals[as]))));
      const before = asText(opened.catalog);
      const first = ask();
      expect(ask()).toEqual(first);
      for (const { request } of asked.slice(0, 3))
        for (const hostile of hostileRequests(request)) parsed(hostile, opened.catalog);
      expect(ask().toReversed()).toEqual(first.toReversed());
      expect(asText(opened.catalog)).toBe(before);
    });

    it("gives questions of one shape one statement, with the values apart", () => {
      const view = viewOf(principals.staff);
      const [one, other] = ["wood", "metal"].map((value) => {
        const intent = face.parse(read("tags", "label", value), view);
        return intent.questions[0];
      });
      expect(one?.statement).toBe(other?.statement);
      expect([one?.inputs, other?.inputs].map((inputs) => inputs?.flat())).toEqual([["wood"], ["metal"]]);
      expect(JSON.stringify(one?.statement)).not.toContain("wood");
    });

    it("refuses what is hidden as it refuses what does not exist", () => {
      let compared = 0;
      for (const name of ["anonymous", "ada", "lost"] as const) {
        const view = viewOf(principals[name]);
        const answer = (resource: string, field: string, hidden: string): string => {
          const reply = answered(read(resource, field), view);
          expect(reply, `${resource}.${field} is asked for by ${name}`).toBeDefined();
          return withoutName(reply, hidden);
        };
        for (const resource of opened.catalog.resources.values()) {
          if (!view.resources.has(resource.id)) {
            const absent = "q".repeat(resource.name.length);
            expect(answer(resource.name, "id", resource.name)).toBe(answer(absent, "id", absent));
            compared += 1;
            continue;
          }
          for (const field of resource.fields.keys()) {
            if (view.resources.get(resource.id)?.fields.has(field) === true) continue;
            const absent = "q".repeat(field.length);
            expect(answer(resource.name, field, field)).toBe(answer(resource.name, absent, absent));
            compared += 1;
          }
        }
      }
      expect(compared).toBeGreaterThan(10);
    });

    it("answers whatever a caller sends with questions, or with a refusal that is his own fault", () => {
      const view = viewOf(principals.staff);
      // One of each kind is enough: the others are parsed by the same code.
      const kinds = new Map(asked.map((one) => [`${one.request.method} ${one.name.split("-")[0]}`, one]));
      const wrong: string[] = [];
      for (const { request } of kinds.values()) {
        for (const hostile of hostileRequests(request)) {
          const reply = answered(hostile, view);
          if (reply !== undefined && reply.status >= 500)
            wrong.push(`${reply.status} ${JSON.stringify(hostile).slice(0, 300)}: ${String(reply.body)}`);
        }
      }
      expect(wrong).toEqual([]);
    }, 60_000);
  });

  describe("render", () => {
    it.each(asked)("answers $name with what came back, and changes nothing", ({ as, request }) => {
      const view = viewOf(principals[as]);
      const intent = parsed(request, view);
      if (intent instanceof Problem) return expect(refused(intent, request).status).toBeLessThan(500);
      const outcomes = frozen(intent.questions.map(({ statement }) => resultOf(statement)));
      const reply = face.render(intent, outcomes, request, view);
      expect(reply.status).toSatisfy((status: number) => status >= 200 && status < 300);
      expect(sendable(reply)).toBe(true);
      if (reply.body !== null && typeof outcomes.at(-1)?.body === "string")
        expect(reply.body.toString()).toContain(mark);
      const again = face.render(intent, outcomes, request, view);
      expect([again.status, again.headers, again.body?.toString()]).toEqual([
        reply.status,
        reply.headers,
        reply.body?.toString(),
      ]);
      if (intent.partial !== true) return;
      for (const at of outcomes.keys()) {
        const failed = face.render(
          intent,
          [...outcomes.slice(0, at), problem("conflict"), ...outcomes.slice(at + 1)],
          request,
          view,
        );
        expect(failed.body?.toString()).toContain("told to callers");
        expect(failed.body?.toString()).not.toContain("never told");
      }
    });
  });

  describe("refuse", () => {
    const request = read("tags", "label");
    it.each(Object.entries(statuses) as [ProblemCategory, number][])(
      "tells a problem that is %s by %i, without its cause",
      (category, status) => {
        const reply = refused(problem(category), request);
        expect(reply.status).toBe(status);
        const body = reply.body?.toString() ?? "";
        for (const part of ["TEST1", "told to callers", "a detail", "a hint"]) expect(body).toContain(part);
        expect(JSON.stringify(reply.headers) + body).not.toContain("never told");
      },
    );

    it("says when to come back, and takes a finer status over the category's", () => {
      const reply = refused(
        new Problem({ code: "TEST1", category: "unavailable", message: "m", retryAfter: 7 }),
        request,
      );
      expect(JSON.stringify([reply.headers, reply.body?.toString()])).toMatch(/retry-?after\W+7/i);
    });

    it("can show a problem of which the database has chosen every text", () => {
      for (const text of ["\0", "a\r\nb: c", "\ud800", "x".repeat(100_000), "__proto__", ""]) {
        const reply = refused(
          new Problem({ code: text, category: "invalid", message: text, details: { [text]: [text, 1n] }, hint: text }),
          request,
        );
        expect(reply.status).toBeLessThan(500);
        expect(reply.body).not.toBeNull();
      }
    });
  });
}

function problem(category: ProblemCategory): Problem {
  return new Problem({
    code: "TEST1",
    category,
    message: "told to callers",
    details: "a detail",
    hint: "a hint",
    cause: new Error("never told"),
  });
}

/** What a source could have answered. */
function resultOf(statement: Statement): Result {
  switch (statement.kind) {
    case "query":
      return {
        body: bodyOf(statement),
        rows: 1,
        ...(statement.count === undefined ? {} : { total: 10_000 }),
        ...(statement.cursor === true ? { cursor: "[1]" } : {}),
      };
    case "call":
      return { body: statement.query === undefined ? JSON.stringify(mark) : bodyOf(statement.query), rows: 1 };
    default:
      return {
        body: statement.returning === undefined ? null : bodyOf(statement.returning),
        rows: 1,
        ...(statement.kind === "insert" ? { inserted: 1 } : {}),
        ...(statement.locate === undefined ? {} : { located: statement.locate.map(() => "1") }),
      };
  }
}

function bodyOf({ select, answer }: Query): string {
  const row = JSON.stringify(Object.fromEntries(select.map((one) => [one.as, mark])));
  return answer.as === "one" ? row : `[${row}]`;
}

function withoutName(reply: Reply | undefined, name: string): string {
  return JSON.stringify([reply?.status, reply?.headers, reply?.body?.toString()])
    .replace(/"hint\\*":(?:\\*"Perhaps.*?\\*"|null)(?=[,}])/, "⟨near miss⟩")
    .replaceAll(name, "⟨name⟩");
}

/** Whether Node would take the headers, and nobody could put one of his own among them. */
function sendable({ headers, status }: Reply): boolean {
  const values = Object.values(headers).flat();
  return status >= 200 && status < 600 && values.every((value) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value));
}

/** As it would be after a way through JSON: members that are undefined are not there. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function asText(value: unknown): string {
  if (value instanceof Problem) return JSON.stringify([value.code, value.message, value.details, value.hint]);
  return JSON.stringify(value, (_, item: unknown) =>
    item instanceof Map || item instanceof Set ? [...item] : typeof item === "function" ? "function" : item,
  );
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
