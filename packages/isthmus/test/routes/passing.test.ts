// What passes between a caller and a service behind this server, and what does not.

import { describe, expect, it } from "vitest";
import { openDoor, service, type Shown, shows } from "../kit/open-routes.ts";

const shown = async (answer: Response): Promise<Shown> => (await answer.json()) as Shown;

describe("a request", () => {
  it("reaches the service with its method, path, query and body", async () => {
    const { origin } = await service(shows);
    const { address } = await openDoor({ "/legacy/*": { targets: origin } });
    const answer = await fetch(`${address}/legacy/orders?of=me&x=%20`, { method: "POST", body: "hello" });
    expect(answer.status).toBe(200);
    expect(await shown(answer)).toMatchObject({ method: "POST", url: "/legacy/orders?of=me&x=%20", body: "hello" });
  });
});
