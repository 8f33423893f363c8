// Regular expressions that are carried out in time that grows with the text alone: every way through one is followed at
// once, so that no text can make it try again and again. Backreferences and lookaround, which need that, are refused.

export interface Pattern {
  /** Whether the whole text fits. */
  test(text: string): boolean;
}

type Test = (code: number) => boolean;
/** What may come next: a character that passes, and where it leads; or two ways at once; or the end. */
type Place = { readonly test: Test; to: number } | { readonly ways: number[] } | { readonly end: true };

const mostPlaces = 5_000;
const mostRepeats = 1_000;

/** @throws Error that says what is not understood. */
export function compilePattern(source: string): Pattern {
  const places = new Reader(source).places();
  return { test: (text) => run(places.all, places.first, text) };
}

function run(places: readonly Place[], first: number, text: string): boolean {
  const seen = new Int32Array(places.length).fill(-1);
  let step = 0;
  let current: number[] = [];
  let next: number[] = [];
  const add = (into: number[], from: number): void => {
    const stack = [from];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (seen[at] === step) continue;
      seen[at] = step;
      const place = places[at];
      if (place !== undefined && "ways" in place) stack.push(...place.ways);
      else into.push(at);
    }
  };
  add(current, first);
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    step += 1;
    for (const at of current) {
      const place = places[at];
      if (place !== undefined && "test" in place && place.test(code)) add(next, place.to);
    }
    [current, next] = [next, current];
    next.length = 0;
    if (current.length === 0) return false;
  }
  return current.some((at) => "end" in (places[at] ?? {}));
}

/** Reads from the left, and builds each part once what follows it is known: as a function from there to its beginning. */
type Part = (then: number) => number;

class Reader {
  readonly #source: readonly string[];
  readonly #all: Place[] = [];
  #at = 0;

  constructor(source: string) {
    this.#source = Array.from(source);
  }

