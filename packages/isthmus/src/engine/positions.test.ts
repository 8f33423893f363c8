import { expect, it } from "vitest";
import type { Reply, Request } from "../core/index.ts";
import { positionsOf } from "./positions.ts";

function asked(headers: Request["headers"], base = "https://shop.example/api") {
  return positionsOf({ id: "", method: "GET", path: "/", query: "", headers, body: "", base });
}
const reply: Reply = { status: 204, headers: { "set-cookie": ["a=1", "b=2"], etag: '"x"' }, body: null };

it("a request that wrote nothing leaves its reply as it is", () => {
  const positions = asked({ "isthmus-position": "shop:0/1" });
  expect(positions.told(reply)).toBe(reply);
});

it("what was written is told in a header and in a cookie beside those of the reply, secure where the site is", () => {
  const positions = asked({});
  positions.wrote("shop", "0/3000148");
  expect(positions.told(reply).headers).toEqual({
    etag: '"x"',
    "Isthmus-Position": "shop:0/3000148",
    "set-cookie": [
      "a=1",
      "b=2",
      "isthmus-position=shop:0/3000148; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure",
    ],
  });
  const plain = asked({}, "http://127.0.0.1:4000/api");
  plain.wrote("shop", "0/1");
  expect(plain.told({ ...reply, headers: {} }).headers["Set-Cookie"]).not.toContain("Secure");
});

it("positions of other sources are carried on, and the newest of each wins", () => {
  const positions = asked({
    "isthmus-position": "shop:0/1&my%20db:7",
    cookie: "x=y; isthmus-position=other:9&shop:0/2",
  });
  expect([positions.after("shop"), positions.after("my db"), positions.after("none")]).toEqual([
    ["0/1", "0/2"],
    ["7"],
    [],
  ]);
  positions.wrote("shop", "0/3");
  expect(positions.told(reply).headers["Isthmus-Position"]).toBe("shop:0/3&my%20db:7&other:9");
});

it("a reply that is promised ahead of its COMMIT keeps who gets it to the primary", () => {
  const promised = asked({ "isthmus-position": "shop:0/1&other:2" }).promised(reply, "shop");
  expect(promised.headers["Isthmus-Position"]).toBe("shop:*&other:2");
  expect(asked({ "isthmus-position": "shop:*" }).after("shop")).toEqual(["*"]);
});

it("what could not have come from here is passed over and never sent back", () => {
  const rubbish = ["shop", "shop:a b", 'shop:"1"', "shop:1\r\nX-Evil: 1", `shop:${"1".repeat(300)}`, "a".repeat(5_000)];
  for (const text of rubbish) {
    const positions = asked({ "isthmus-position": text, cookie: `isthmus-position=${text}` });
    expect(positions.after("shop")).toEqual([]);
    positions.wrote("other", "1");
    expect(positions.told(reply).headers["Isthmus-Position"]).toBe("other:1");
  }
  const many = asked({ "isthmus-position": Array.from({ length: 200 }, (_, n) => `s${n}:1`).join("&") });
  many.wrote("shop", "1");
  expect(String(many.told(reply).headers["Isthmus-Position"]).split("&")).toHaveLength(32);
});
