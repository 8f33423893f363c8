import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { ftsQuery } from "./fts.ts";
import { likeMatcher, registerFunctions } from "./functions.ts";

test.each([
  ["a%", "abc", true],
  ["a_c", "abc", true],
  ["%b%", "abc", true],
  ["%c%b%", "abc", false],
  ["a", "A", false],
  ["50\\%", "50%", true],
  ["50\\%", "500", false],
  ["_", "😀", true],
  ["", "", true],
  ["%", "", true],
  ["a%b%c", "a--b--c--c", true],
])("like %j of %j is %j", (pattern, value, matches) => {
  expect(likeMatcher(pattern, false)(value)).toBe(matches);
});

test("like without regard to case knows more than ASCII", () => {
  expect(likeMatcher("ÄPFEL%", true)("äpfelmus")).toBe(true);
});

test("like ending in an escape is refused as in PostgreSQL", () => {
  expect(() => likeMatcher("a\\", false)).toThrow(expect.objectContaining({ code: "22025" }));
});

test("a hostile like pattern takes no more than pattern times text", () => {
  const started = performance.now();
  expect(likeMatcher(`${"%a".repeat(200)}b`, false)("a".repeat(20_000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test.each([
  ["plain", "the cat's \"hat", '"body" : (("the" AND "cat" AND "s" AND "hat"))'],
  ["phrase", "fat cat", '"body" : ("fat cat")'],
  ["web", '"fat cat" -dog or rat', '"body" : (((("fat cat") NOT ("dog")) OR ("rat")))'],
  ["query", "fat & (cat | ra:*) & !dog", '"body" : ((("fat" AND ("cat" OR "ra" *)) NOT ("dog")))'],
  ["query", "fat <-> cat", '"body" : ("fat" + "cat")'],
  ["plain", "  ", '""'],
])("a %s search for %j is spelled for FTS5", (kind, words, query) => {
  expect(ftsQuery(kind, words, "body")).toBe(query);
});

test.each([
  ["query", "fat &", "42601"],
  ["query", "(fat", "42601"],
  ["query", "!dog", "PGRST127"],
  ["plain", "a".repeat(1_001), "42601"],
])("a %s search for %j is refused with %s", (kind, words, code) => {
  expect(() => ftsQuery(kind, words, "body")).toThrow(expect.objectContaining({ code }));
});

test("FTS5 takes what is spelled for it, and finds by it", () => {
  const database = new DatabaseSync(":memory:");
  registerFunctions(database);
  database.exec(
    "CREATE VIRTUAL TABLE notes USING fts5(title, body); INSERT INTO notes VALUES ('fat', 'a fat cat sat'), ('rat', 'the \"rats\" ran')",
  );
  const search = database.prepare(
    "SELECT group_concat(title) AS found FROM notes WHERE notes MATCH isthmus_fts(?1, ?2, 'body')",
  );
  const found = (kind: string, words: string): unknown => search.get(kind, words)?.["found"];
  expect(found("plain", "cat fat")).toBe("fat");
  expect(found("phrase", "cat fat")).toBe(null);
  expect(found("web", "cat or rats")).toBe("fat,rat");
  expect(found("web", "a -cat")).toBe(null);
  expect(found("query", "ra:* & !cat")).toBe("rat");
  expect(found("query", "fat <-> cat")).toBe("fat");
  expect(found("plain", 'title:fat* NEAR("')).toBe(null);
  expect(found("plain", "")).toBe(null);
  database.close();
});
