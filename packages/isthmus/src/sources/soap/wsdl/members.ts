// Names for the members of an object that stands for an element: those of its elements, attributes and characters.

import { type ComplexType, elementsOf, isGroup, type Particle, type XmlElement } from "../types.ts";
import { keyOf } from "../xml/look.ts";

/**
 * Elements keep their names, in the order in which they stand: a second of the same name in another namespace gets a
 * number. An attribute of a taken name is `name_attribute`; characters beside attributes are `value`, or `value_text`.
 */
export function nameMembers(type: ComplexType): ComplexType {
  const taken = new Set<string>();
  const free = (wish: string, otherwise: string): string => {
    let name = taken.has(wish) ? otherwise : wish;
    for (let number = 2; taken.has(name); number++) name = `${wish}_${number}`;
    taken.add(name);
    return name;
  };
  const byElement = new Map<string, string>();
  for (const one of elementsOf(type.content)) {
    const key = keyOf(one);
    if (!byElement.has(key)) byElement.set(key, free(one.local, `${one.local}_2`));
  }
  const named = (one: Particle, repeated: boolean): Particle => {
    const many = repeated || (one.max ?? (one.max === null ? 2 : 1)) > 1;
    if (isGroup(one)) return { ...one, of: one.of.map((inner) => named(inner, many)) };
    const { many: _before, ...rest } = one;
    const element: XmlElement = { ...rest, name: byElement.get(keyOf(one)) ?? one.local };
    return many ? { ...element, many: true } : element;
  };
  return {
    ...type,
    content: type.content.map((one) => named(one, false)),
    attributes: type.attributes.map((one) => ({ ...one, name: free(one.local, `${one.local}_attribute`) })),
    ...(type.text === undefined ? {} : { text: { ...type.text, name: free("value", "value_text") } }),
  };
}
