import type { Result } from "../../core/index.ts";
import type { WriteCommand } from "./command.ts";
import type { Reach } from "./reach.ts";
export async function write(_reach: Reach, _command: WriteCommand): Promise<Result> {
  throw new Error("not yet");
}
