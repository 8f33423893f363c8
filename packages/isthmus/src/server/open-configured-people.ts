// The people of this server as its configuration wants them, where it has any: who asks, and which record of the site's own is
// theirs.

import type { Configuration, Request } from "../core/index.ts";
import type { Engine, Terrain } from "../engine/index.ts";
import type { RecordOf } from "../identity/index.ts";
import { credentialsOf } from "./http/credentials.ts";
import type { ServerOptions } from "./start-server.ts";
import { checkOwnRecord, ownRecords } from "./users/own-record.ts";
import { openPeople, type People } from "./users/people.ts";

/** @throws Problem where `auth.users.record` names what is not there, or the users' store cannot be opened. */
export async function openConfiguredPeople(
  { configuration, record, letterbox }: Pick<ServerOptions, "configuration" | "record" | "letterbox">,
  engine: Engine,
  terrain: () => Terrain,
  opened: AsyncDisposableStack,
): Promise<People | undefined> {
  if (configuration.auth?.users === undefined) return undefined;
  const people = await openPeople({
    configuration,
    record,
    recordOf: recordsOf(configuration, engine, terrain),
    letterbox,
    forgotten: engine.live.reconsider,
    authenticate: async ({ method, headers }) =>
      engine.authenticate(credentialsOf(headers as Request["headers"], method)),
  });
  opened.defer(() => people.close());
  return people;
}

function recordsOf({ auth }: Configuration, engine: Engine, terrain: () => Terrain): RecordOf | undefined {
  const own = auth?.users?.record;
  if (own === undefined) return undefined;
  const resource = (id: string) => terrain().catalog.resources.get(id);
  checkOwnRecord(own, resource);
  return ownRecords({
    configuration: own,
    inside: () => engine.inside,
    resource,
    clock: () => performance.now(),
  });
}
