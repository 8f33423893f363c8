// What a WSDL on the network takes in, and what is told to whoever has it.

import { afterEach, expect, it } from "vitest";
import { openUpstream, type Upstream } from "../shared/http/testing/upstream.ts";
import { openSoap } from "./index.ts";

const opened: Upstream[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

async function serves(text: (path: string) => string): Promise<Upstream> {
  const upstream = await openUpstream(({ path }, response) => {
    response.writeHead(200, { "content-type": "text/xml" }).end(text(path));
  });
  opened.push(upstream);
  return upstream;
}

it("tells a place elsewhere, from which something is taken in, none of the source's headers", async () => {
  const elsewhere = await serves(
    () => '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:b"/>',
  );
  const home = await serves((path) =>
    path === "/own.xsd"
      ? '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a"/>'
      : `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"><types><xs:schema>
           <xs:import namespace="urn:a" schemaLocation="/own.xsd"/>
           <xs:import namespace="urn:b" schemaLocation="${elsewhere.origin}/b.xsd"/>
         </xs:schema></types></definitions>`,
  );
  const options = {
    wsdl: `${home.origin}/service?wsdl`,
    headers: { "x-partner-key": "canary" },
    allowPrivate: ["127.0.0.1"],
  };
  const source = openSoap("tax", options, () => {});
  // It has no service, which is said when all of it has been read.
  await source.introspect(AbortSignal.timeout(5_000), { remote: true }).catch(() => {});
  await source.close();
  expect(home.asked.map(({ path, headers }) => [path, headers["x-partner-key"]])).toEqual([
    ["/service?wsdl", "canary"],
    ["/own.xsd", "canary"],
  ]);
  expect(elsewhere.asked.map(({ path }) => path)).toEqual(["/b.xsd"]);
  expect(JSON.stringify(elsewhere.asked)).not.toContain("canary");
});
