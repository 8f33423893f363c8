import { afterAll, beforeAll, expect, it } from "vitest";
import { openEngine, type OpenEngine } from "../../test/kit/open-engine.ts";
import type { Principal } from "../core/index.ts";
import { policyReach } from "./reach.ts";
import { createViews } from "./view.ts";

const all = { read: true } as const;
const roles = {
  free: { documents: all, teams: all, members: all, people: all },
  owner: { documents: { read: { where: { owner: 1 } } }, teams: all, members: all, people: all },
  teammate: {
    documents: { read: { where: { or: [{ owner: 1 }, { not: { team: { members: { person_id: 1 } } } }] } } },
    teams: all,
    members: all,
  },
  junction: { teams: all, people: all, members: { read: { where: { team: { name: "a" } } } } },
};
let engine: OpenEngine;
beforeAll(async () => {
  engine = await openEngine(
    "sqlite",
    `create table people (id integer primary key, name text); create table teams (id integer primary key, name text);
     create table members (team_id integer references teams (id), person_id integer references people (id), primary key (team_id, person_id));
     create table documents (id integer primary key, owner integer, team_id integer references teams (id));`,
    roles,
  );
});
afterAll(() => engine.close());

function reach(query: string, ...held: readonly string[]) {
  const principal: Principal = { kind: "user", id: "1", roles: held, claims: {} };
  const view = createViews(engine.catalog, engine.policies).of(principal);
  const [path = "", search = ""] = query.split("?");
  const request = { id: "", method: "GET", path, query: search, headers: {}, body: "", base: "" };
  const [question] = engine.face.parse(request, view.catalog).questions;
  if (question === undefined) throw new Error("no question");
  return policyReach(question.statement, view);
}

it("a read under no row policy looks at nothing, whatever it filters and embeds by itself", () => {
  expect(reach("/documents?select=id,team(name)&team.name=eq.a&order=id", "free")).toBe("none");
});

it("a policy over the rows' own fields reaches no further, also where the resource is only embedded or joined by", () => {
  expect(reach("/documents", "owner")).toBe("own");
  expect(reach("/teams?select=id,documents(id)", "owner")).toBe("own");
  expect(reach("/teams?select=id,documents()&documents=not.is.null", "owner")).toBe("own");
  expect(reach("/teams", "owner")).toBe("none");
});

it("a policy over other records reaches further, however deep it stands", () => {
  expect(reach("/documents", "teammate")).toBe("related");
  expect(reach("/teams?select=id,documents(id)", "teammate")).toBe("related");
  expect(reach("/documents", "owner", "teammate")).toBe("related");
});

it("the policy of a junction counts, though nobody selects it", () => {
  expect(reach("/teams?select=name,people(name)", "junction")).toBe("related");
  expect(reach("/people?select=name", "junction")).toBe("none");
});
