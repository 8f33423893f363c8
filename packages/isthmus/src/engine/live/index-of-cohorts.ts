// Which cohorts a change concerns, found without looking at the others; and which sources anybody listens to.

import type { Cohort } from "./cohort.ts";
import type { Touched } from "./effects.ts";

export interface IndexOfCohorts {
  /** Cohorts there are. */
  readonly size: number;
  /** Names of the sources some cohort depends on. */
  sources(): Iterable<string>;
  add(cohort: Cohort): void;
  delete(cohort: Cohort): void;
  concerned(touched: Touched): Iterable<Cohort>;
}

interface BySource {
  readonly all: Set<Cohort>;
  /** Those that depend on any change. */
  readonly whole: Set<Cohort>;
}

export function createIndexOfCohorts(): IndexOfCohorts {
  const sources = new Map<string, BySource>();
  const resources = new Map<string, Set<Cohort>>();
  let size = 0;

  function placesOf({ dependencies }: Cohort): Set<Cohort>[] {
    return [
      ...[...dependencies.sources].flatMap((name) => {
        const { all, whole } = getOrPut(sources, name, () => ({ all: new Set<Cohort>(), whole: new Set<Cohort>() }));
        return dependencies.whole.has(name) ? [all, whole] : [all];
      }),
      ...[...dependencies.resources].map((id) => getOrPut(resources, id, () => new Set<Cohort>())),
    ];
  }

  return {
    get size() {
      return size;
    },
    sources: () => sources.keys(),
    add(cohort) {
      size += 1;
      for (const place of placesOf(cohort)) place.add(cohort);
    },
    delete(cohort) {
      size -= 1;
      for (const place of placesOf(cohort)) place.delete(cohort);
      for (const id of cohort.dependencies.resources) if (resources.get(id)?.size === 0) resources.delete(id);
      for (const name of cohort.dependencies.sources) if (sources.get(name)?.all.size === 0) sources.delete(name);
    },
    concerned({ source, resources: touched }) {
      const known = sources.get(source);
      if (known === undefined) return [];
      if (touched === "everything") return known.all;
      const found = new Set(known.whole);
      for (const id of touched) for (const cohort of resources.get(id) ?? []) found.add(cohort);
      return found;
    },
  };
}

function getOrPut<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