  places(): { readonly all: readonly Place[]; readonly first: number } {
    // The whole text has to fit in any case.
    if (this.#source[0] === "^") this.#at = 1;
    const part = this.#alternatives();
    if (this.#at < this.#source.length) throw new Error(`there is a ")" without its "("`);
    return { first: part(this.#put({ end: true })), all: this.#all };
  }

  #put(place: Place): number {
    if (this.#all.length >= mostPlaces) throw new Error("it is too large, with its repeats written out");
    return this.#all.push(place) - 1;
  }

  #alternatives(): Part {
    const parts = [this.#sequence()];
    while (this.#source[this.#at] === "|") {
      this.#at += 1;
      parts.push(this.#sequence());
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined
      ? only
      : (then) => this.#put({ ways: parts.map((part) => part(then)) });
  }

  #sequence(): Part {
    const parts: Part[] = [];
    for (
      let next = this.#source[this.#at];
      next !== undefined && next !== "|" && next !== ")";
      next = this.#source[this.#at]
    ) {
      if (next === "$" && this.#at === this.#source.length - 1) this.#at += 1;
      else parts.push(this.#repeated(this.#atom()));
    }
    return (then) => parts.reduceRight((to, part) => part(to), then);
  }

  #repeated(part: Part): Part {
    const next = this.#source[this.#at];
    const counts = this.#counts();
    if (counts === undefined) return part;
    const after = this.#source[this.#at];
    if (after === "+" || after === "*" || (after === "{" && next !== undefined))
      throw new Error("a repeat is repeated");
    // Which of several ways is taken first does not matter where the whole text has to fit.
    if (after === "?") this.#at += 1;
    const [least, most] = counts;
    return (then) => {
      let to = then;
      if (most === undefined) {
        const ways: number[] = [];
        to = this.#put({ ways });
        ways.push(part(to), then);
      } else for (let more = least; more < most; more++) to = this.#put({ ways: [part(to), then] });
      for (let times = 0; times < least; times++) to = part(to);
      return to;
    };
  }

  #counts(): readonly [number, number | undefined] | undefined {
    const next = this.#source[this.#at];
    const simple = { "*": [0, undefined], "+": [1, undefined], "?": [0, 1] } as const;
    if (next === "*" || next === "+" || next === "?") {
      this.#at += 1;
      return simple[next];
    }
    if (next !== "{") return undefined;
    const rest = this.#source.slice(this.#at, this.#at + 12).join("");
    const [whole, least = "", comma, most = ""] = /^\{(\d{1,4})(,)?(\d{1,4})?\}/.exec(rest) ?? [];
    if (whole === undefined) throw new Error(`a "{" that is no repeat is written as "\\{"`);
    this.#at += whole.length;
    const upper = comma === undefined ? Number(least) : most === "" ? undefined : Number(most);
    if (Number(least) > mostRepeats || (upper ?? 0) > mostRepeats || (upper ?? Number(least)) < Number(least))
      throw new Error(`it repeats ${whole}`);
    return [Number(least), upper];
  }

  #atom(): Part {
    const next = this.#source[this.#at++] ?? "";
    if (next === "(") return this.#group();
    if (next === "[") return this.#one(this.#set());
    if (next === "\\") return this.#one(this.#escape());
    if (next === ".") return this.#one((code) => code !== 10 && code !== 13);
    if ("*+?{".includes(next)) throw new Error(`nothing is repeated by "${next}"`);
    if (next === "^" || next === "$")
      throw new Error(`"${next}" stands in the middle; the whole text has to fit in any case`);
    return this.#one(is(next));
  }

  #one(test: Test): Part {
    return (then) => this.#put({ test, to: then });
  }

  #group(): Part {
    if (this.#source[this.#at] === "?") {
      if (this.#source[this.#at + 1] !== ":") throw new Error("lookaround and names of groups are not supported");
      this.#at += 2;
    }
    const part = this.#alternatives();
    if (this.#source[this.#at] !== ")") throw new Error(`there is a "(" without its ")"`);
    this.#at += 1;
    return part;
  }

  #escape(): Test {
    const letter = this.#source[this.#at++];
    if (letter === undefined) throw new Error("it ends in a backslash");
    const known = classes[letter];
    if (known !== undefined) return known;
    const control = { n: 10, r: 13, t: 9, f: 12, v: 11 }[letter];
    if (control !== undefined) return (code) => code === control;
    if (letter === "u") return this.#unicode();
    if (letter === "p" || letter === "P") return this.#property(letter === "P");
    if (/[A-Za-z0-9]/.test(letter)) throw new Error(`"\\${letter}" is not supported`);
    return is(letter);
  }

  #unicode(): Test {
    const [whole, braced, plain] =
      /^(?:\{([0-9a-f]{1,6})\}|([0-9a-f]{4}))/i.exec(this.#source.slice(this.#at, this.#at + 8).join("")) ?? [];
    if (whole === undefined) throw new Error(`"\\u" needs four hexadecimal digits`);
    this.#at += whole.length;
    const wanted = Number.parseInt(braced ?? plain ?? "", 16);
    return (code) => code === wanted;
  }

  #property(not: boolean): Test {
    const [whole, name] = /^\{([A-Za-z_=]{1,40})\}/.exec(this.#source.slice(this.#at, this.#at + 44).join("")) ?? [];
    if (whole === undefined || name === undefined) throw new Error(`"\\p" needs a property, as in \\p{L}`);
    this.#at += whole.length;
    const test = new RegExp(`^\\p{${name}}$`, "u");
    return (code) => test.test(String.fromCodePoint(code)) !== not;
  }

  #set(): Test {
    const not = this.#source[this.#at] === "^";
    if (not) this.#at += 1;
    const tests: Test[] = [];
    while (this.#source[this.#at] !== "]") {
      const from = this.#source[this.#at++];
      if (from === undefined) throw new Error(`there is a "[" without its "]"`);
      if (from === "\\") tests.push(this.#escape());
      else if (
        this.#source[this.#at] === "-" &&
        this.#source[this.#at + 1] !== "]" &&
        this.#source[this.#at + 1] !== undefined
      ) {
        const to = this.#source[this.#at + 1] ?? "";
        this.#at += 2;
        const [low, high] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
        if (to === "\\" || low > high) throw new Error(`"${from}-${to}" is no range`);
        tests.push((code) => code >= low && code <= high);
      } else tests.push(is(from));
    }
    this.#at += 1;
    return (code) => tests.some((test) => test(code)) !== not;
  }
}

function is(character: string): Test {
  const wanted = character.codePointAt(0);
  return (code) => code === wanted;
}

const digit: Test = (code) => code >= 48 && code <= 57;
const word: Test = (code) => digit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
const space: Test = (code) => /^\s$/.test(String.fromCodePoint(code));

const classes: Readonly<Record<string, Test>> = {
  d: digit,
  D: (code) => !digit(code),
  w: word,
  W: (code) => !word(code),
  s: space,
  S: (code) => !space(code),
};
