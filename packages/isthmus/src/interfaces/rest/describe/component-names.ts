// Names of components and of operations in the document: only letters, digits, `.`, `_` and `-` may stand in them,
// and a catalog's names hold anything. What had to be changed stays unique and the same from one run to the next.

/** Words a name may have behind it, each a component of its own. */
const forms = ["", ".insert", ".update"] as const;

export class ComponentNames {
  readonly #taken: Set<string>;

  constructor(reserved: Iterable<string>) {
    this.#taken = new Set(reserved);
  }

  /** A name that is free together with all its forms. */
  take(name: string): string {
    const plain = name.replace(/[^A-Za-z0-9._-]+/g, "_");
    for (let count = 1; ; count++) {
      const tried = count === 1 && plain !== "" ? plain : `${plain}_${count}`;
      const all = forms.map((form) => tried + form);
      if (all.some((one) => this.#taken.has(one))) continue;
      for (const one of all) this.#taken.add(one);
      return tried;
    }
  }
}
