import type { IsthmusClient } from "@isthmus/client";
import type { Catalog } from "../isthmus.types.ts";

export type Client = IsthmusClient<Catalog>;
