// How long requests took, as a Prometheus histogram. Each observation adds to a few plain numbers; labels and texts are made
// when the metrics are read.

import type { Registry } from "prom-client";

/** Counts of one series; `counts` has one place per bucket, and one more for what is above them all. */
interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly counts: Float64Array;
  sum: number;
}

/** One line of the metrics, as prom-client's own histograms give it. */
interface Line {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly metricName: string;
}

export interface RequestTimes {
  /** What stands for one set of labels; to be kept by who observes. */
  series(labels: Readonly<Record<string, string>>): Series;
  /** `seconds`: how long it took. */
  observe(series: Series, seconds: number): void;
}

export interface HistogramFacts {
  readonly name: string;
  readonly help: string;
  /** Upper bounds, in seconds, ascending. */
  readonly buckets: readonly number[];
}

export type { Series };

export function registerRequestTimes({ name, help, buckets }: HistogramFacts, register: Registry): RequestTimes {
  const all: Series[] = [];

  function valuesOf({ labels, counts, sum }: Series): Line[] {
    let below = 0;
    const bounds = [...buckets.map(String), "+Inf"].map((le, at) => {
      below += counts[at] ?? 0;
      return { labels: { le, ...labels }, value: below, metricName: `${name}_bucket` };
    });
    return [
      ...bounds,
      { labels: { ...labels }, value: sum, metricName: `${name}_sum` },
      { labels: { ...labels }, value: below, metricName: `${name}_count` },
    ];
  }

  const metric = {
    name,
    get: async () => ({ name, help, type: "histogram", aggregator: "sum", values: all.flatMap(valuesOf) }),
    reset: () => void all.splice(0),
  };
  // Of a metric the registry asks no more than this; its types ask for a class of the library's.
  register.registerMetric(metric as never);

  return {
    series(labels) {
      const series = { labels, counts: new Float64Array(buckets.length + 1), sum: 0 };
      all.push(series);
      return series;
    },
    observe(series, seconds) {
      const { counts } = series;
      let at = 0;
      while (at < buckets.length && seconds > (buckets[at] ?? 0)) at++;
      counts[at] = (counts[at] ?? 0) + 1;
      series.sum += seconds;
    },
  };
}
