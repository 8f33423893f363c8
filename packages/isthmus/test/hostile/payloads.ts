// What a hostile caller puts where a name or a value is expected.

export interface Payload {
  readonly name: string;
  /** As it stands in a JSON body or a header. */
  readonly text: string;
  /** As it stands in a URL; percent-encoded. */
  readonly url: string;
}

/** A lone surrogate has no UTF-8; it is sent as the bytes a careless encoder would make of it. */
function encoded(text: string): string {
  return [...text].map((char) => (/^[\ud800-\udfff]$/.test(char) ? surrogate(char.charCodeAt(0)) : encodeURIComponent(char))).join("");
}

function surrogate(code: number): string {
  const bytes = [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
  return bytes.map((byte) => `%${byte.toString(16)}`).join("");
}

const groups: Readonly<Record<string, readonly string[]>> = {
  quotes: ["'", '"', "`", "''", '""', "\\", "\\'", '\\"', "$$", "$a$x$a$", "[", "]", "E'\\''", "x' OR '1'='1", 'x" OR "1"="1', "x'); DROP TABLE vault; --", "1; DELETE FROM customers", "id) FROM vault --", "‘’“”", "ʼ", "＇"],
  comments: ["--", "/*", "*/", "/**/", "#", "id--", "id/*", ";", ";;", "id;"],
  brackets: ["(", ")", "}", "{", "}))]", "((((((((((", "{{", "{{0.id}}", ",", ",,", ".", "..", "!", "::", ":", "*", "->", "->>", "->>'", "->0->>-1", "?", "??", "&", "=", "%", "_"],
  injections: ["id UNION SELECT combination FROM vault", "(select combination from vault)", "id,(select secret from customers)", "pg_sleep(5)", "secret", "SECRET", "Secret", "customers.secret", "customers(secret)", "rowid", "oid", "ctid", "xmin", "tableoid", "_rowid_", "sqlite_master", "pg_catalog.pg_class", "information_schema.tables", "vault", "vault.combination"],
  parameters: ["$1", "$2", "$0", "?1", ":name", "@name", "%s", "%n%n%n%n", "%00x", "{0}", "${process.env}", "{{constructor}}", "<%= 1 %>", "\\u0000", "isthmus:check", "isthmus:affected:1", "isthmus:single:0", "isthmus:22P02:x:y"],
  prototypes: ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "__defineGetter__", "constructor.prototype", "__proto__->polluted", "then", "toJSON"],
  bytes: ["\0", "a\0b", "\ud800", "x\udfff", "\ud83d\ude00", "\u202etxet", "\u200b", "\ufeff", "\u2028", "\r\nSet-Cookie: a=b", "\n", "\t", "\u0007", "\u007f", "ａｄｍｉｎ", "аdmin", "é", "e\u0301", "İ", "ß", "ﬁ"],
  paths: ["../../etc/passwd", "..\\..\\", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1/", "//evil.example", ".git/config", "%2e%2e%2f"],
  numbers: ["1e309", "-0", "NaN", "Infinity", "-Infinity", "0x10", "0b1", "1_000", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616", "9".repeat(400), `0.${"1".repeat(400)}`, "1e-400", "１", " 1", "1 ", "+1", "01", "1.", ".5", "--1"],
  dates: ["0000-00-00", "9999999-01-01", "2026-02-30", "2026-13-01T25:61:61", "infinity", "-infinity", "epoch", "now", "today", "2026-01-01 BC", "292277026597-01-01"],
  literals: ["{", "{1,2", "{{{", '{"a', "[1,", "(1,2", "[2,1)", "{null}", '{"a":', "empty", "(,)", "null", "true", "default", "NULL::text"],
  patterns: ["(a+)+$", "(((((a*)*)*)*)*)*b", "[", "(?<", "\\", "a{1000000000}", "*+?", "(?:a|a)*".repeat(20), "%".repeat(2_000), "*".repeat(2_000), "(".repeat(2_000)],
  searches: ["name:secret*", "secret : canary", "{secret} : a", "NEAR(a b, 5)", '"a" NEAR "b"', "a AND", "NOT a", "OR", "^a", "a*", "-a", '"', "a & (b", "!!!!a", "a <-> ", "'unclosed", ":*", "((((", "{name secret}: canary"],
  lengths: ["a".repeat(64), "a".repeat(1_000), "é".repeat(20_000), "x".repeat(20_000)],
};

export const payloads: readonly Payload[] = Object.entries(groups).flatMap(([group, texts]) => texts.map((text) => ({ name: `${group}: ${JSON.stringify(text.length > 60 ? `${text.slice(0, 20)}… (${text.length})` : text)}`, text, url: encoded(text) })));

/** Only in a URL: what is no text at all. */
export const brokenUrls: readonly Payload[] = ["%", "%0", "%zz", "%00", "%C0%AF", "%C0%80", "%E0%80%80", "%F8%88%80%80%80", "%FF", "%FE%FF", "%ED%A0%80%ED%B0%80", "%u0000", "+", "%2", "%25%32%37"].map((url) => ({ name: `broken: ${url}`, text: url, url }));
